"""`clusterplan site`: a static site of one plan or many."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from clusterplan.base.messages import say, say_many
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import raised_limits
from clusterplan.cli.exit_codes import OK, BadValue, UsageFailure
from clusterplan.cli.given_values import parse_day
from clusterplan.cli.libraries import require_libraries
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.many_plans import MANY, Question, not_checked, sought_below
from clusterplan.cli.output import writing
from clusterplan.cli.pool import done_by_many
from clusterplan.cli.progress import progress
from clusterplan.cli.site_folder import (
    BEFORE,
    MANIFEST,
    ForeignFile,
    Manifest,
    digest,
    digest_of,
    made_by,
    put,
    put_archive,
    put_manifest,
    read_manifest,
    refuse_foreign,
    refuse_within,
    remove,
)
from clusterplan.cli.site_plan import Built, Task, build, languages_of
from clusterplan.locale import LANGUAGES
from clusterplan.reading.folder_layout import own_files
from clusterplan.render.site.names import folders_of
from clusterplan.render.site.overview import ARCHIVE, Whole, files_of_all
from clusterplan.render.site.plan import report_file
from clusterplan.views.many_plans import Overview

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from clusterplan.base.messages import Message
    from clusterplan.cli.many_plans import Sought
    from clusterplan.cli.progress import Silent
    from clusterplan.cli.site_folder import Entry


def site(asked: Asked, folder: Path, output: Path, against: Path | None, jobs: int | None) -> int:
    """Run `clusterplan site`; return the exit code."""
    require_libraries("html")
    question = Question(
        year=None,
        day=None if asked.as_of is None else parse_day(asked.as_of),
        asked=asked,
        limits=raised_limits(),
    )
    sought, unlooked = sought_below(folder, None)
    refuse_within(output, (each.place.folder for each in sought))
    earlier = _earlier(against)
    with writing(output):
        output.mkdir(parents=True, exist_ok=True)
    with sole_writer(output), writing(output):
        before = read_manifest(output) or Manifest()
        work = _Site(asked, output, before, question, jobs)
        try:
            built = work.plans(sought, earlier)
            rows = (*(each.row for each in built), *unlooked)
            overview = Overview(
                folder=".",
                year=None,
                as_of=question.day,
                published_only=asked.published_only,
                rows=tuple(sorted(rows, key=lambda row: row.need)),
                gone=() if any(row.moved for row in rows) else None,
            )
            work.rest(built, overview)
        except ForeignFile as foreign:
            raise foreign.refusal from None
    asked.mention(work.told(built))
    if overview.broken:
        raise UsageFailure(not_checked(overview))
    return OK


def _earlier(against: Path | None) -> dict[str, Path] | None:
    """Return the newest report of each plan in an earlier site."""
    if against is None:
        return None
    manifest = read_manifest(against)
    if manifest is None:
        message = say(
            "{folder} is no site: there is no {file} in it", folder=str(against), file=MANIFEST
        )
        raise BadValue("--against", message)
    return {
        path: against / report_file(entry.folder, entry.year)
        for path, entry in manifest.plans.items()
    }


class _Site:
    """A site that is being made: what it was, and what it becomes."""

    def __init__(
        self, asked: Asked, root: Path, before: Manifest, question: Question, jobs: int | None
    ) -> None:
        self.asked, self.root, self.before = asked, root, before
        self.question, self.jobs = question, jobs
        self.made_by = made_by(question)
        self.languages: tuple[str, ...] = ()
        self.folders: dict[str, str] = {}
        self.written = self.removed = 0

    def plans(self, sought: list[Sought], earlier: Mapping[str, Path] | None) -> list[Built]:
        """Build every plan that is not as it was."""
        self.folders = folders_of([each.path for each in sought])
        inputs = {each.path: digest_of(own_files(each.place.folder)) for each in sought}
        self.languages = self._languages(sought, inputs)
        tasks = [self._task(each, inputs[each.path], earlier) for each in sought]
        at_work = sorted(task.folder for task in tasks if task.again)
        if at_work:
            # Who breaks off here may go on: what is in these folders by then is ours.
            self._begin({*self.before.unfinished, *at_work})
        again = [task for task in tasks if task.again]
        with progress(len(again), self.asked.locale, quiet=self.asked.quiet, long=MANY) as bar:
            bar.stage(say("building the site"))
            built = self._built(tasks, bar)
        self.written += sum(each.written for each in built)
        return built

    def _built(self, tasks: list[Task], bar: Silent) -> list[Built]:
        try:
            return list(done_by_many(partial(build, self.question), tasks, self.jobs, bar))
        except ForeignFile as foreign:
            # Of this plan nothing was written, so that whatever is in the way stays foreign.
            self._begin({*self.before.unfinished, *(t.folder for t in tasks)} - {foreign.args[1]})
            raise

    def _begin(self, unfinished: Collection[str]) -> None:
        """Note what is at work, before anything is written."""
        self.before = msgspec.structs.replace(self.before, unfinished=tuple(sorted(unfinished)))
        put_manifest(self.root, self.before)

    def rest(self, built: list[Built], overview: Overview) -> None:
        """Write what all plans share, remove what is no longer needed, and say what there is."""
        own = self.before.own
        entries = {each.row.path: each.entry for each in built if each.entry is not None}
        whole = Whole(
            overview=overview,
            folders={path: entry.folder for path, entry in entries.items()},
            names={each.row.path: each.names for each in built},
            languages=self.languages,
        )
        shared = dict(files_of_all(whole))
        files = (*shared, ARCHIVE)
        refuse_foreign(self.root, files, self.before.own)
        if set(files) - self.before.own:  # or they would be foreign to who goes on after a break
            self.before = msgspec.structs.replace(self.before, files=files)
            put_manifest(self.root, self.before)
        self.written += sum(put(self.root, name, data) for name, data in shared.items())
        numbers = [name for entry in entries.values() for name in entry.files]
        numbers = sorted(name for name in (*numbers, *shared) if _is_in_archive(name))
        self.written += put_archive(self.root, ARCHIVE, numbers)
        manifest = Manifest(
            made_by=self.made_by,
            languages=self.languages,
            plans=dict(sorted(entries.items())),
            files=files,
        )
        self.removed = remove(self.root, sorted(own - manifest.own))
        put_manifest(self.root, manifest)

    def told(self, built: list[Built]) -> Message:
        """Say what was done."""
        count = sum(each.written > 0 for each in built)
        return say(
            "{plans}, of which {changed} changed; files: {written} written, {removed} removed",
            plans=say_many("{count} plan", "{count} plans", count=len(built)),
            changed=count,
            written=self.written,
            removed=self.removed,
        )

    def _languages(self, sought: list[Sought], inputs: Mapping[str, str]) -> tuple[str, ...]:
        """Return the languages that any plan has names in; those of all, if none can be read."""
        spoken: set[str] = set()
        for each in sought:
            entry = self.before.plans.get(each.path)
            known = entry is not None and entry.input == inputs[each.path]
            if spoken != set(LANGUAGES):
                spoken.update(entry.languages if known and entry else languages_of(each.place))
        return tuple(each for each in LANGUAGES if each in spoken) or LANGUAGES

    def _task(self, sought: Sought, hashed: str, earlier: Mapping[str, Path] | None) -> Task:
        before, folder = self.before, self.folders[sought.path]
        entry = before.plans.get(sought.path)
        against = None if earlier is None else earlier.get(sought.path)
        same = (before.made_by, before.languages) == (self.made_by, self.languages)
        again = not (same and entry is not None and self._is_as_it_was(entry, hashed, against))
        own = {
            name for each in before.plans.values() if each.folder == folder for name in each.files
        }
        # What is published tells where a plan lies among the others, and nothing of this machine.
        place = msgspec.structs.replace(sought.place, name=sought.path)
        return Task(
            sought=msgspec.structs.replace(sought, place=place),
            root=self.root,
            folder=folder,
            languages=self.languages,
            input=hashed,
            entry=entry,
            own=None if folder in before.unfinished else frozenset(own),
            against=against,
            again=again,
        )

    def _is_as_it_was(self, entry: Entry, hashed: str, against: Path | None) -> bool:
        """Say whether the files of a plan are still what they were made of, and all there."""
        compared = against is None or _hash_of(against) == entry.before
        there = (os.path.lexists(self.root / name) for name in entry.files)
        return entry.input == hashed and compared and all(there)


def _hash_of(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""


def _is_in_archive(name: str) -> bool:
    """Say whether a file has numbers that stand nowhere else: a target's are its plan's."""
    return name.endswith((".csv", ".json")) and "/targets/" not in name and BEFORE not in name
