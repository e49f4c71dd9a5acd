"""Words for states of work and for how sure a figure is, in both languages."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, get_args

from clusterplan.base.findings import known_words
from clusterplan.base.folding import folded
from clusterplan.base.messages import say
from clusterplan.importing.understanding import UnclearError
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.plan import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clusterplan.importing.sheets import Cell

_Word = TypeVar("_Word", State, ObsStatus, Qualifier)

_STATES: dict[State, str] = {
    "not_started": "not started | 未启动 | 未开始 | 尚未启动 | 尚未开始",
    "under_way": "under way | in progress | 推进中 | 进行中 | 实施中 | 正在推进 | 正在实施",
    "done": "completed | finished | 已完成 | 完成 | 已办结",
    "dropped": "cancelled | 已取消 | 取消 | 已终止",
}
_STATUSES: dict[ObsStatus, str] = {
    ObsStatus.NORMAL: "final | 正式数 | 正式 | 决算数 | 年报数",
    ObsStatus.PROVISIONAL: "初步数 | 初步核算数 | 快报数 | 初步核实数",
    ObsStatus.ESTIMATED: "estimate | 估计数 | 估算数",
    ObsStatus.FORECAST: "projection | 预测数 | 预计数",
    ObsStatus.BREAK: "口径调整",
    ObsStatus.DEFINITION_DIFFERS: "口径不同",
    ObsStatus.ILLUSTRATIVE: "示例数据",
}
_QUALIFIERS: dict[Qualifier, str] = {
    Qualifier.ABOUT: "约",
    Qualifier.AT_LEAST: "以上 | 不低于",
    Qualifier.AT_MOST: "以下 | 不超过",
}


class Meant(StrEnum):
    """What the figures below a title are."""

    PLANNED = "planned"
    EXPECTED = "expected"
    REACHED = "reached"


_PLANS = (
    "计划(?!生育|单列)|规划(?!局|处|院|厅|司|委|区|和自然资源)|目标|指标任务|任务数"
    r"|\b(?:plan|plans|planned|targets?|goals?)\b"
)
_DONE = (
    "(?:执行|完成|实施|落实|进展|推进|实现|监测|评估|考核|实际|实绩|对比|对照)(?![数值])"
    r"|\b(?:progress|implement\w*|fulfil\w*|achiev\w*|outcomes?|results?|actuals?|reviewed)\b"
)
_PLANNED = re.compile(_PLANS, re.IGNORECASE)
_EXPECTED = re.compile(
    r"预计|预期(?!性|寿命)|预测|预估|\b(?:forecasts?|projections?|projected|expected)\b",
    re.IGNORECASE,
)
_FULFILLED = re.compile(
    rf"(?:{_PLANS})[^,;，。；]{{0,20}}?(?:{_DONE})|(?:{_DONE})[^,;，。；]{{0,20}}?(?:{_PLANS})",
    re.IGNORECASE,
)
"""How a plan was fulfilled."""
_REACHED = re.compile(rf"{_DONE}|实际数|实际值|完成数|完成值", re.IGNORECASE)


def meant_by(title: str) -> Meant | None:
    """Return what a title says that its figures are, None where it does not."""
    if _EXPECTED.search(title):
        return Meant.EXPECTED
    rest, fulfilled = _FULFILLED.subn("", title)
    if _PLANNED.search(rest):
        return Meant.PLANNED
    return Meant.REACHED if fulfilled or _REACHED.search(rest) else None


def _by_word(words: Mapping[_Word, str], known: Iterable[_Word]) -> dict[str, _Word]:
    """Return each word in folded form, the ids among them, with what it means."""
    found = {folded(word): word for word in known}
    for meaning, listed in words.items():
        found |= {folded(word): meaning for word in listed.split("|")}
    return found


_STATE_OF = _by_word(_STATES, get_args(State))
_STATUS_OF = _by_word(_STATUSES, [each for each in ObsStatus if each is not ObsStatus.MISSING])
_QUALIFIER_OF = _by_word(_QUALIFIERS, Qualifier)


def state_of(text: str) -> State | None:
    """Return the state of work that a text names."""
    return _STATE_OF.get(folded(text))


def status_of(cell: Cell) -> ObsStatus:
    """Return the status of a figure that a cell names; a missing figure is none."""
    if (status := _STATUS_OF.get(folded(cell.text))) is None:
        raise _unknown("obs_status", cell, ObsStatus)
    return status


def qualifier_of(cell: Cell) -> Qualifier:
    """Return the qualifier that a cell names."""
    if (qualifier := _QUALIFIER_OF.get(folded(cell.text))) is None:
        raise _unknown("qualifier", cell, Qualifier)
    return qualifier


def _unknown(name: str, cell: Cell, known: Iterable[str]) -> UnclearError:
    message = say("unknown {field} {text}", field=name, text=cell.text)
    return UnclearError(message, known_words(known))
