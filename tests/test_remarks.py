"""What is said beside the figures: read, held against verdicts and days, and told everywhere."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clusterplan import assess, load_actuals, load_plan, load_remarks
from helpers import COAST, DATA, edit, refused, run, started, valid

HEAD = "commitment,kind,text,body,due,state,status,published,source\n"
THIRD_PLANT = {"en": "Bring the third plant on line.", "zh": "第三家工厂投产。"}


@pytest.fixture
def coast(tmp_path: Path) -> Path:
    return shutil.copytree(COAST, tmp_path / "coast")


def write(folder: Path, *rows: str, year: int = 2014, head: str = HEAD) -> Path:
    path = folder / "remarks" / f"{year}.csv"
    path.write_text(head + "".join(f"{each}\n" for each in rows), "utf-8")
    return path


def report_on(data: Path, year: int, *args: str) -> dict[str, Any]:
    found: dict[str, Any]
    found = valid("report", run("check", str(year), "-q", "-f", "json", *args, data=data).stdout)
    return found


def remarks_in(report: dict[str, Any]) -> list[dict[str, Any]]:
    items = (each for kind in ("targets", "milestones", "measures") for each in report[kind])
    return [{"on": each["id"], **told} for each in items for told in each.get("remarks", ())]


def test_json_has_them_and_counts_them() -> None:
    report = report_on(COAST, 2014)
    assert report["remarks"] == {
        "count": 5,
        "actions": 2,
        "overdue": 1,  # the third plant, due in June; the beach is due next year now
        "moved": 1,
        "judgements": 2,
        "differing": 1,  # of the beds; the law was met late indeed
    }
    told = remarks_in(report)
    said = [(each["on"], each["kind"], each["status"], each["compared"]) for each in told]
    assert said == [
        ("output-doubled", "action", None, None),
        ("beds-north", "judgement", "met", "better"),
        ("beds-north", "risk", None, None),
        ("harbour-law", "judgement", "met_late", "same"),
        ("beach-care", "action", None, None),
    ]
    assert told[0] == {
        "on": "output-doubled",
        "kind": "action",
        "year": 2012,  # nobody has closed it since
        "text": THIRD_PLANT,
        "body": {"id": "planning", "name": {"zh": "发展改革局", "en": "Planning Office"}},
        "due": "2014-06-30",
        "state": "not_started",
        "overdue": True,
        "status": None,
        "compared": None,
        "published": "2013-04-01",
        "source": "invented",
        "illustrative": False,
    }
    moved = {"was": "2013-06-30", "published": "2015-04-01", "source": "invented"}
    assert (told[-1]["due"], told[-1]["moved"]) == ("2015-10-31", [moved])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "args", "overdue"),
    (
        (2012, (), []),
        (2013, (), ["beach-care"]),
        (2014, (), ["output-doubled"]),
        (2014, ("--as-of", "2014-06-30"), ["beach-care"]),  # the plant may be done today
        (2014, ("--as-of", "2014-07-01"), ["output-doubled", "beach-care"]),
        (2014, ("--as-of", "2015-03-31"), ["output-doubled", "beach-care"]),
        (2014, ("--as-of", "2015-04-01"), ["output-doubled"]),
        (2014, ("--as-of", "2015-11-01"), ["output-doubled", "beach-care"]),
        (2014, ("--as-of", "2013-03-31"), []),  # nothing was said by then
    ),
)
def test_an_action_is_overdue_on_the_day_of_the_report(
    year: int, args: tuple[str, ...], overdue: list[str]
) -> None:
    told = remarks_in(report_on(COAST, year, *args))
    assert [each["on"] for each in told if each["overdue"]] == overdue


@pytest.mark.parametrize(("state", "late"), (("under_way", True), ("done", False)))
def test_who_says_after_its_day_that_it_goes_on_says_that_it_is_overdue(
    coast: Path, state: str, *, late: bool
) -> None:
    first = "beach-care,action,Sand.,planning,2015-01-31,not_started,,2014-06-01,s"
    write(coast, first, f"beach-care,action,sand. ,planning,,{state},,2015-03-01,s")
    (told,) = (each for each in remarks_in(report_on(coast, 2014)) if each["year"] == 2014)
    assert (told["due"], told["state"], told["overdue"]) == ("2015-01-31", state, late)


@pytest.mark.slow
def test_an_action_is_told_until_it_is_closed(coast: Path) -> None:
    closed = "beach-care,action,Dredge the west beach.,planning,,dropped,,2014-04-01,s"
    write(coast, closed, year=2013)
    # Another body, or other words, is another action.
    write(coast, "beach-care,action,Sand.,civil-affairs,,,,2015-04-01,s")

    def states(year: int) -> list[str | None]:
        report = report_on(coast, year, "--target", "beach-care")
        return [each["state"] for each in remarks_in(report)]

    told = [[], ["under_way"], ["dropped"], [None]]
    assert list(map(states, (2011, 2012, 2013, 2014))) == told


def test_an_action_of_which_a_part_is_invented_is_marked(coast: Path) -> None:
    first = "sewage,action,Pipe.,planning,2015-06-30,,,2015-01-01,illustrative"
    write(coast, first, "sewage,action,Pipe.,planning,,under_way,,2015-02-01,s")
    (told,) = remarks_in(report_on(coast, 2014, "--target", "sewage"))
    assert (told["source"], told["illustrative"]) == ("s", True)


def test_what_a_body_says_later_replaces_what_it_said(coast: Path) -> None:
    write(
        coast,
        "sewage,reason,One.,planning,,,,2015-01-01,s",
        "sewage,reason,Two.,planning,,,,2015-02-01,s",
        "sewage,reason,Three.,planning,,,,2015-02-01,s",
        "sewage,reason,Four.,civil-affairs,,,,2014-02-01,s",
        "sewage,risk,Five.,planning,,,,,s",
    )
    told = remarks_in(report_on(coast, 2014, "--target", "sewage"))
    assert [each["text"]["en"] for each in told] == ["Four.", "Two.", "Three.", "Five."]
    earlier = remarks_in(report_on(coast, 2014, "--target", "sewage", "--as-of", "2015-01-15"))
    assert [each["text"]["en"] for each in earlier] == ["Four.", "One."]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("on", "status", "compared"),
    (
        ("beds-north", "behind", "worse"),
        ("beds-north", "not_due", "same"),  # of one rung with on schedule
        ("inflation", "kept", "same"),
        ("sewage", "behind", "unclear"),  # there is no figure, hence no verdict
        ("harbour-law", "met", "better"),
        ("harbour-law", "overdue", "worse"),
        ("beach-care", "done", "unclear"),
    ),
)
def test_a_judgement_stands_beside_the_verdict(
    coast: Path, on: str, status: str, compared: str
) -> None:
    write(coast, f"{on},judgement,Text.,,,,{status},2015-02-01,s")
    report = report_on(coast, 2014)
    (told,) = (each for each in remarks_in(report) if each["kind"] == "judgement")
    assert told["compared"] == compared
    assert report["remarks"]["differing"] == (compared in ("better", "worse"))


SLIPS = {
    "nobody,reason,Text.,,,,,2015,s": "2:1: CP702 error: unknown commitment nobody (",
    "jobs,reason,Text.,,,,,2015,s": "2:1: CP702 error: unknown commitment jobs (",
    "sewage,Reason,Text.,,,,,2015,s": "2:8: CP703 error: unknown kind Reason (did you mean reason?",
    "sewage,risk, ,,,,,2015,s": "2:13: CP704 error: the text is empty",
    f"sewage,risk,{'long' * 501},,,,,2015,s": "2:13: CP704 error: the text has 2004 characters",
    "sewage,risk,T.,plannin,,,,2015,s": "2:16: CP705 error: unknown body plannin (did you mean",
    "sewage,judgement,T.,,,,no_data,2015,s": "2:24: CP706 error: unknown status no_data",
    "harbour-law,judgement,T.,,,,ahead,2015,s": "2:29: CP706 error: unknown status ahead (",
    "beach-care,judgement,T.,,,,met,2015,s": "2:28: CP706 error: unknown status met (",
    "sewage,judgement,T.,,,,,2015,s": "2:24: CP707 error: the judgement has no status",
    "sewage,risk,T.,,2015,,,2015,s": "2:17: CP708 error: due is for actions alone",
    "sewage,action,T.,,2015-02-30,,,2015,s": "2:19: CP207 error: 2015-02-30 is not a date",
    "sewage,action,T.,,,begun,,2015,s": "2:20: CP208 error: unknown state begun",
    "sewage,risk,T.,,,,,tomorrow,s": "2:20: CP207 error: tomorrow is not a date",
    "sewage,risk,T.,,,,2015,s": "2:1: CP106 error: 8 cells where the header has 9",
    'sewage,risk,"T.,,,,,2015,s': "2:13: CP107 error: a quote opens here and never closes",
    "sewage,risk,T.,,,,,2013,s": "2:20: CP709 warning: published before 2014 began",
}


@pytest.mark.parametrize(("row", "says"), SLIPS.items())
def test_a_slip_is_told_with_its_place_and_alone(coast: Path, row: str, says: str) -> None:
    path = write(coast, row)
    done = run("validate", str(path), "-f", "text")
    (line,) = done.stdout.splitlines()
    assert f"/remarks/2014.csv:{says}" in line
    assert done.exit_code == (" error:" in says)


def test_a_row_has_all_its_slips_told_and_a_report_is_refused(coast: Path) -> None:
    path = write(coast, "sewage,risks,T.,nobody,2015-13,,on_track,?,s")
    codes = [
        line.split()[1] for line in run("validate", str(path), "-f", "text").stdout.splitlines()
    ]
    assert codes == ["CP703", "CP705", "CP207", "CP706", "CP207"]
    done = run("check", "2014", data=coast)
    assert (done.exit_code, done.stdout) == (2, "")
    assert run("check", "2013", "-q", data=coast).exit_code == 0  # which has no use for them


@pytest.mark.parametrize(
    ("head", "says"),
    (
        ("commitment,kind,text,text_english", "1:22: CP102 error: unknown column text_english"),
        ("commitment,kind", "1:1: CP101 error: missing columns: text"),
        ("a,b", "1:1: CP101 error: no column has a known name (the first line names the columns: "),
        ("commitment;kind;text", "1:1: CP104 error"),
        (HEAD.strip(), "1:1: CP108 error"),
    ),
)
def test_a_header_is_held_to_the_columns(coast: Path, head: str, says: str) -> None:
    path = write(coast, head=f"{head}\n")
    (line,) = run("validate", str(path), "-f", "text").stdout.splitlines()
    assert f"/remarks/2014.csv:{says}" in line


def test_texts_may_be_in_any_language_but_only_once_in_the_plans_own(coast: Path) -> None:
    row = "sewage,risk,Slow.,Lent.,慢。,2015,s"
    path = write(coast, row, head="commitment,kind,text,text_fr,text_zh-Hans,published,source\n")
    (told,) = remarks_in(report_on(coast, 2014, "--target", "sewage"))
    assert told["text"] == {"zh": "慢。", "en": "Slow.", "fr": "Lent.", "zh-Hans": "慢。"}
    edit(coast / "targets.yaml", "id: coast-2011", "id: coast-2011\nlanguage: fr")
    assert "CP102 error: unknown column text_fr" in run("validate", str(path)).stdout


def test_a_file_may_be_in_gb18030_and_is_limited(coast: Path) -> None:
    path = write(coast, "sewage,risk,进度慢。,,,,,2015,s")
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert "CP008 notice" in run("validate", str(path)).stdout
    with path.open("ab") as file:
        file.truncate((16 << 20) + 1)
    assert (
        "CP003 error: the file is larger than 16777216 bytes" in run("validate", str(path)).stdout
    )


def test_only_files_of_years_with_a_report_stand_in_the_folder(coast: Path) -> None:
    for name in ("2010.csv", "remarks.csv", "2014.xlsx"):
        (coast / "remarks" / name).write_bytes(b"x")
    done = run("validate", str(coast / "remarks"), "-f", "text")
    told = [line.partition("/remarks/")[2].split(" (")[0] for line in done.stdout.splitlines()]
    assert told == [
        "2010.csv: CP701 error: not the file of a year from 2011 to 2015",
        "2014.xlsx: CP111 warning: this spreadsheet is not read",
        "remarks.csv: CP701 error: not the file of a year from 2011 to 2015",
    ]


def test_no_report_goes_where_remarks_are_read(coast: Path) -> None:
    out = coast / "remarks" / "2013.csv"
    refused(
        run("check", "2014", "-f", "csv", "--output", str(out), data=coast),
        "would be read with the plan: write to another folder",
    )


@pytest.mark.parametrize(
    ("language", "says"),
    (
        (
            "en",
            (
                "1 of 2 actions overdue: Output doubled (Planning Office; due 30 Jun 2014).",
                "Bodies judge otherwise in 1 of 2: Care beds in the North met, not on schedule.",
                (
                    "- Care of the beaches: Action (Planning Office; due 31 Oct 2015; under way; at"
                    " first due 30 Jun 2013; of 1 Apr 2015): Dredge the west beach."
                ),
                (
                    "- Care beds in the North: ≥ 1,200 by 2015 instead of ≥ 1,000 by 2015, decided"
                    " on 31 Dec 2013 (decision 7 of 2013)"
                ),
                (
                    "- Care of the beaches, “Dredge the west beach.”: due 31 Oct 2015 instead of"
                    " 30 Jun 2013, published on 1 Apr 2015 (invented)"
                ),
            ),
        ),
        (
            "zh",
            (
                "2项举措中有1项逾期未完成：翻一番（发展改革局；2014年6月30日前完成）。",
                "- 北区养老床位：风险（民政局；2015年4月1日公布）：应聘护理人员不足。",
            ),
        ),
    ),
)
def test_text_and_markdown_tell_them(language: str, says: tuple[str, ...]) -> None:
    for form in ("text", "markdown"):
        done = run("check", "2014", "-q", "-f", form, "--lang", language, data=COAST)
        told = done.stdout.replace("\\", "")
        assert [each for each in says if f"{each}\n" not in told.replace("  \n", "\n")] == []


def test_a_goal_is_told_as_changed_from_the_day_of_the_decision() -> None:
    for day, count in (("2013-12-30", 0), ("2013-12-31", 1)):
        report = report_on(COAST, 2013, "--as-of", day)
        (beds,) = (each for each in report["targets"] if each["id"] == "beds-north")
        assert len(beds.get("amended", ())) == count
    (change,) = beds["amended"]
    was = {"terms": "value", "unit": "个", "value": 1000, "low": None, "high": None, "year": 2015}
    assert change == {
        "date": "2013-12-31",
        "source": "decision 7 of 2013",
        "was": was,
        "now": was | {"value": 1200},
    }


def test_a_terminal_and_a_brief_tell_what_is_overdue() -> None:
    screen = run("check", "2014", "-q", "-f", "table", data=COAST).stdout
    assert "Remarks: 5; clusterplan show TARGET tells them." in screen
    assert "1 of 2 actions overdue: Output doubled (Planning Office; due 30 Jun 2014)." in screen
    brief = run("check", "2014", "-q", "--brief", data=COAST).stdout
    assert "1 of 2 actions overdue: Output doubled (Planning Office; due 30 Jun 2014)." in brief
    for words in ("--brief", "-f mail"):
        lines = run("check", "2008", "-q", *words.split(), data=DATA).stdout.splitlines()
        at = lines.index(
            "1 of 3 actions overdue: Specialised villages † (provincial SME bureau; due 15"
        )
        assert lines[at + 1 : at + 3] == [
            "Dec 2008).",
            "† beside a remark: invented to show the tool at work, and said by nobody.",
        ]


def test_show_tells_those_on_one() -> None:
    shown = run("show", "beds-north", "2014", "-q", data=COAST).stdout
    assert "- Risk (Civil Affairs; of 1 Apr 2015): Too few nurses apply." in shown
    assert "Dredge" not in shown


def test_a_narrowed_report_counts_its_own() -> None:
    assert report_on(COAST, 2014, "--owner", "planning")["remarks"]["count"] == 2
    assert "remarks" not in report_on(COAST, 2014, "--target", "sewage")


@pytest.mark.slow
def test_what_was_made_up_is_marked_and_can_be_left_out() -> None:
    report = report_on(DATA, 2008)
    assert report["remarks"]["count"] == 6
    assert all(each["illustrative"] for each in remarks_in(report))
    assert "remarks" not in report_on(DATA, 2008, "--published-only")
    text = run("check", "2008", "-q", "-f", "text", data=DATA).stdout
    told = [line for line in text.splitlines() if "Example: " in line]
    assert len(told) == 7  # six remarks, and a deadline that moved
    assert all(line.endswith(" †") for line in told)
    assert "† beside a remark: invented to show the tool at work, and said by nobody." in text
    strict = run("validate", "--strict", "--select", "CP714", str(DATA), "-f", "text")
    assert strict.exit_code == 1


@pytest.mark.slow
def test_documents_tell_them(tmp_path: Path) -> None:
    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    for path in (page, book):
        run("report", "2014", "-q", "-o", str(path), data=COAST)
    text = page.read_text("utf-8")
    assert "<li>Risk (Civil Affairs; of 1 Apr 2015): Too few nurses apply.</li>" in text
    assert "<li>Harbour law: Own judgement (Port Authority; met late;" in text
    assert text.count("decision 7 of 2013") == 1
    assert "remarks/2014.csv" in text  # among the files read, with its hash
    head, *rows = openpyxl.load_workbook(book)["Remarks"].values
    named = [dict(zip(head, row, strict=True)) for row in rows]
    (late,) = (each for each in named if each["Overdue"] == "yes")
    assert (late["Id"], late["Body"]) == ("output-doubled", "Planning Office")
    assert str(late["Due"]).startswith("2014-06-30")
    (judged,) = (each for each in named if each["Id"] == "beds-north" and each["Own judgement"])
    assert (judged["Own judgement"], judged["Verdict"]) == ("met", "on schedule")


def test_python_has_them() -> None:
    plan, rows, remarks = load_plan(COAST), load_actuals(COAST), load_remarks(COAST)
    assert len(remarks) == 8
    assert assess(plan, rows, 2014, remarks=remarks).remarks["count"] == 5
    assert assess(plan, rows, 2014).remarks == {}


@pytest.mark.slow
def test_who_has_none_does_not_load_their_reader(coast: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from clusterplan.cli.app import app;"
        f"app(['check', '2014', '-q', '--data', {str(coast)!r}], standalone_mode=False);"
        "print('clusterplan.reading.remarks_file' in sys.modules)"
    )
    assert started(sys.executable, "-c", code).stdout.endswith("True\n")
    shutil.rmtree(coast / "remarks")
    assert started(sys.executable, "-c", code).stdout.endswith("False\n")
