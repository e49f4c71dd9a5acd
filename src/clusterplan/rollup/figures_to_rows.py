"""What is published of a roll-up, as rows for the file of its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterplan.base.messages import printable
from clusterplan.importing.understanding import Found, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clusterplan.rollup.definition import Definition
    from clusterplan.rollup.publishing import Publication, Published


def reading_of(
    found: Publication, definition: Definition, year: int, published: str, audit: str
) -> Reading:
    """Return the figures as an import would have read them.

    The source names where the audit lies: every face of a figure shows it.
    """
    source = printable(" ".join(definition.source.split()))
    return Reading(
        found=[
            Found(
                place="/".join(each.key),
                indicator=each.key.indicator,
                entity=each.key.entity,
                year=year,
                value="" if each.value is None else f"{each.value:f}",
                unit=str(each.figure.unit),
                status=each.status,
                qualifier=each.qualifier,
                published=published,
                series=definition.series or "",
                source=f"{source}; {audit}",
                note="; ".join(_notes(each)),
            )
            for each in found.figures
            if not each.refused
        ]
    )


def _notes(found: Published) -> Iterator[str]:
    if found.value is None:
        return
    count, size = found.coverage
    if count is not None:
        yield f"coverage {count}%" if size is None else f"coverage {count}%, by value {size}%"
    if found.imputed:
        yield f"imputed {found.imputed}%"
