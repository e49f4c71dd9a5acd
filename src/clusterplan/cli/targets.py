"""`clusterplan targets`: every commitment with its clause."""

from __future__ import annotations

from clusterplan.cli.data import announce, find_data, raised_limits, require_plan
from clusterplan.cli.exit_codes import OK
from clusterplan.cli.options import (
    Color,
    ColorOption,
    DataOption,
    Format,
    FormatOption,
    LangOption,
    OutputOption,
    QuietOption,
    VerboseOption,
    locale_of,
)
from clusterplan.cli.output import write_document


def targets(
    output_format: FormatOption = Format.AUTO,
    data: DataOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    color: ColorOption = Color.AUTO,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Run `clusterplan targets`; return the exit code."""
    place = find_data(data, output=output, scripted=quiet or output is not None)

    from clusterplan.checks import check_plan  # noqa: PLC0415 # not for --help
    from clusterplan.reading.folder import read_plan_only  # noqa: PLC0415
    from clusterplan.render.document.plan import PlanDocument  # noqa: PLC0415

    locale = locale_of(lang)
    folder = read_plan_only(place.folder, place.name, limits=raised_limits())
    findings = (*folder.findings, *check_plan(folder.plan_file))
    told_nothing = quiet or place.source == "packaged"  # whose warnings nobody can mend
    plan = require_plan(folder, findings, locale, quiet=told_nothing, verbose=verbose)
    announce(data, place, locale)
    write_document(PlanDocument(plan, locale), output_format, color, output)
    return OK
