"""Hold a five-year plan to account: targets in YAML, actual figures in CSV, exact gap reports.

The public API loads on first use: `load_plan`, `load_actuals`, `load_remarks`, `assess`, and the
ways of judging in `clusterplan.methods`, which take plain numbers.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from clusterplan import methods as methods
    from clusterplan.api import DataError as DataError
    from clusterplan.api import assess as assess
    from clusterplan.api import load_actuals as load_actuals
    from clusterplan.api import load_plan as load_plan
    from clusterplan.api import load_remarks as load_remarks

__version__ = "0.1.0"
__all__ = [
    "DataError",
    "__version__",
    "assess",
    "load_actuals",
    "load_plan",
    "load_remarks",
    "methods",
]


def __getattr__(name: str) -> object:
    if name == "methods":
        from importlib import import_module  # noqa: PLC0415 # loaded on first use

        return import_module(f"{__name__}.methods")
    if name in __all__:
        from clusterplan import api  # noqa: PLC0415 # loaded on first use

        return getattr(api, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
