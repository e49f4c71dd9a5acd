"""What single cells say: as they are seen, or not at all; never another number in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from test_import_hostile import SHEET, changed
from test_import_writing import SAID, lines, run
from workbooks import Rich, Rows, Shown, ods, shared, xls, xlsx

pytestmark = pytest.mark.slow

Make = Callable[..., bytes]
MAKERS = (xlsx, xls, ods)
RAISED, LOWERED, STRUCK = "superscript", "subscript", "strike"
MARKED = "some of it is raised, lowered or struck out"
SCALED = "the cell shows another number than it holds; show it in full"
UNSHOWN = "the cell holds a number and does not show it"
YEAR = "a year typed into this cell counts as days, so another year is shown; set its format"


def beds(*figures: object) -> Rows:
    """Return a table of care beds, of as many districts as there are figures."""
    return (("地区", "养老床位（个）"), *zip(("北区", "南区"), figures, strict=False))  # type: ignore[arg-type]


def output(figure: object) -> Rows:
    return (("指标", "2013"), ("不变价生产总值（亿元）", figure))  # type: ignore[return-value]


def imported(folder: Path, data: bytes, *args: str) -> tuple[str, list[str]]:
    """Return what an import says, with single blanks, and the values that it writes for 2013."""
    done = run(folder, data, "--year", "2013", "--yes", "--partial", *SAID, *args)
    written = (folder / "actuals" / "2013.csv").exists()
    assert done.exit_code in (0, 1), done.output
    values = [line.split(",")[2] for line in lines(folder, 2013)[1:]] if written else []
    return " ".join(done.stdout.split()), values


@pytest.mark.parametrize("make", (*MAKERS, shared))
@pytest.mark.parametrize(
    "parts",
    (
        (("34", ""), ("2", RAISED)),
        (("34", STRUCK), ("56", "")),
        (("34", ""), ("5", RAISED), (".0", "")),
        (("3", ""), ("4", LOWERED)),
    ),
)
def test_a_figure_with_marked_digits_is_refused(
    folder: Path, make: Make, parts: tuple[tuple[str, str], ...]
) -> None:
    said, values = imported(folder, make(beds(Rich(parts), 450)))
    assert f"{MARKED} type again what counts, and nothing beside it" in said
    assert "表1!B2" in said
    assert values == ["450"]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("mark", (RAISED, STRUCK))
def test_a_number_that_is_marked_as_a_whole_is_refused(folder: Path, make: Make, mark: str) -> None:
    said, values = imported(folder, make(beds(Shown(34, mark=mark), 450)))
    assert f"表1!B2 34 {MARKED}" in said
    assert values == ["450"]


@pytest.mark.parametrize("make", (*MAKERS, shared))
def test_names_with_footnote_marks_are_names(folder: Path, make: Make) -> None:
    rows = (
        ("地区", Rich((("养老床位（个）", ""), ("[1]", RAISED)))),
        (Rich((("北区", ""), ("2)", RAISED))), 900),
        (Rich((("西区", STRUCK), ("南区", ""))), 450),
    )
    assert imported(folder, make(rows))[1] == ["900", "450"]


def test_raised_digits_of_a_unit_belong_to_it(folder: Path) -> None:
    rows = (("地区", Rich((("养老床位（m", ""), ("2", RAISED), ("）", "")))), ("北区", 900))
    assert "the unit 平方米 does not fit the indicator" in imported(folder, xlsx(rows))[0]


TYPED = (Shown(2013, "yyyy"), Shown(2013, 'yyyy"年"'))


@pytest.mark.parametrize(
    "data",
    (
        *(make((("指标", year), ("污水处理率(%)", 76))) for make in (xlsx, xls) for year in TYPED),
        xls((("年份", "污水处理率(%)"), (TYPED[0], 76))),
        ods((("指标", Shown(date(1905, 7, 5), "1905")), ("污水处理率(%)", 76))),
    ),
)
def test_a_year_that_was_typed_where_days_are_shown(folder: Path, data: bytes) -> None:
    """2013 is the number of the day 1905-07-05."""
    said, values = imported(folder, data)
    assert f"1905 {YEAR}" in said
    assert values == []


@pytest.mark.parametrize("make", (xlsx, xls))
@pytest.mark.parametrize(
    ("value", "number_format", "reason"),
    (
        (34, ";;;", UNSHOWN),
        (0, "0;-0;;@", UNSHOWN),
        (0, '0;-0;"无"', UNSHOWN),
        (34, '"合格"', UNSHOWN),
        (34, '[>30]"over 30";0', UNSHOWN),
        (34, '[<=34]"30";0', UNSHOWN),
        (0, "#", UNSHOWN),
        (5, '"1"0.0', SCALED),
        (5, '0"0"', SCALED),
        (5, '0"."0', SCALED),
        (5, "00.0*1", SCALED),
        (-5, "0.0;0.0", SCALED),
        (-5, "0.0;[Red]0.0", SCALED),
        (-5, "[>9]0;0.0", SCALED),
        (5, '"("0")"', SCALED),
        (5, '"-"0', SCALED),
        (1.5, "# ?/?", SCALED),
        (40, "0.00E+00", SCALED),
        (6426100, "#,##0,", SCALED),
        (6426100, '0!.0,"万"', SCALED),
    ),
)
def test_a_format_that_shows_another_number(
    folder: Path, make: Make, value: float, number_format: str, reason: str
) -> None:
    said, values = imported(folder, make(beds(Shown(value, number_format), 450)))
    assert reason in said
    assert "表1!B2" in said
    assert values == ["450"]


@pytest.mark.parametrize("make", (xlsx, xls))
@pytest.mark.parametrize(
    ("value", "number_format", "written"),
    (
        (40, "0.00", "40.00"),
        (40, "General", "40"),
        (40.126, "0.00", "40.126"),
        (40.5, "0.##", "40.5"),
        (40, "0.##", "40"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (1234567, "# ##0", "1234567"),
        (0.5, "#.00", "0.50"),
        (-5, "0.0;(0.0)", "-5.0"),
        (-5, "0.0_);[Red](0.0)", "-5.0"),
        (-5, "0;-0;0;@", "-5"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (40, "[>30][Red]0.0;0.00", "40.0"),
        (20, "[>30][Red]0.0;0.00", "20.00"),
        (40, "[DBNum1][$-804]General", "40"),
        (40, "@", "40"),
    ),
)
def test_the_digits_that_are_shown_are_written(
    folder: Path, make: Make, value: float, number_format: str, written: str
) -> None:
    """Hidden digits are kept; a number is never rounded."""
    rows = (("指标", "2013"), ("单位能耗累计变化(%)", Shown(value, number_format)))
    assert imported(folder, make(rows))[1] == ([written])


@pytest.mark.parametrize(
    ("shown", "written"),
    (
        (Shown(40, "40.00"), "40.00"),
        (Shown(40.126, "40.13"), "40.126"),
        (Shown(-5, "(5.0)"), "-5.0"),
        (Shown(0.417, "41.70%"), "41.70"),
        (Shown(5, "15.0"), ""),
        (Shown(0.417, "42.70%"), ""),
        (Shown(-5, "5.0"), ""),
        (Shown(40, ""), ""),
        (Shown(1.5, "1 1/2"), ""),
        (Shown(40, "4.00E+01"), ""),
    ),
)
def test_the_digits_that_an_ods_shows(folder: Path, shown: Shown, written: str) -> None:
    said, values = imported(folder, ods((("指标", "2013"), ("单位能耗累计变化(%)", shown))))
    assert values == ([written] if written else [])
    assert (SCALED in said or UNSHOWN in said) is not bool(written)


def test_per_cent_keeps_its_zeros(folder: Path) -> None:
    for make in (xlsx, xls):
        rows = (("指标", "2013"), ("污水处理率", Shown(0.417, "0.00%")))
        assert imported(folder, make(rows), "--series", make.__name__)[1][-1] == "41.70"


@pytest.mark.parametrize("make", MAKERS)
def test_zeros_alone_make_no_new_vintage(folder: Path, make: Make) -> None:
    """2012 has 75; and on a second sheet the same figure with zeros is the same figure."""
    sheets = {
        name: (("指标", "2012"), ("污水处理率(%)", Shown(75, shown)))
        for name, shown in (("甲", "0.00"), ("乙", "0"))
    }
    if make is ods:
        sheets = {"甲": (("指标", "2012"), ("污水处理率(%)", Shown(75, "75.00")))}
    done = run(folder, make(sheets), "--yes", "--published", "2014-01-01")
    assert "there already (line 7)" in done.stdout
    assert ("the same figure as in 甲!B2: 乙!B2" in done.stdout) is (make is not ods)
    assert "nothing new" in done.stderr


@pytest.mark.parametrize(
    ("data", "currency"),
    (
        (ods(output(Shown(40, "$40.00", currency="USD"))), "USD"),
        (ods(output(Shown(40, "40.00", currency="USD"))), "USD"),
        (ods(output(Shown(40, "¥40", currency="JPY"))), "JPY"),
        (ods(output(Shown(40, "40.00 €", currency=""))), "€"),
        *(
            (make(output(Shown(40, number_format))), currency)
            for make in (xlsx, xls)
            for number_format, currency in (
                ('"$"#,##0.00', "$"),
                ("[$USD] 0.00", "USD"),
                ("[$$-409]#,##0.00", "$"),
                ("#,##0.00 [$€-407]", "€"),
                ("[$HK$]0", "HK$"),
                ("[$¥-411]#,##0", "JPY"),
                ("[$¥-ja-JP]#,##0", "JPY"),
                ('_-"US$"* 0_-', "US$"),
            )
        ),
    ),
)
def test_another_currency_is_refused(folder: Path, data: bytes, currency: str) -> None:
    said, values = imported(folder, data)
    assert f"the figure is in {currency}, not in yuan convert it, or correct the format" in said
    assert values == []


@pytest.mark.parametrize(
    "data",
    (
        ods(output(Shown(40, "¥40.00", currency="CNY"))),
        *(
            make(output(Shown(40, number_format)))
            for make in (xlsx, xls)
            for number_format in (
                '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
                "[$¥-804]#,##0.00",
                '[$CNY] 0.00"亿元"',
                "0.00 [$RMB]",
            )
        ),
        xlsx(output("¥40.00")),
    ),
)
def test_the_sign_of_the_yuan_says_the_currency_not_the_unit(folder: Path, data: bytes) -> None:
    """Offices let Excel write ¥ into tables under 单位：亿元 and 单位：万元 alike."""
    assert imported(folder, data)[1] == ["40.00"]


def test_where_the_yuan_does_not_fit(folder: Path) -> None:
    said, values = imported(folder, xlsx(beds(Shown(34, "[$¥-804]0"), Shown(450, '0"元"'))))
    assert "the unit ¥ does not fit the indicator" in said
    assert "two units: 元 and 个" in said
    assert values == []
    assert "two units: 元 and 亿元" in imported(folder, xlsx(output(Shown(4, '"¥"0"元"'))))[0]


HIDDEN: Rows = (
    ("地区", None, "养老床位（个）"),
    ("北区", "见附表", 900),
    ("西区", None, "?"),
    ("南区", None, 450),
)


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_hidden_is_left_out(folder: Path, make: Make) -> None:
    data = make(HIDDEN, hide=["3", "B"])
    done = run(folder, data, "--year", "2013", "--dry-run", *SAID)
    assert "- 1 hidden row; --hidden takes it: 表1!3\n" in done.stdout
    assert "- 1 hidden column; --hidden takes it: 表1!B\n" in done.stdout
    assert done.exit_code == 0
    assert "表1!A3 西区 no name of the plan" in imported(folder, data, "--hidden", "--dry-run")[0]
    assert imported(folder, make(HIDDEN, hide=["2", "3"]))[1] == ["450"]


GROUP = b'<table:table-row-group table:display="false"><table:table-row>'
NO_STYLES = b"<office:automatic-styles/>"
STYLES = b"""<office:automatic-styles>
<style:style style:name="thin" style:family="table-row">
<style:table-row-properties style:row-height="0cm"/></style:style>
<style:style style:name="bold" style:family="table-cell" style:parent-style-name="struck"/>
<style:style style:name="struck" style:family="table-cell" style:parent-style-name="bold">
<style:text-properties style:text-line-through-type="double"/></style:style>
</office:automatic-styles>"""


def in_ods(data: bytes, *pieces: tuple[bytes, bytes]) -> bytes:
    for old, new in pieces:
        data = changed(data, "content.xml", old, new)
    return data


ROW = b"<table:table-row>"
WESTERN = ROW + b'<table:table-cell office:value-type="string"><text:p>\xe8\xa5\xbf'


@pytest.mark.parametrize(
    "data",
    (
        changed(xlsx(HIDDEN), SHEET, b'<row r="3"', b'<row ht="0" customHeight="1" r="3"'),
        changed(xlsx(HIDDEN), SHEET, b'<row r="3"', b'<row hidden="true" r="3"'),
        in_ods(ods(HIDDEN), (WESTERN, WESTERN.replace(b">", b' table:visibility="filter">', 1))),
        in_ods(
            ods(HIDDEN),
            (NO_STYLES, STYLES),
            (WESTERN, WESTERN.replace(b">", b' table:style-name="thin">', 1)),
        ),
        in_ods(
            ods(HIDDEN),
            (WESTERN, WESTERN.replace(ROW, GROUP)),
            (
                b"</table:table-row></table:table>",
                b"</table:table-row></table:table-row-group></table:table>",
            ),
        ),
    ),
)
def test_rows_can_be_hidden_in_many_ways(folder: Path, data: bytes) -> None:
    said, _ = imported(folder, data)
    assert "hidden row" in said
    assert "西区" not in said


def test_columns_are_hidden_in_ranges(folder: Path) -> None:
    columns = b'<cols><col min="2" max="2" width="0"/><col min="4" max="16384" hidden="1"/></cols>'
    data = changed(xlsx(HIDDEN), SHEET, b"<sheetData>", columns + b"<sheetData>")
    assert "1 hidden column; --hidden takes it: 表1!B" in imported(folder, data)[0]


def test_hidden_rows_and_columns_are_counted(folder: Path) -> None:
    rows = (*HIDDEN, ("东区", None, 1), ("中区", None, 1))
    said, values = imported(folder, xlsx(rows, hide=["2", "3", "6", "5"]))
    assert "4 hidden rows; --hidden takes them: 表1!2:3, 表1!5:6" in said
    assert values == ["450"]


@pytest.mark.parametrize("make", MAKERS)
def test_a_hidden_row_within_a_head_or_a_merged_area(folder: Path, make: Make) -> None:
    """A name in a merged area is seen where its own row is hidden; a figure is still of several."""
    rows = (
        ("地区", "2013"),
        ("隐藏", "隐藏"),
        (None, "养老床位（个）"),
        ("北区", None),
        (None, 900),
        ("南区", 450),
        (None, None),
    )
    said, values = imported(folder, make(rows, ["A4:A5", "B6:B7"], hide=["2", "4", "7"]))
    assert values == ["900"]
    assert "表1!B6 450 one figure stands in a merged cell for several" in said


def test_a_hidden_sheet_still_needs_its_name(folder: Path) -> None:
    data = xlsx({"甲": beds(900), "乙": beds(None, 450)}, hidden=["乙"], hide=["2"])
    said, values = imported(folder, data, "--hidden")
    assert "a hidden sheet; --sheet names it: 乙" in said
    assert values == ["900"]


def test_a_column_that_is_struck_out_as_a_whole(folder: Path) -> None:
    """LibreOffice writes the style of a column's cells once, at the column."""
    struck = b'<table:table-column table:default-cell-style-name="bold"/>'
    plain = b"<table:table-column/>"
    data = in_ods(ods(beds(900, 450)), (NO_STYLES, STYLES), (plain * 2, plain + struck))
    said, values = imported(folder, data)
    assert said.count(MARKED) == 2
    assert values == []


def test_a_comment_in_an_ods_is_no_part_of_its_cell(folder: Path) -> None:
    comment = b"<office:annotation><text:p>2012: 899</text:p></office:annotation><text:p>900"
    data = in_ods(ods(beds(900)), (b"<text:p>900", comment))
    assert imported(folder, data)[1] == ["900"]


def test_what_is_hidden_by_the_million_costs_nothing(folder: Path) -> None:
    many = b'repeated="99999999" table:visibility="collapse"/>'
    column = b"<table:table-column table:number-columns-" + many
    blank = b"<table:table-row table:number-rows-" + many
    data = in_ods(ods(beds(900)), (b"</table:table>", column + blank + b"</table:table>"))
    assert imported(folder, data)[1] == ["900"]
