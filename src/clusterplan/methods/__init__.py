"""Ways of judging progress towards a target, one per file; each takes plain numbers.

    >>> from clusterplan import methods
    >>> outcome = methods.judge(
    ...     "eurostat",
    ...     base_year=2005, base=20, year=2008, value=27.5,
    ...     target_year=2010, target="33.33", direction="increase",
    ... )
    >>> outcome.status, round(float(outcome.value), 3)
    ('significant_progress', 1.041)

`NAMES` lists the methods, `judge` asks one of them, `method` returns what it is: formula, labels,
cut-offs, edge cases, sources (what `clusterplan methods` prints). The same numbers can be put to
every method; each takes what it needs of them. Where a method has no answer, the status is
`undefined` and `reason` says why.

A method is a module of this package that holds `METHOD`; it is loaded when it is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from clusterplan.methods.definition import Method, Outcome
    from clusterplan.methods.inputs import Direction, Number, Path, Series, Year

NAMES = ("pace", "eurostat", "opensdg", "unsd", "dns")
"""The registry: every method, each a module of this package. The first gives the verdict."""
SECOND_OPINIONS = NAMES[1:]
"""Those that can stand beside the verdict."""
ALL = "all"
"""Stands for all of them on the command line."""


def method(name: str) -> Method:
    """Return a method.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in NAMES:
        msg = f"no method {name!r}; there are {', '.join(NAMES)}"
        raise ValueError(msg)
    from importlib import import_module  # noqa: PLC0415 # loaded on first use

    found: Method = import_module(f"{__name__}.{name}").METHOD
    return found


def judge(  # noqa: PLR0913 # one argument a number
    name: str,
    *,
    direction: Direction,
    base_year: Year | None = None,
    base: Number | None = None,
    year: Year | None = None,
    value: Number | None = None,
    target_year: Year | None = None,
    target: Number | None = None,
    limit: Number | None = None,
    path: Path = "linear",
    series: Series | None = None,
) -> Outcome:
    """Judge progress by a method.

    Numbers may be int, float (read by its repr: 0.1 is a tenth), Decimal, Fraction, or text such as
    "27.5" or "1/3"; years whole numbers or their text. None stands for what is not known.

    Args:
        name: one of `NAMES`.
        direction: "increase" where more is better, "decrease" where less is.
        base_year: the year of the base.
        base: the value that progress is measured from.
        year: the year that is judged.
        value: its value.
        target_year: the year by which the target is due; for `dns`, None means every year.
        target: the level to reach; None where only the direction is wanted (not for `pace`).
        limit: a natural limit of the values, such as 100 for a share in per cent. Without a target
            it eases the thresholds of `opensdg` close to it; `unsd` counts a value within 1 % of
            the limit of a target at 0 or at the limit as having met it.
        path: for `pace`: "linear" or "compound".
        series: values by year, in any order, as a mapping or as pairs. `dns` takes its trend from
            it. Whatever of base and value is not given is read off it too: the first year up to
            `target_year` and the last. Without a series `dns` takes base and value for the ends of
            its window, which lie 3 to 5 years apart.

    Returns:
        `value` (the method's own measure, a `Fraction` that is exact or good to some 40 digits, or
        None), `status` (one of the method's own words), `standing` (what that means on a scale
        common to all methods) and `reason` (why it is undefined, or why the status does not follow
        from the value).

    Raises:
        ValueError: an unknown method or direction, or something that is not a number.
    """
    from clusterplan.methods.inputs import ask  # noqa: PLC0415 # loaded on first use

    question = ask(
        direction=direction,
        base=(base_year, base),
        now=(year, value),
        target=(target_year, target),
        limit=limit,
        path=path,
        series=series,
    )
    return method(name).answer(question)
