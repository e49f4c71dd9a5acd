"""Whose figure a cell is: what row, head, caption and user say together, never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from clusterplan.base.messages import say
from clusterplan.importing.amounts import Unclear
from clusterplan.importing.captions import UNKNOWN

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.captions import Caption
    from clusterplan.importing.labels import Said
    from clusterplan.importing.row_labels import Row
    from clusterplan.importing.understanding import Given
    from clusterplan.model.plan import Plan

_Fact = TypeVar("_Fact", str, int)


class Facts:
    """Finds indicator, entity and year of the figures of one table."""

    def __init__(self, plan: Plan, given: Given, caption: Caption) -> None:
        self.plan, self.given, self.caption = plan, given, caption

    def subject(self, row: Row, head: Said) -> str | Unclear:
        """Return the indicator, milestone or measure."""
        if row.subject is None and (doubt := self.caption.doubt("subject")):
            return doubt
        stated = _stated(row.subject, head.subject)
        if len(stated) > 1:
            return Unclear(say("row and column name different indicators"))
        if stated:
            return stated[0]
        if "subject" in row.blank:
            return Unclear(say("the row does not name its indicator"), _FILL)
        if UNKNOWN in self.caption.subjects:
            return Unclear(say("the indicator above is no name of the plan"), _RENAME, wide=True)
        if len(self.caption.subjects) == 1:
            return self.caption.subjects[0]
        hint = say("name it in the table, or give --indicator")
        return self.given.indicator or Unclear(say("the indicator is not named"), hint, wide=True)

    def entity(self, row: Row, head: Said) -> str | Unclear:
        """Return the entity; the plan's own area only where nothing speaks of another."""
        stated = _stated(row.entity, head.entity)
        if len(stated) > 1:
            return Unclear(say("row and column name different entities"))
        if stated:
            return stated[0]
        if "entity" in row.blank:
            return Unclear(say("the row does not name its entity"), _FILL)
        if doubt := self.caption.doubt("entity"):
            return doubt
        if len(self.caption.entities) == 1:
            hint = say("leave the right one, or write it into the table")
            return self._unless_another(self.caption.entities[0], hint)
        return self.given.entity or self._unless_another(self.plan.area, say("give --entity"))

    def _unless_another(self, entity: str, hint: Message) -> str | Unclear:
        """Return an entity, if the title speaks of no other one than those that it lies in."""
        named = self.caption.named | {*self.caption.entities}
        allowed = {entity, self.plan.area, *self.plan.above(entity)}
        for each in self.plan.entities:
            if each.id in named - allowed:
                message = say(
                    "the title speaks of {name}; whose figures these are is not certain",
                    name=each.name,
                )
                return Unclear(message, hint, wide=True)
        return entity

    def year(self, row: Row, head: Said) -> int | Unclear:
        """Return the year."""
        stated = _stated(row.year, head.year)
        if len(stated) > 1:
            return Unclear(say("row and column name different years"))
        if stated:
            return stated[0]
        if "year" in row.blank:
            return Unclear(say("the row does not name its year"), _FILL)
        if len(self.caption.years) > 1:
            years = ", ".join(str(year) for year in self.caption.years)
            message = say("several years stand above: {years}", years=years)
            return Unclear(message, say("put each into the head of its columns"), wide=True)
        return self.caption.years[0] if self.caption.years else self._given_year()

    def _given_year(self) -> int | Unclear:
        """Return the year that the user says, unless a title speaks of another or of a day."""
        year, spoken = self.given.year, self.caption.spoken
        if year is None:
            return Unclear(say("the year is not stated"), say("give --year"), wide=True)
        if spoken:  # whichever of them it is, if not this it is another one
            return year if year in spoken else max(spoken)
        if any(day <= year for day in self.caption.days):
            message = say("the title has a day before the end of {year}", year=str(year))
            return Unclear(message, say("put the year into the head of its columns"), wide=True)
        return year


_FILL = say("fill the cell in: what a merged cell once said is lost in this file")
_RENAME = say("call it as the plan does, or leave the line out")


def _stated(*facts: _Fact | None) -> list[_Fact]:
    return list(dict.fromkeys(fact for fact in facts if fact is not None))
