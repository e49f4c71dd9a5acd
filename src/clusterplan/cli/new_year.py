"""`clusterplan new-year`: the CSV of a year, with an empty row for each figure of the plan."""

from __future__ import annotations

from clusterplan.base.messages import say, say_many
from clusterplan.cli.asked import Asked
from clusterplan.cli.data import find_own_data, read_to_write
from clusterplan.cli.exit_codes import OK, UsageFailure
from clusterplan.cli.given_values import check_file_year, parse_year
from clusterplan.cli.locking import sole_writer
from clusterplan.cli.output import replace_file, write_blocks
from clusterplan.importing.additions import add_rows
from clusterplan.render.document.figures_wanted import suppliers, waiting_rows
from clusterplan.views.figures_wanted import wanted_in


def new_year(asked: Asked, year: str) -> int:
    """Run `clusterplan new-year`; return the exit code."""
    wanted_year = parse_year(year)
    place, locale = find_own_data(asked.data), asked.locale
    with sole_writer(place.folder):
        refusal = say("nothing was written: mend these errors first")
        folder, plan = read_to_write(place, asked, refusal)
        check_file_year(plan, wanted_year)
        path = place.file_of(wanted_year)
        if path.exists() or path.is_symlink():
            raise UsageFailure(say("{path} is there already; nothing was written", path=str(path)))
        wanted = wanted_in(plan, folder.observations, wanted_year)
        if not wanted:
            message = say("the plan asks for no figure of {year}", year=str(wanted_year))
            raise UsageFailure(message)
        rows = waiting_rows(wanted, plan.area, locale)
        path.parent.mkdir(exist_ok=True)
        replace_file(path, add_rows(None, rows, wanted_year).after)
    write_blocks(suppliers(wanted, wanted_year, locale), asked)
    count = say_many("{count} row", "{count} rows", count=len(rows))
    asked.mention(say("made {path} with {rows}", path=str(path), rows=count))
    return OK
