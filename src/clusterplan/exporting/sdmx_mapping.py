"""A mapping of figures to a data structure of SDMX, which its user writes: none is invented here.

It says which component holds what of a figure, and by which codes. What it lacks is told at once,
each with its line.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Struct
from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from clusterplan.base.findings import has_errors
from clusterplan.base.messages import say
from clusterplan.exporting.figures import CL_OBS_STATUS
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import Language, Model, SaidOnce, Text
from clusterplan.reading.plan_errors import plan_errors
from clusterplan.reading.yaml_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.base.findings import Finding
    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan
    from clusterplan.reading.yaml_tree import Place, ReadTree

_CODE = re.compile(r"[A-Za-z0-9_$][A-Za-z0-9_@$-]{0,254}")
_STRUCTURE = re.compile(
    r"[A-Za-z][A-Za-z0-9_.-]{0,254}:[A-Za-z0-9_@$-]{1,255}\([0-9]+(\.[0-9]+){1,2}\)"
)


def _code(text: str) -> str:
    if _CODE.fullmatch(text):
        return text
    raise PydanticCustomError("sdmx_code", "no code")


def _structure(text: str) -> str:
    if _STRUCTURE.fullmatch(text):
        return text
    raise PydanticCustomError("sdmx_structure", "no structure")


Code = Annotated[str, AfterValidator(_code)]
Held = Literal[
    "indicator",
    "entity",
    "year",
    "value",
    "unit",
    "obs_status",
    "qualifier",
    "published",
    "series",
    "source",
    "note",
    "kind",
    "indicator_name",
    "entity_name",
]
CODED = ("indicator", "entity", "unit", "obs_status", "qualifier", "series", "kind")
"""What has a code for each of its values."""
NAMES = ("indicator_name", "entity_name")
KINDS = ("dimensions", "measures", "attributes")
RESERVED = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "SERIES_KEY", "OBS_KEY")


class Promise(Observation, frozen=True):
    """A goal or a base of a target, in the shape of a row."""

    kind: Literal["goal", "base"] = "goal"

    @property
    def place(self) -> str:
        """Return what to call it."""
        return f"{self.kind} {self.indicator} {self.year}"


class Component(Model):
    """A dimension, a measure or an attribute, and where its values come from."""

    id: Code = Field(description="as the data structure has it")
    holds: Held | None = Field(
        default=None,
        description="what of a figure it holds; kind: figure, goal or base, and those of the"
        " targets are exported too",
    )
    always: Text | None = Field(default=None, description="in place of holds: what it always is")
    codes: dict[str | int, Code | None] = Field(
        default={},
        description="the code for each indicator, entity, unit, status, qualifier or series, by id"
        " or word; null leaves rows with it out; statuses have those of CL_OBS_STATUS",
    )
    language: Language | None = Field(default=None, description="of a name, else the first")

    @cached_property
    def known(self) -> dict[str, str | None]:
        """Return the codes of all that has one."""
        stated = {str(key): code for key, code in self.codes.items()}
        if self.holds != "obs_status":
            return stated
        return {key: code for key, code in CL_OBS_STATUS.items() if code} | stated

    def held(self, row: Observation) -> str:
        """Return what a row has of what it holds, by the words of the files of figures."""
        if self.holds == "kind":
            return row.kind if isinstance(row, Promise) else "figure"
        return str(getattr(row, "status" if self.holds == "obs_status" else str(self.holds)))


class Mapping(Model):
    """How figures become observations of a data structure."""

    format: Literal["clusterplan.sdmx-mapping/1"] = Field(description="the version of this format")
    structure: Literal["dataflow", "datastructure", "dataprovision"] = Field(
        description="what the observations are of"
    )
    structure_id: Annotated[str, AfterValidator(_structure)] = Field(
        description="its agency, id and version: STATS:DF_PLAN(1.0)"
    )
    action: Literal["I", "A", "R"] = Field(
        default="I", description="what whoever loads them does: information, append, replace"
    )
    figures: Literal["all", "in_force"] = Field(
        default="all", description="every row, or of each figure the one that counts"
    )
    dimensions: tuple[Component, ...] = Field(min_length=1, description="what makes a key")
    measures: tuple[Component, ...] = Field(min_length=1, description="what was observed")
    attributes: tuple[Component, ...] = Field(default=(), description="what else is told")

    @property
    def components(self) -> tuple[Component, ...]:
        """Return all of them, in the order of their columns."""
        return (*self.dimensions, *self.measures, *self.attributes)


class Flaw(Struct, frozen=True):
    """What is wrong with a mapping, where, and what to do."""

    line: int
    column: int
    message: Message
    hint: Message | None = None


class MappingFile(Struct, frozen=True):
    """A mapping as read: None when it is too broken; its places, and what is wrong with it."""

    mapping: Mapping | None
    tree: ReadTree
    flaws: tuple[Flaw, ...]

    def flaw(self, place: Place, message: Message, hint: Message) -> Flaw:
        """Return a flaw at a place of the file."""
        return Flaw(*self.tree.places.nearest(place), message, hint)


def read_mapping(text: str, plan: Plan) -> MappingFile:
    """Read a mapping, and tell all that is wrong with it by itself."""
    tree = read_tree(text, "")
    mapping = None
    if tree.root is None and not has_errors(tree.findings):
        flaw = Flaw(
            1, 1, say("the mapping is empty"), say("write its dimensions, measures and attributes")
        )
        return MappingFile(None, tree, (flaw,))
    if tree.root is not None:
        try:
            context = SaidOnce(plan.known_units, plan.language)
            mapping = Mapping.model_validate(tree.root, context=context)
        except ValidationError as error:
            plan_errors(error, tree, "", Mapping, plan.known_units)
    if has_errors(tree.findings):
        mapping = None
    read = MappingFile(mapping, tree, tuple(map(_flaw, tree.findings)))
    own = () if mapping is None else tuple(_own_flaws(mapping, read))
    return MappingFile(mapping, tree, (*read.flaws, *own))


def _flaw(finding: Finding) -> Flaw:
    return Flaw(finding.line, finding.column, finding.message, finding.hint)


def _placed(mapping: Mapping) -> Iterator[tuple[Component, Place]]:
    for kind in KINDS:
        for number, component in enumerate(getattr(mapping, kind)):
            yield component, (kind, number)


def _own_flaws(mapping: Mapping, read: MappingFile) -> Iterator[Flaw]:
    """Return where components contradict themselves or each other."""
    ids: set[str] = set(RESERVED)
    for component, place in _placed(mapping):
        name = component.id
        if name in ids:
            message = say("the id {id} is there already, or has a meaning of its own", id=name)
            yield read.flaw((*place, "id"), message, say("rename or remove it"))
        ids.add(name)
        if (component.holds is None) is (component.always is None):
            message = say("{id} needs holds or always, and one of them alone", id=name)
            hint = say("write what of a figure it holds, or what it always is")
            yield read.flaw(place, message, hint)
        if component.codes and component.holds not in CODED:
            message = say("{id} takes no codes: it holds {what}", id=name, what=_held(component))
            hint = say("codes are for: {names}", names=", ".join(CODED))
            yield read.flaw((*place, "codes"), message, hint)
        if component.language and component.holds not in NAMES:
            message = say("{id} has no language: it holds {what}", id=name, what=_held(component))
            hint = say("languages are for: {names}", names=", ".join(NAMES))
            yield read.flaw((*place, "language"), message, hint)


def _held(component: Component) -> str:
    return component.holds or f"'{component.always}'"


def lacking(read: MappingFile, mapping: Mapping, rows: Sequence[Observation]) -> Iterator[Flaw]:
    """Return all that a mapping lacks to tell these figures: components, and codes."""
    there = {component.holds for component in mapping.components}
    for kind, held in _needed(rows):
        if held not in there:
            message = say("no component holds {what}", what=held)
            yield read.flaw((kind,), message, say("add one to {kind}", kind=kind))
        elif kind == "dimensions" and held not in {each.holds for each in mapping.dimensions}:
            message = say("{what} must be held by a dimension", what=held)
            yield read.flaw((kind,), message, say("add one to {kind}", kind=kind))
    for component, place in _placed(mapping):
        if component.holds in CODED:
            met = dict.fromkeys(component.held(row) for row in rows)
            without = [each for each in met if each not in component.known]
            if without:
                names = ", ".join(each or "''" for each in without)
                message = say("{id} has no code for: {names}", id=component.id, names=names)
                hint = say("add each to codes; null leaves its rows out")
                yield read.flaw((*place, "codes"), message, hint)


def _needed(rows: Sequence[Observation]) -> Iterator[tuple[str, str]]:
    """Return what must have a component: what figures differ in, and what qualifies them."""
    yield from (("dimensions", "indicator"), ("dimensions", "year"), ("measures", "value"))
    if len({row.entity for row in rows}) > 1:
        yield "dimensions", "entity"
    if len({(row.indicator, row.unit) for row in rows}) > len({row.indicator for row in rows}):
        yield "attributes", "unit"
    if any(row.status is not ObsStatus.NORMAL for row in rows):
        yield "attributes", "obs_status"
    if any(row.qualifier is not Qualifier.EXACT for row in rows):
        yield "attributes", "qualifier"
