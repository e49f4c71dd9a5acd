"""Keep the message catalogues in step with the code: `python tools/catalogues.py`.

Collects every text marked by say(), say_many() or tr() and those of rules, updates each language's
.po file with it, and compiles the .mo files that the program reads. What is new has to be
translated by hand then.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "clusterplan"
DOMAIN = "clusterplan"
TEXTS_OF_A_RULE = (2, 3, 4)
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "say_many": (1, 2),
    "tr": None,
    **dict.fromkeys(("rule", "plan_rule", "record_rule"), TEXTS_OF_A_RULE),
}


def collect() -> Catalog:
    """Return the texts of the code."""
    template = Catalog(project=DOMAIN)
    for _, _, text, *_ in extract_from_dir(SOURCE, keywords=KEYWORDS):
        of_a_rule = len(text) == len(TEXTS_OF_A_RULE) and not isinstance(text, str)
        for each in text if of_a_rule else (text,):
            template.add(each)
    return template


def po_files() -> list[Path]:
    """Return the catalogues, one per language."""
    return sorted((SOURCE / "locale").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(catalogue: Catalog) -> bytes:
    """Return what the .mo file must hold."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> None:
    """Update and compile every catalogue."""
    template = collect()
    for path in po_files():
        catalogue = read(path)
        template.creation_date = catalogue.creation_date  # or every run would change the file
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = "# Texts of clusterplan, kept by tools/catalogues.py."
        catalogue.last_translator, catalogue.msgid_bugs_address = DOMAIN, ""
        catalogue.language_team = path.parts[-3]
        catalogue.revision_date, catalogue.version = catalogue.creation_date, "1"
        with path.open("wb") as file:
            write_po(
                file, catalogue, width=0, sort_output=True, omit_header=False, no_location=True
            )
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    update()
