"""What the command-line library says of wrong usage, in the language of the user.

It has no catalogue for these sentences: they are known by their English form.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec.structs import replace

from clusterplan.base.messages import say
from clusterplan.locale import Locale

SENTENCES = (
    say("No such option: {name} (Possible options: {names})"),
    say("No such option: {name}"),
    say("No such command {name}. Did you mean {names}?"),
    say("No such command {name}."),
    say("Missing command."),
    say("Missing argument {name}."),
    say("Missing option {name}."),
    say("Option {name} requires an argument."),
    say("Option {name} does not take a value."),
    say("Got unexpected extra argument(s) ({words})"),
    say("Got unexpected extra argument ({words})"),
    say("Got unexpected extra arguments ({words})"),
    say("Invalid value for {name}: {why}"),
    say("{value} is not one of {names}."),
)
NEEDLESS = "Value error, "
"""What pydantic, which typer asks, puts before what is wrong with a value."""


def told(error: Any, language: str) -> str:  # noqa: ANN401 # the library's private type
    """Return the usage, where there is help, and what is wrong, each on lines of its own."""
    locale, context = Locale(language), error.ctx
    wrong = _in_language(error.format_message(), locale)
    lines = [locale.say("Error: {message}", message=wrong)]
    if context is not None:
        command = f"{context.command_path} {context.help_option_names[0]}"
        hint = locale.say("Try '{command}' for help.", command=command)
        lines = [context.get_usage(), hint, "", *lines]
    return "\n".join(lines)


def _in_language(text: str, locale: Locale) -> str:
    text = text.removeprefix(NEEDLESS)
    for sentence in SENTENCES:
        if found := _form(sentence.template).fullmatch(text):
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = _in_language(parts["why"], locale)
            return locale.text(replace(sentence, params=tuple(parts.items())))
    return text


@cache
def _form(template: str) -> re.Pattern[str]:
    """Return what a sentence looks like whatever fills it."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template)), re.DOTALL)
