"""`clusterplan export`: the plan and its figures for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clusterplan import __version__
from clusterplan.base.messages import say, say_many
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import read_for_report
from clusterplan.cli.exit_codes import OK, BadValue, UsageFailure
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.output import refuse_inputs, write, writing
from clusterplan.cli.site_folder import (
    ForeignFile,
    Manifest,
    put_all,
    put_manifest,
    read_manifest,
    refuse_foreign,
    refuse_within,
    remove,
)
from clusterplan.cli.tables import unreadable
from clusterplan.exporting.data_package import data_package
from clusterplan.exporting.open_sdg import open_sdg
from clusterplan.exporting.sdmx_csv import chosen_figures, collisions, sdmx_csv
from clusterplan.exporting.sdmx_mapping import lacking, read_mapping
from clusterplan.model.observations import ObsStatus
from clusterplan.reading.encoding import read_source
from clusterplan.views.whole_document import Run, dossier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clusterplan.cli.found import Found
    from clusterplan.exporting.sdmx_mapping import Flaw
    from clusterplan.model.observations import Observation

FORMAT = "clusterplan.export/1"
"""Of the list of files in a folder."""


def export(asked: Asked, mapping: Path | None) -> int:
    """Run `clusterplan export`; return the exit code."""
    form = str(asked.format)
    if (form == "sdmx-csv") is (mapping is None):
        raise BadValue(
            "--mapping",
            say("sdmx-csv, and it alone, needs a mapping to the codes of your data structure"),
        )
    if mapping is None and asked.output is None:
        raise BadValue("--output", say("{format} is a folder of files: name it", format=form))
    found = read_for_report(asked, {"YEAR": None}, later=True, scripted=True)
    made_up = not asked.published_only
    rows = [
        row
        for row in found.folder.observations
        if made_up or row.status is not ObsStatus.ILLUSTRATIVE
    ]
    if mapping is not None:
        return _sdmx(asked, mapping, found, rows)
    if form == "opensdg":
        (report,) = found.reports(found.years, last_year=False)
        files = open_sdg(found.inquiry, report, rows)
    else:
        run = Run(__version__, methods_chosen=False, files=())
        remarks = [row for row in found.folder.remarks if made_up or not row.illustrative]
        whole = dossier(found.inquiry, found.years[0], run)
        files = data_package(whole, found.plan, rows, remarks)
    _write_folder(asked, found, files)
    return OK


def _sdmx(asked: Asked, path: Path, found: Found, rows: Sequence[Observation]) -> int:
    """Write SDMX-CSV, or all that the mapping lacks."""
    refuse_inputs(asked.output, files=[path])
    source = read_source(path, str(path), MAX_MAPPING).settled()
    if source.text is None:
        finding = source.findings[0]
        raise UsageFailure(unreadable(str(path), finding.message, finding.hint))
    read = read_mapping(str(source.text), found.plan)
    mapping = read.mapping
    if mapping is None:
        raise _refused(asked, path, read.flaws)
    (report,) = found.reports(found.years, last_year=False)
    chosen = chosen_figures(found.plan, mapping, rows, report)
    flaws = [*read.flaws, *lacking(read, mapping, chosen)]
    if flaws := flaws or collisions(read, found.plan, mapping, chosen):
        raise _refused(asked, path, flaws)
    write(sdmx_csv(found.plan, mapping, chosen).decode(), asked.output, machine=True)
    count = say_many("{count} row", "{count} rows", count=len(chosen))
    left = len(set(rows) - set(chosen))
    asked.mention(
        say(
            "exported {rows}; not in the mapping, or without a number: {left}",
            rows=count,
            left=left,
        )
    )
    return OK


def _refused(asked: Asked, path: Path, flaws: Sequence[Flaw]) -> UsageFailure:
    """Tell all that is wrong with a mapping, each with its place; return the end of the command."""
    for flaw in sorted(flaws, key=lambda each: (each.line, each.column)):
        place = f"{path}:{flaw.line}:{flaw.column}"
        asked.line(unreadable(place, flaw.message, flaw.hint))
    return UsageFailure(say("nothing was exported: complete the mapping first"))


MAX_MAPPING = 4 << 20
"""Bytes: a mapping may list every county of a country."""


def _write_folder(asked: Asked, found: Found, files: Mapping[str, bytes]) -> None:
    """Write the files of a folder, all or none, and remove those that are no longer needed."""
    root = asked.output or Path()
    refuse_within(root, [Path(found.folder.plan_file.file).parent])
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
    with sole_writer(root), writing(root):
        before = read_manifest(root, FORMAT) or Manifest(format=FORMAT)
        try:
            refuse_foreign(root, files, before.own)
        except ForeignFile as foreign:
            raise foreign.refusal from None
        # Who breaks off here may go on: these files are ours from now on.
        _write_manifest(root, {*before.files, *files})
        written = put_all(root, files)
        removed = remove(root, sorted(set(before.files) - set(files)))
        _write_manifest(root, files)
    asked.mention(
        say(
            "exported to {folder}; files: {written} written, {removed} removed",
            folder=str(root),
            written=written,
            removed=removed,
        )
    )


def _write_manifest(root: Path, names: Iterable[str]) -> None:
    manifest = Manifest(format=FORMAT, files=tuple(sorted(names)))
    put_manifest(root, manifest)
