"""Lists of codes: what each stands for in the plan, and their tables for the engine."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from clusterplan.base.findings import nearest, shown
from clusterplan.base.messages import say
from clusterplan.reading.csv_records import allow_cells
from clusterplan.rollup.expressions import list_name
from clusterplan.rollup.tables import Input, Table, bad, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clusterplan.base.messages import Message
    from clusterplan.model.plan import Plan
    from clusterplan.rollup.definition import CodeList, Codes, Definition
    from clusterplan.rollup.inputs import Reader


class Listed(Struct, frozen=True):
    """The table of some codes, and the file that they are from, if they are from one."""

    table: Table
    entities: frozenset[str]
    source: Input | None = None


def listed(codes: Codes, column: str, reader: Reader, plan: Plan, definition: str) -> Listed | None:
    """Return the table of what codes stand for; None where their beginnings say it.

    Raises:
        BadInputError: the list cannot be read, or names what the plan does not have.
    """
    source = None
    if codes.units:
        pairs = {unit: each.entity for each in codes.units for unit in each.units}
    elif codes.list is not None:
        (source,) = reader.table("list", codes.list.path, 0, definition).files
        pairs = dict(_pairs(codes.list, source, plan))
    else:
        return None
    path = reader.private / f"{list_name(column)}.csv"
    with path.open("x", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows((("code", "entity"), *pairs.items()))
    table = Table(list_name(column), (Input(path.name, str(path), "csv", head=("code", "entity")),))
    return Listed(table, frozenset(pairs.values()), source)


def refuse_doubles(
    definition: Definition, lists: Mapping[str, Listed], plan: Plan, file: str
) -> None:
    """Refuse two figures of one indicator that are about the same entity.

    Raises:
        BadInputError: there are two.
    """
    led = {
        codes.id: lists[column].entities
        if column in lists
        else {each.entity for each in codes.prefixes}
        for column, codes in definition.columns.items()
    }
    known: set[tuple[str, str]] = set()
    for figure in definition.figures:
        entities = led[figure.by] if figure.by else {figure.entity or plan.area}
        for key in sorted((figure.indicator, entity) for entity in entities):
            if key in known:
                message = say(
                    "two figures are {indicator} of {entity}", indicator=key[0], entity=key[1]
                )
                hint = say("leave one out, or take the entity out of its codes")
                raise bad("CP603", file, message, hint)
            known.add(key)


def _pairs(told: CodeList, source: Input, plan: Plan) -> Iterator[tuple[str, str]]:
    """Return each code of a list with the id of the entity that it stands for."""
    require((told.code, told.entity), source.head, source.name)
    ids = {name: each.id for each in plan.entities for name in each.all_names()}
    known: dict[str, str] = {}
    allow_cells(source.size)
    with Path(source.path).open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, strict=True)
        try:
            next(lines)
            for cells in filter(None, lines):
                found = dict(zip(source.head, map(str.strip, cells), strict=False))
                code, name = found.get(told.code, ""), found.get(told.entity, "")
                if why := _wrong(code, name, ids, known):
                    raise bad(why[0], source.name, *why[1:], line=lines.line_num)
                known[code] = ids[name]
                yield code, ids[name]
        except csv.Error as error:
            message = say("the record cannot be read: {why}", why=str(error))
            hint = say("mend the line")
            raise bad("CP606", source.name, message, hint, lines.line_num) from None


def _wrong(
    code: str, name: str, ids: Mapping[str, str], known: Mapping[str, str]
) -> tuple[str, Message, Message] | None:
    """Return what is wrong with a line of a list, if anything is."""
    if not code or not name:
        return "CP606", say("a code or its entity is missing"), say("fill it in")
    if name not in ids:
        message = say("unknown {field} {text}", field="entity", text=shown(name))
        hint = nearest(name, ids) or say("write an id or a name of the plan")
        return "CP603", message, hint
    if known.get(code, ids[name]) != ids[name]:
        message = say("the code {code} stands for two entities", code=shown(code))
        return "CP603", message, say("remove one of the two")
    return None
