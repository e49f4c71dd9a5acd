"""The words that offices use, in Chinese and English: for columns, units, states, certainty."""

from __future__ import annotations

import re
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, TypeVar, get_args

from clusterplan.base.findings import known_words
from clusterplan.base.folding import folded, narrow
from clusterplan.base.messages import say
from clusterplan.base.units import UNITS, Units
from clusterplan.importing.understanding import UnclearError
from clusterplan.model.observations import ObsStatus, Qualifier
from clusterplan.model.plan import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clusterplan.base.messages import Message
    from clusterplan.importing.sheets import Cell

_Word = TypeVar("_Word")
_NUMERIC = [symbol for symbol in UNITS if UNITS[symbol].numeric and symbol != "年"]
KNOWN_UNITS = known_words(_NUMERIC)
"""What to do about an unknown unit that is like none."""


class Role(Enum):
    """What a column holds."""

    INDICATOR = "indicator"
    ENTITY = "entity"
    NAME = "name"
    VALUE = "value"
    UNIT = "unit"
    STATUS = "status"
    QUALIFIER = "qualifier"
    PUBLISHED = "published"
    SERIES = "series"
    SOURCE = "source"
    NOTE = "note"
    YEAR = "year"
    SERIAL = "serial"
    FORM = "form"


_ROLES: dict[Role, str] = {
    Role.INDICATOR: """indicator | indicators | indicator name | indicator id | item
        | milestone | measure | 指标 | 指标项目 | 统计指标 | 项目 | 措施 | 任务 | 节点任务""",
    Role.ENTITY: """entity | region | area | province | prefecture | city | county | district | town
        | cluster | 地区 | 区域 | 对象 | 市 | 市(州) | 市州 | 市县 | 城市 | 县 | 县市 | 县(市)
        | 县(市、区) | 县市区 | 区 | 区县 | 乡镇 | 镇 | 园区 | 集群 | 产业集群 | 填报单位 | 报送单位
        | 填报地区 | reported by""",
    Role.NAME: "name | 名称",  # and whatever ends so: 集群名称, county name
    Role.VALUE: """value | values | figure | figures | actual | actual value | amount | result
        | obs_value | state | 数值 | 数据 | 值 | 实绩 | 实际 | 实际值 | 实际数 | 实际完成 | 完成数
        | 完成值 | 完成情况 | 完成时间 | 进展 | 金额 | 数量 | 本年 | 本年实际""",
    Role.UNIT: "unit | units | unit of measure | 计量单位 | 单位",
    Role.STATUS: "obs_status | status | 数据状态 | 状态",
    Role.QUALIFIER: "qualifier | 准确程度",
    Role.PUBLISHED: """published | date published | publication date | date of publication
        | day of publication | release date | 发布日期 | 公布日期 | 发布时间 | 公布时间""",
    Role.SERIES: "series | 系列 | 数据系列",
    Role.SOURCE: "source | sources | data source | 来源 | 资料来源 | 数据来源 | 出处",
    Role.NOTE: """note | notes | remark | remarks | comment | comments | 备注 | 说明 | 附注 | 注
        | 注释 | 续表 | 接上表 | continued""",
    Role.YEAR: """year | years | time period | time_period | reporting year
        | 年份 | 年度 | 年 | 报告年份 | 统计年度""",
    Role.FORM: """填报人 | 填表人 | 制表人 | 制表 | 经办人 | 联系人 | 审核 | 审核人 | 复核
        | 复核人 | 负责人 | 单位负责人 | 统计负责人 | 分管领导 | 签发人 | 盖章 | 填报日期
        | 填报时间 | 填表日期 | 报出日期 | 报送日期 | 报送时间 | 制表日期 | 制表时间 | 联系电话
        | 电话 | 手机 | 传真 | 邮箱 | 电子邮箱 | 表号 | 制定机关 | 制表机关 | 批准机关 | 备案机关
        | 批准文号 | 备案文号 | 文号 | 有效期 | 有效期至 | 有效期截止时间 | 统一社会信用代码
        | 组织机构代码 | prepared by | filled in by | completed by | submitted by | checked by
        | reviewed by | approved by | contact | contact person | date of submission
        | submission date | date submitted | phone | telephone | tel | tel. | fax | e-mail | email
        | form no. | form number | issuing authority | approval no. | approval number
        | valid until""",
    Role.SERIAL: "no. | no | # | serial | rank | 序号 | 编号 | 顺序号 | 排名 | 位次 | 名次",
}
"""The heads of columns, in both languages."""
_ALIASES: dict[str, str] = {
    "元": "人民币元",
    "万元": "人民币万元 | 10000 yuan | 10,000 yuan | ten thousand yuan",
    "million yuan": "百万元 | mn yuan | m yuan | yuan million | RMB million | million RMB",
    "亿元": "人民币亿元 | 100 million yuan | hundred million yuan",
    "billion yuan": "十亿元 | bn yuan | yuan billion | RMB billion | billion RMB | RMB bn",
    "%": "per cent | percent | pct",
    "‰": "per mille",
    "个": "number | count",
    "家": "firms | companies | enterprises",
    "户": "households",
    "人": "people | persons | person",
    "万人": "10000 people | 10,000 people | 10,000 persons",
    "千克": "kg | 公斤",
    "吨": "t | tonnes | tons",
    "万吨": "10,000 t | 10,000 tonnes",
    "米": "m | metres",
    "公里": "km | 千米",
    "平方米": "m² | m2 | ㎡",
    "公顷": "ha | hectares",
    "亩": "mu",
    "平方公里": "km² | km2 | 平方千米",
    "立方米": "m³ | m3",
    "千瓦时": "kWh | 度",
    "吨标准煤": "tce",
    "千瓦": "kW",
    "兆瓦": "MW",
    "微克/立方米": "µg/m³ | μg/m³ | ug/m3",  # a Greek mu is what many type
    "毫克/立方米": "mg/m³ | mg/m3",
    "天": "days | 日",
}
"""Other words for known units. What could be two units stands nowhere: 亿, 万, bn, billion."""
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
    ObsStatus.SUPPRESSED: "confidential | 保密 | 不予公布",
}
_QUALIFIERS: dict[Qualifier, str] = {
    Qualifier.ABOUT: "约",
    Qualifier.AT_LEAST: "以上 | 不低于",
    Qualifier.AT_MOST: "以下 | 不超过",
}
_BRACKET = re.compile(
    r"(.*?)\s*[(\[【〔]\s*(?:(?:计量)?单位:|unit:)?\s*([^()\[\]]*)[)\]】〕]\s*", re.IGNORECASE
)
_BEHIND = re.compile(r"(.+?)\s*[,:/]\s*([^,:/][^,:]*)")


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


