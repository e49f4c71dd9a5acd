"""The data and metadata files of Open SDG: a standalone indicator for each that has a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import yaml

from clusterplan.base.exact import exactly
from clusterplan.base.grouping import grouped
from clusterplan.base.units import convert
from clusterplan.exporting.figures import CL_OBS_STATUS, has_level, has_number, value_text
from clusterplan.exporting.plan_tables import languages
from clusterplan.exporting.tables import csv_bytes
from clusterplan.locale import LANGUAGES, Locale
from clusterplan.model.observations import Observation, ObsStatus, Qualifier
from clusterplan.model.plan import UNDETERMINED
from clusterplan.render.cells import SIGN
from clusterplan.render.site.names import safe_name
from clusterplan.render.words import MADE_UP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clusterplan.judging.assess import Inquiry
    from clusterplan.model.plan import Indicator, Names, Plan, Target
    from clusterplan.model.results import Report, TargetResult

ENTITY = "Entity"
"""The column of entities, and the group of translations of their names."""
COLUMNS = (
    *("Year", "Units", "Series", ENTITY, "Vintage", "Observation status", "DATA_LAST_UPDATE"),
    *("SOURCE_DETAIL", "COMMENT_OBS", "Value"),
)
"""What breaks figures down is empty in the figure in force of the plan's own area."""
_NUMBERS = ("Year", "Value")
CONCEPTS = {
    "SDG_INDICATOR": "name",
    "STAT_CONC_DEF": "note",
    "DATA_SOURCE": "supplier",
    "REC_USE_LIM": "proxy",
}
"""The concepts of SDMX for what a plan says of an indicator, by its keys."""


class _Yaml(yaml.SafeDumper):
    """Writes numbers with every digit."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Yaml.add_representer(Decimal, _number)


def open_sdg(inquiry: Inquiry, report: Report, rows: Sequence[Observation]) -> dict[str, bytes]:
    """Return the files of a data repository, by their names.

    Args:
        inquiry: the plan, and what is asked of its figures.
        report: how its targets stand, for their goals and bases.
        rows: its figures.
    """
    plan = inquiry.plan
    texts = _Texts(plan)
    files: dict[str, bytes] = {}
    for indicator, found in _by_indicator(inquiry, rows).items():
        name = safe_name(indicator.id)
        page = _Page(plan, indicator, found, texts)
        results = [
            each for each in report.targets if plan.target[each.id].indicator == indicator.id
        ]
        files[f"data/indicator_{name}.csv"] = page.data()
        files[f"indicator-config/{name}.yml"] = _yaml(page.config(name, results))
        files[f"meta/{name}.yml"] = _yaml(page.meta())
    return files | dict(texts.files())


def _yaml(data: object) -> bytes:
    text: str = yaml.dump(data, Dumper=_Yaml, allow_unicode=True, sort_keys=False, width=10**6)
    return text.encode()


def _by_indicator(
    inquiry: Inquiry, rows: Sequence[Observation]
) -> dict[Indicator, list[Observation]]:
    """Return the rows of each indicator, and what is computed of the others that have a target."""
    plan = inquiry.plan
    found = grouped((row.indicator, row) for row in rows if has_number(row, plan))
    for target in plan.targets:
        for identity in target.indicators:
            known = found.get(identity, [])
            found[identity] = [*known, *_computed(inquiry, target, identity, known)]
    return {each: found[each.id] for each in plan.indicators if found.get(each.id)}


def _computed(
    inquiry: Inquiry, target: Target, identity: str, known: Sequence[Observation]
) -> Iterator[Observation]:
    """Return the figures of a target's entity that no row states and a formula gives."""
    plan, entity = inquiry.plan, target.entity or inquiry.plan.area
    there = {row.year for row in known if row.entity == entity}
    if plan.indicator[identity].formula is None or target.group is not None:
        return
    for year in plan.file_years:
        figure = None if year in there else inquiry.figures.of_indicator(identity, entity, year)
        if figure is None or figure.value is None:
            continue
        yield Observation(
            indicator=identity,
            entity=entity,
            year=year,
            value=Fraction(figure.written(figure.value)),
            unit=plan.indicator[identity].unit,
            status=ObsStatus.ILLUSTRATIVE if figure.illustrative else ObsStatus.ESTIMATED,
            qualifier=Qualifier(figure.bound) if figure.bound else Qualifier.EXACT,
        )


class _Texts:
    """The texts of all pages, by their keys, for each language that a site may have."""

    def __init__(self, plan: Plan) -> None:
        told = [tag for tag in languages(plan) if tag != UNDETERMINED]
        self.tags = told or [each for each in LANGUAGES if plan.speaks(each)]
        self.group = safe_name(plan.id)
        self._groups: dict[str, dict[str, Names]] = {self.group: {}, ENTITY: {}}
        self.warned = False

    def key(self, name: str, text: Names, group: str = "") -> str:
        """Return the key of a text, which is remembered."""
        self._groups[group or self.group][name] = text
        return f"{group or self.group}.{name}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Return the files of translations."""
        for tag in self.tags:
            for group, texts in self._groups.items():
                told = {name: text.in_language(tag) for name, text in texts.items()}
                if self.warned and group == self.group:
                    own = tag.partition("-")[0]
                    told[NOTICE] = Locale(own if own in LANGUAGES else "en").text(MADE_UP)
                yield f"translations/{tag}/{group}.yml", _yaml(told)


