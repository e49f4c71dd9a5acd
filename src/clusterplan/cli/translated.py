"""Commands whose help is in the language of the process, and fits the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from clusterplan.cli.language import tr

if TYPE_CHECKING:
    from typer._click import HelpFormatter


class Context(typer.Context):
    """The context of a command."""

    def make_formatter(self) -> HelpFormatter:
        """Return what writes help."""
        from clusterplan.cli.help import Formatter  # noqa: PLC0415 # only for help

        return Formatter(width=self.terminal_width, max_width=self.max_content_width)


class Translated:
    """Help in the language of the process, for the texts that the library brings along."""

    context_class: Any = Context

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 # its private types
        """Write the usage line."""
        pieces = " ".join(map(tr, self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=tr("Usage: "))

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401
        """Return the parameters with their help translated."""
        params = super().get_params(ctx)  # type: ignore[misc] # of the class it is mixed into
        for param in params:
            if getattr(param, "help", None):
                param.help = tr(param.help)
        return params
