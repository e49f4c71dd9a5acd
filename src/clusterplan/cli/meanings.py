"""Names that are only near known ones: what they mean is asked, and kept in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import say
from clusterplan.cli.exit_codes import UsageFailure, cannot_read
from clusterplan.cli.output import replace_file
from clusterplan.cli.questions import agreed
from clusterplan.importing.additions import UnwritableError, add_other_names
from clusterplan.importing.plan_names import KINDS, NO_NAME, Names, unknown_entity
from clusterplan.reading.folder_layout import PLAN_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clusterplan.cli.found import Place
    from clusterplan.importing.understanding import Near, Problem
    from clusterplan.locale import Locale
    from clusterplan.model.plan import Plan
    from clusterplan.reading.folder import DataFolder


def ask_meanings(problems: Iterable[Problem], plan: Plan, locale: Locale) -> tuple[Near, ...]:
    """Ask of each unknown name whether the nearest known one is meant; return those that are."""
    names = Names(plan)
    places: dict[Near, str] = {}
    for problem in problems:
        if problem.message in (NO_NAME, unknown_entity(problem.text)):
            near = names.near(problem.text)
            if near is not None:
                places.setdefault(near, problem.place)
    meant = []
    for near, place in places.items():
        question = say(
            "{place}: does {text} mean {name}? [y/N] ", place=place, text=near.text, name=near.name
        )
        meant += [near] if agreed(question, locale) else []
    return tuple(meant)


def offer_to_keep(meant: Sequence[Near], place: Place, folder: DataFolder, locale: Locale) -> None:
    """Offer to write names that were confirmed into the plan.

    Raises:
        UsageFailure: they cannot be written; the file is untouched.
    """
    kept = [near for near in meant if near.kind in KINDS]
    path, file = place.folder / PLAN_NAME, folder.plan_file.file
    names = locale.listed([near.text for near in kept])
    question = say("Write {names} into {file}, under also:? [y/N] ", names=names, file=file)
    if not kept or not agreed(question, locale):
        return
    before = folder.plan_file.text.data
    try:
        after = add_other_names(before, file, kept)
        if path.read_bytes() != before:
            raise UsageFailure(say("{file} was changed in the meantime; try again", file=file))
    except UnwritableError as error:
        message = say("{file}: {message}", file=file, message=error.message)
        raise UsageFailure(message) from None
    except OSError as error:
        raise cannot_read(file, error) from None
    replace_file(path, after)
