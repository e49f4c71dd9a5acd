"""The brief: one screen, one page, one mail."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from wcwidth import wcswidth

from folders import indicator, lay_out
from helpers import DATA, EACH_LANGUAGE, refused, run
from test_narrowing import ROWS, STATISTICS, TARGETS, goal, part  # noqa: F401 # a fixture


def printed(*command: str, data: Path) -> str:
    done = run("check", "2008", *command, data=data)
    assert done.exit_code == 0, done.output
    return done.stdout


def message(text: str) -> EmailMessage:
    found = email.message_from_bytes(text.encode(), policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def test_what_is_in_a_brief(part: Path, tmp_path: Path) -> None:  # noqa: F811
    earlier = tmp_path / "earlier.json"
    printed("-f", "json", "-o", str(earlier), data=part)
    figures = part / "actuals" / "2008.csv"
    figures.write_text(figures.read_text("utf-8").replace("170", "220"), "utf-8")
    # 34 of 220 are 15.45%: 0.3455 are missing to 50%, on a way of which 60% are due.
    assert printed("--brief", "--against", str(earlier), data=part).splitlines() == [
        "name: 2008",
        "Targets (3): 1 met early, 2 far behind.",
        "Binding (2): 1 met early, 1 far behind.",
        "Anticipatory (1): 1 far behind.",
        "- Goal share: far behind, gap 34.55 pp; Tax Office",
        "- Goal zones: far behind, gap 80; Tax Office",
        "Since the report on 2008: 1 better, 4 as before.",
        "- better: Goal gdp (ahead → met early)",
        "3 of 3 verdicts rest on published figures alone.",
        "Newest figure published on 31 Dec 2011.",
    ]


@pytest.mark.slow
@EACH_LANGUAGE
@pytest.mark.parametrize("form", ("text", "table", "mail"))
def test_it_is_short_and_narrow(tmp_path: Path, language: str, form: str) -> None:
    """Also where every name is as long as a name may be, in letters or without a blank."""
    earlier = tmp_path / "2007.json"
    run("check", "2007", "-f", "json", "-o", str(earlier), data=DATA)
    long = lay_out(
        tmp_path / "data",
        ROWS,
        *(indicator(each, "个", supplier=STATISTICS) for each in ("gdp", "tax", "zones")),
        years=(2008,),
        title={"zh": "长" * 500, "en": "W" * 500},
        targets=[
            {**goal("zones", "1", 900, 0, unit="个"), "id": f"g{n}", "name": "名" * 200}
            for n in range(40)
        ],
    )
    for data, more in ((DATA, ("--against", str(earlier))), (long, ())):
        text = printed("--brief", "-f", form, "--lang", language, *more, data=data)
        body = text.partition("\n\n")[2] if form == "mail" else text
        assert len(body.splitlines()) <= 20
        assert max(map(wcswidth, text.splitlines())) <= (78 if form == "mail" else 80)


def test_a_mail_can_be_sent(part: Path) -> None:  # noqa: F811
    text = printed("-f", "mail", data=part)
    assert text.splitlines()[0] == "Subject: 2008: 2 of 3 targets behind (name)"
    sent = message(text)
    assert sent.get_content() == printed("--brief", data=part)
    assert (sent.get_content_charset(), sent["Content-Transfer-Encoding"]) == ("utf-8", "8bit")
    chinese = printed("-f", "mail", "--lang", "zh", "--owner", "tax", data=part)
    assert chinese.startswith("Subject: =?utf-8?b?")
    assert message(chinese)["Subject"] == "2008年：2项目标中2项滞后（税务局）"


@pytest.mark.parametrize(
    "options",
    ("--brief -f json", "--brief --explain", "--brief --sort pace", "-f mail --status behind"),
)
def test_what_a_brief_has_no_place_for(part: Path, options: str) -> None:  # noqa: F811
    refused(run("check", "2008", *options.split(), data=part), "a brief is without")


@pytest.mark.slow
@EACH_LANGUAGE
def test_one_page(part: Path, tmp_path: Path, language: str) -> None:  # noqa: F811
    path = tmp_path / "brief.html"
    words = ("report", "2008", "--brief", "-o", str(path), "--lang", language, "--owner", "tax")
    assert run(*words, data=part).exit_code == 0
    html = path.read_text("utf-8")
    told = {"en": ("led by Tax Office", "80"), "zh": ("税务局牵头", "80个")}[language]
    assert all(each in html for each in told)
    assert html.count("gdp") == 1  # which the body only supports
    refused(run(*words[:4], str(tmp_path / "a.xlsx"), data=part), "must end in .html")