def _by_word(words: Mapping[_Word, str], known: Iterable[_Word] = ()) -> dict[str, _Word]:
    """Return each word in folded form, the ids among them, with what it means."""
    found = {folded(str(word)): word for word in known}
    for meaning, listed in words.items():
        found |= {folded(word): meaning for word in listed.split("|")}
    return found


_ROLE_OF = _by_word(_ROLES)
_UNIT_OF = _by_word(_ALIASES, _NUMERIC)
_STATE_OF = _by_word(_STATES, get_args(State))
_STATUS_OF = _by_word(_STATUSES, [each for each in ObsStatus if each is not ObsStatus.MISSING])
_QUALIFIER_OF = _by_word(_QUALIFIERS, Qualifier)


def role_of(word: str) -> Role | None:
    """Return what a column of this name holds."""
    return _ROLE_OF.get(folded(word))


def unit_of(word: str, units: Units = UNITS) -> str | None:
    """Return the unit that a word stands for, None for none that is known to the plan."""
    return _UNIT_OF.get(folded(word)) or units.get(narrow(word).strip())


def unit_hint(word: str, units: Units) -> Message:
    """Return the usual spelling of an unknown unit, or what is known: 亿 may be of anything."""
    return units.nearest(word, ()) or KNOWN_UNITS


def known_unit(word: str, units: Units = UNITS) -> str:
    """Return the unit that a word stands for.

    Raises:
        UnclearError: the plan knows none.
    """
    unit = unit_of(word, units)
    if unit is None:
        raise UnclearError(say("unknown unit {text}", text=word), unit_hint(word, units))
    return unit


def split_bracket(text: str) -> tuple[str, str] | None:
    """Return a text without the bracket at its end, and what stands in it."""
    match = _BRACKET.fullmatch(narrow(text))
    return (match[1], match[2]) if match else None


def split_unit(text: str, units: Units = UNITS) -> tuple[str, str] | None:
    """Return a name and the unit behind it: `增加值（亿元）`, `Value added, bn yuan`."""
    for pattern in (_BRACKET, _BEHIND):
        match = pattern.fullmatch(narrow(text).strip())
        if match and (unit := unit_of(match[2], units)):
            return match[1], unit
    return None


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


def meant_by(title: str) -> Meant | None:
    """Return what a title says that its figures are, None where it does not."""
    if _EXPECTED.search(title):
        return Meant.EXPECTED
    rest, fulfilled = _FULFILLED.subn("", title)
    if _PLANNED.search(rest):
        return Meant.PLANNED
    return Meant.REACHED if fulfilled or _REACHED.search(rest) else None
