"""The commands there are, and what help says of each; one is loaded only when it is called."""

from __future__ import annotations

from typing import NamedTuple

from clusterplan.cli.language import tr


class Listed(NamedTuple):
    """A command: its module, which has a function of the same name, and its help."""

    module: str
    summary: str
    """Behind its name in the list of all commands."""
    help: str

    @property
    def name(self) -> str:
        """What users type."""
        return self.module.strip("_").replace("_", "-")


COMMANDS = (
    Listed(
        "check",
        tr("The gap report for one year."),
        tr(
            "Report how far the plan is: what is met, on schedule, behind, and what is missing."
            "\n\n"
            "Exit code 0 when the report was made, 1 by --fail-on, 2 when it cannot be made."
        ),
    ),
    Listed(
        "overview",
        tr("Many plans, one row each."),
        tr(
            "Check every plan below a folder and tell of each in one row how many targets are met,"
            " on schedule and behind, which is furthest behind, and how new the figures are; those"
            " in need come first. Folders that begin with a dot, site-packages, templates and links"
            " are passed over."
            "\n\n"
            "Exit code 0 when all plans were checked, 1 by --fail-on, 2 when one could not be"
            " checked: its row has the error, and the others are told all the same."
        ),
    ),
    Listed(
        "site",
        tr("Many plans, or one, as a static site."),
        tr(
            "Make a site of every plan below a folder: an overview, a page per plan and year, a"
            " page per target with its chart, in each language that the plans have; and the numbers"
            " of every page as CSV and JSON. It opens from a folder and from any web server, and"
            " asks for nothing from elsewhere. Only what changed is written; what is no longer"
            " needed is removed, and files that clusterplan did not make stay as they are."
            "\n\n"
            "It needs the extra “report”; where that is missing, it says how to install it."
            "\n\n"
            "Exit code 0 when the site was made, 2 when a plan could not be checked: its row has"
            " the error, it has no pages, and the others are there all the same."
        ),
    ),
    Listed(
        "validate",
        tr("Check the plan and the figures for mistakes."),
        tr(
            "Check plan and actuals files: without PATH the whole data folder."
            "\n\n"
            "Exit code 0 when there is no error, 1 when there is one, 2 for wrong usage."
        ),
    ),
    Listed(
        "targets",
        tr("Every target, milestone and measure."),
        tr("List every target, milestone and measure with the clause it comes from."),
    ),
    Listed(
        "show",
        tr("One target in full."),
        tr(
            "Show a target, milestone or measure in full: its path, every year, every revision with"
            " its source, the arithmetic, what hangs together with it, and a chart."
        ),
    ),
    Listed(
        "trend",
        tr("All years side by side."),
        tr("Show the figure and the verdict of each target in every year, with a sparkline."),
    ),
    Listed(
        "diff",
        tr("What changed between two years."),
        tr("Compare the reports of two years: whose verdict changed, and how each gap moved."),
    ),
    Listed(
        "report",
        tr("A page, a Word document or a workbook to hand on."),
        tr(
            "Write a report to hand on: a self-contained HTML page, a Word document in the shape of"
            " a mid-term evaluation, or an Excel workbook. Without --method every method is asked,"
            " and the report tells where they disagree."
            "\n\n"
            "It needs the extra “report”; where that is missing, it says how to install it."
        ),
    ),
    Listed(
        "export",
        tr("The plan and its figures for other programs."),
        tr(
            "Write all figures, every revision with its status and source, in a format of other"
            " programs: datapackage is a folder with CSV and datapackage.json (Frictionless Data),"
            " with all that the plan says and how its targets stood; opensdg is a folder with data"
            " and metadata as Open SDG takes them; sdmx-csv is one file of SDMX-CSV 2.0, which"
            " needs a mapping to the codes of your data structure."
            "\n\n"
            "Of a folder only files that changed are written, those that are no longer needed are"
            " removed, and files that clusterplan did not make stay as they are."
            "\n\n"
            "Exit code 0 when it was written, 2 when it cannot be, or when the mapping lacks"
            " something: each is told with its line."
        ),
    ),
    Listed(
        "methods",
        tr("The ways of judging progress."),
        tr("Explain a method: formula, cut-offs, edge cases, sources; without NAME, a list."),
    ),
    Listed(
        "import_",
        tr("Figures of a workbook or a foreign CSV into the yearly files."),
        tr(
            "Take figures from an Excel workbook, an OpenDocument spreadsheet or a foreign CSV:"
            " show what is understood and what is not, then add it to the CSV of its year."
            "\n\n"
            "A table may have years or indicators across, or one figure a row; titles, units in"
            " heads, footnotes and totals are told apart. Names are those of the plan in any of its"
            " languages; one that is only near is not taken. A figure that is there already is"
            " left out, a different one becomes a new vintage and needs a later day of"
            " publication. Nothing is ever overwritten, and each row notes its cell."
            "\n\n"
            "Exit code 0 when all was imported or is there already, 1 when something was not"
            " understood (then nothing is written without --partial) or the answer was no, 2 for"
            " wrong usage and files that cannot be read."
        ),
    ),
    Listed(
        "rollup",
        tr("Returns of single units into the figures of a year."),
        tr(
            "Add up returns of single units (CSV or Parquet) to figures of the plan, as rollup.yaml"
            " in the data folder says: show what came of it, then add it to the CSV of the year."
            "\n\n"
            "Every sum is exact. Who is not in the register, is there twice, or is not plausible is"
            " not counted, and told. A figure that would tell of a single unit is suppressed, and"
            " others with it from which it would follow. What was published stays: a different"
            " figure becomes a new vintage and needs a later day of publication. The audit of each"
            " run lies in rollups/ in the data folder."
            "\n\n"
            "It needs the extra “rollup”; where that is missing, it says how to install it."
            "\n\n"
            "Exit code 0 when all was added or is there already, 1 when a file has errors, a"
            " figure cannot be taken or the answer was no, 2 for wrong usage, a broken plan or"
            " definition, and an engine that cannot do it."
        ),
    ),
    Listed(
        "new_year",
        tr("The CSV of a year, with an empty row for each figure of the plan."),
        tr(
            "Make the CSV of a year: a row for each figure that the plan asks for, members of"
            " groups included, with its unit and the figure of the year before in the note, in"
            " the order of who supplies them. Values are left empty, with the status missing."
            "\n\n"
            "Exit code 0 when the file was made, 2 when it is there already or cannot be made."
        ),
    ),
    Listed(
        "init",
        tr("A small plan to begin one's own with."),
        tr(
            "Make a data folder with a small plan and figures for two years, all invented, and"
            " with comments that explain them: replace them piece by piece by your own. With"
            " --from the plan is made of a table of targets; what could not be read is told."
            "\n\n"
            "Exit code 0 when it was made, 2 when DIR is not empty or cannot be written, or"
            " when no target could be read."
        ),
    ),
    Listed(
        "explain",
        tr("What a code of validate means."),
        tr("Explain a rule of validate: what, why, a bad and a good example; without CODE, all."),
    ),
    Listed(
        "schema",
        tr("The JSON Schema of the plan file."),
        tr(
            "Print the JSON Schema of the plan file, or of rollup.yaml, for editors and validators."
        ),
    ),
)
