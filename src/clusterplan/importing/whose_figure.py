"""Whose figure a cell is: what row, head, caption and user say together, never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clusterplan.base.messages import say
from clusterplan.importing.captions import UNKNOWN
from clusterplan.importing.understanding import UnclearError

if TYPE_CHECKING:
    from clusterplan.base.messages import Message
    from clusterplan.importing.captions import Caption
    from clusterplan.importing.labels import Said
    from clusterplan.importing.row_labels import Row
    from clusterplan.importing.understanding import Given
    from clusterplan.model.plan import Plan

_DIFFERENT = {
    "subject": say("row and column name different indicators"),
    "entity": say("row and column name different entities"),
    "year": say("row and column name different years"),
}
_BLANK = {
    "subject": say("the row does not name its indicator"),
    "entity": say("the row does not name its entity"),
    "year": say("the row does not name its year"),
}


class Facts:
    """Finds indicator, entity and year of the figures of one table."""

    def __init__(self, plan: Plan, given: Given, caption: Caption) -> None:
        self.plan, self.given, self.caption = plan, given, caption

    def whose(self, row: Row, head: Said) -> tuple[str, str, int]:
        """Return the indicator, milestone or measure, the entity and the year of a figure.

        Raises:
            UnclearError: one of them is not stated, or stated twice.
        """
        if row.subject is None:
            self._doubt("subject")
        subject = _stated("subject", row, head) or self._subject()
        entity = _stated("entity", row, head) or self._entity()
        return subject, entity, _stated("year", row, head) or self._year()

    def _doubt(self, kind: str) -> None:
        if doubt := self.caption.doubt(kind):
            place, text = doubt.place, doubt.text
            raise UnclearError(doubt.message, doubt.hint, wide=True, place=place, text=text)

    def _subject(self) -> str:
        subjects = self.caption.subjects
        if UNKNOWN in subjects:
            hint = say("call it as the plan does, or leave the line out")
            raise UnclearError(say("the indicator above is no name of the plan"), hint, wide=True)
        subject = subjects[0] if len(subjects) == 1 else self.given.indicator
        if subject is None:
            hint = say("name it in the table, or give --indicator")
            raise UnclearError(say("the indicator is not named"), hint, wide=True)
        return subject

    def _entity(self) -> str:
        """Return the plan's own area only where nothing speaks of another."""
        self._doubt("entity")
        if len(self.caption.entities) == 1:
            hint = say("leave the right one, or write it into the table")
            return self._unless_another(self.caption.entities[0], hint)
        return self.given.entity or self._unless_another(self.plan.area, say("give --entity"))

    def _unless_another(self, entity: str, hint: Message) -> str:
        """Return an entity, if the title speaks of no other one than those that it lies in."""
        named = self.caption.named | {*self.caption.entities}
        allowed = {entity, self.plan.area, *self.plan.above(entity)}
        for each in self.plan.entities:
            if each.id in named - allowed:
                message = say(
                    "the title speaks of {name}; whose figures these are is not certain",
                    name=each.name,
                )
                raise UnclearError(message, hint, wide=True)
        return entity

    def _year(self) -> int:
        """Return the year above, or that of the user unless a title speaks of another or a day."""
        years, year, spoken = self.caption.years, self.given.year, self.caption.spoken
        if len(years) > 1:
            listed = ", ".join(str(each) for each in years)
            message = say("several years stand above: {years}", years=listed)
            hint = say("put each into the head of its columns")
            raise UnclearError(message, hint, wide=True)
        if years:
            return years[0]
        if year is None:
            raise UnclearError(say("the year is not stated"), say("give --year"), wide=True)
        if spoken:  # whichever of them it is, if not this it is another one
            return year if year in spoken else max(spoken)
        if any(day <= year for day in self.caption.days):
            message = say("the title has a day before the end of {year}", year=str(year))
            hint = say("put the year into the head of its columns")
            raise UnclearError(message, hint, wide=True)
        return year


def _stated(kind: str, row: Row, head: Said) -> Any:  # noqa: ANN401 # a name, or a year
    """Return the fact that row and column state, None where neither does and none is lost."""
    in_row, in_head = getattr(row, kind), getattr(head, kind)
    if None not in (in_row, in_head) and in_row != in_head:
        raise UnclearError(_DIFFERENT[kind])
    if in_row is None and in_head is None and kind in row.blank:
        hint = say("fill the cell in: what a merged cell once said is lost in this file")
        raise UnclearError(_BLANK[kind], hint)
    return in_row if in_head is None else in_head