NOTICE = "illustrative"
"""The key of the sentence about made-up figures; no text of an indicator has it."""


class _Page:
    def __init__(
        self, plan: Plan, indicator: Indicator, rows: Sequence[Observation], texts: _Texts
    ) -> None:
        self.plan, self.indicator, self.rows, self.texts = plan, indicator, rows, texts
        self.units = list(dict.fromkeys(row.unit for row in rows))

    def data(self) -> bytes:
        """Return the figures."""
        header = [name for name in COLUMNS if name != "Units" or len(self.units) > 1]
        chosen = {id(row) for row in _in_force(self.rows)}
        cells = (self._cells(row, in_force=id(row) in chosen) for row in self.rows)
        rows = ([each[name] for name in header] for each in cells)
        return csv_bytes(header, rows, [name not in _NUMBERS for name in header])

    def _cells(self, row: Observation, *, in_force: bool) -> dict[str, str]:
        day = row.published.isoformat() if row.published else ""
        value, sign = value_text(row), SIGN[row.qualifier]
        stated = f"{sign}{value} {row.unit}" if sign and value else ""
        entity = "" if row.entity == self.plan.area else row.entity
        if entity:
            self.texts.key(entity, self.plan.entity[entity].name, ENTITY)
        return {
            "Year": str(row.year),
            "Units": row.unit,
            "Series": row.series,
            ENTITY: entity,
            "Vintage": "" if in_force else f"{day} {row.status}".strip(),
            "Observation status": CL_OBS_STATUS[row.status] or row.status.value,
            "DATA_LAST_UPDATE": day,
            "SOURCE_DETAIL": row.source,
            "COMMENT_OBS": "; ".join(filter(None, (stated, row.note))),
            "Value": value,
        }

    def config(self, name: str, results: Sequence[TargetResult]) -> dict[str, Any]:
        """Return how the page is shown."""
        title = self._key("name", self.indicator.name)
        area = self.plan.entity[self.plan.area]
        sources = dict.fromkeys(row.source for row in self.rows if row.source)
        known: dict[str, Any] = {
            "indicator_number": self.indicator.id,
            "indicator_name": title,
            "graph_title": title,
            "graph_type": "line",
            "data_non_statistical": False,
            "reporting_status": "complete",
            "standalone": True,
            "permalink": name,
            "national_geographical_coverage": self.texts.key(area.id, area.name, ENTITY),
        }
        if len(self.units) == 1:
            known["computation_units"] = str(self.units[0])
        lines = [line for each in results for line in self._lines(each)]
        if lines:
            known["graph_target_lines"] = lines
        progress = [option for each in results for option in self._progress(each)]
        if progress:
            known["progress_calculation_options"] = progress
        if self.indicator.proxy is not None:
            known["proxy"] = "proxy"
        if any(row.status is ObsStatus.ILLUSTRATIVE for row in self.rows):
            self.texts.warned = True
            known["data_notice_class"] = "warning"
            known["data_notice_text"] = f"{self.texts.group}.{NOTICE}"
        known["sources"] = [{"organisation": each} for each in sources]
        return known

    def meta(self) -> dict[str, Any]:
        """Return what is said of the indicator, by the concepts of SDMX."""
        found = {
            concept: self._key(key, text)
            for concept, key in CONCEPTS.items()
            if (text := getattr(self.indicator, key)) is not None
        }
        found["OTHER_DOC"] = self.texts.key("document", self.plan.document)
        return found | {"UNIT_MEASURE": ", ".join(self.units)}

    def _key(self, name: str, text: Names) -> str:
        return self.texts.key(f"{self.indicator.id}-{name}", text)

    def _levels(self, result: TargetResult) -> Iterator[tuple[dict[str, Any], list[Decimal]]]:
        """Return the ends of a goal in each unit of the figures, if it is one of such a level.

        Each with what options say of the unit: nothing where there is one alone.
        """
        target = self.plan.target[result.id]
        if target.entity not in (None, self.plan.area) or not has_level(target, self.plan):
            return
        goal = result.target
        ends = [each for each in (goal.value, goal.low, goal.high) if each is not None]
        known = self.plan.known_units
        for unit in self.units:
            only = {"unit": str(unit)} if len(self.units) > 1 else {}
            own = known[result.unit], known[unit]
            yield only, [exactly(convert(Fraction(end), *own)) for end in ends]

    def _lines(self, result: TargetResult) -> Iterator[dict[str, Any]]:
        for only, ends in self._levels(result):
            label = self.texts.key(f"{result.id}-target", self.plan.target[result.id].name)
            for end in ends:
                yield {**only, "label_content": label, "value": end}

    def _progress(self, result: TargetResult) -> Iterator[dict[str, Any]]:
        base, positive = result.baseline, self.indicator.direction == "increase"
        for only, ends in self._levels(result):
            if base is None or len(ends) != 1 or result.path == "none":
                continue
            yield {
                **only,
                "direction": "positive" if positive else "negative",
                "base_year": base.year,
                "target_year": result.target.year,
                "target": ends[0],
            }


def _in_force(rows: Sequence[Observation]) -> Iterator[Observation]:
    """Return the newest row of each entity, year and series; outcomes come first, awaited last."""
    for same in grouped(((row.entity, row.year, row.series), row) for row in rows).values():
        yield max(same, key=_force)


def _force(row: Observation) -> tuple[bool, int, date]:
    return row.status is not ObsStatus.MISSING, row.status.rank, row.published or date.min
