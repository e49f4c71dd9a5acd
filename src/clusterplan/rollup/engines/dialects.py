"""Queries as text: the same tree for every engine, in the dialect of each."""

from __future__ import annotations

import unicodedata
from typing import Literal, TypeAlias

from sqlglot import exp

Dialect: TypeAlias = Literal["duckdb", "spark"]
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if unicodedata.category(sign) == "Zs")
"""What DuckDB trims, up to the blank of Chinese; Spark would leave all but the first of these."""


def written(query: exp.Expr, dialect: Dialect, *, pretty: bool = False) -> str:
    """Return a query in a dialect."""
    told = query.transform(_as_spark_means_it) if dialect == "spark" else query
    return told.sql(dialect, pretty=pretty)


def _as_spark_means_it(node: exp.Expr) -> exp.Expr:
    """Return what has the same meaning for Spark, where sqlglot leaves the words as they are."""
    if isinstance(node, exp.Trim) and node.expression is None:
        blanks = exp.Literal.string(_BLANKS)
        return exp.Trim(this=node.this, expression=blanks, position="BOTH")
    if isinstance(node, exp.RegexpLike):  # for Java, $ stands before a last line break too
        pattern = node.expression.name
        if pattern.endswith("$"):
            node.set("expression", exp.Literal.string(pattern.removesuffix("$") + "\\z"))
    return node
