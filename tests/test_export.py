"""`export`: other programs read every figure back, and nothing in a folder is lost or left."""

from __future__ import annotations

import csv
import errno
import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from frictionless import Package, validate
from frictionless.resources import TableResource
from pysdmx.io.csv.sdmx20.reader import read as read_sdmx
from typer.testing import Result

from clusterplan.base.spreadsheet_text import as_meant, inert
from clusterplan.exporting.figures import CL_OBS_STATUS, has_number, value_text
from clusterplan.model.observations import Observation, ObsStatus
from clusterplan.reading.folder import read_folder
from helpers import COAST, DATA, NAME, PLANS, edit, plan_tree, refused, run, with_towns, write_plan

HEAD = "indicator,entity,value,unit,obs_status,qualifier,published,series,source,note\n"
ROWS = """\
con,,12.50,个,provisional,at_least,2008-03-01,,=cmd(1),"two
lines"
con,,13,个,normal,exact,2009-03-01,,+x,'=quoted
con,town,3,个,illustrative,about,2008-03-01,@s,"-1, us",
con,town,,个,missing,exact,,,,
m,,2007-06-30,date,normal,exact,2008-03-01,,＝x,
"""
TOWNS = (
    {"id": "area", "name": NAME, "kind": "area"},
    {"id": "town", "name": {"zh": "<镇>", "en": "../<script>"}, "kind": "town"},
)
MAPPING: dict[str, Any] = {
    "format": "clusterplan.sdmx-mapping/1",
    "structure": "dataflow",
    "structure_id": "TEST:DF(1.0)",
    "dimensions": [
        {"id": "INDICATOR", "holds": "indicator", "codes": {"con": "CON"}},
        {"id": "REF_AREA", "holds": "entity", "codes": {"area": "AREA", "town": "TOWN"}},
        {"id": "TIME_PERIOD", "holds": "year"},
        {"id": "VINTAGE", "holds": "published"},
        {"id": "SERIES", "holds": "series", "codes": {"": "MAIN", "@s": "S"}},
    ],
    "measures": [{"id": "OBS_VALUE", "holds": "value"}],
    "attributes": [
        {"id": "OBS_STATUS", "holds": "obs_status", "codes": {"illustrative": "X"}},
        {
            "id": "QUALIFIER",
            "holds": "qualifier",
            "codes": {"exact": "E", "about": "A", "at_least": "GE"},
        },
        {"id": "UNIT_MULT", "always": "0"},
        {"id": "SOURCE", "holds": "source"},
        {"id": "NAME_ZH", "holds": "entity_name", "language": "zh"},
        {"id": "NAME", "holds": "entity_name", "language": "en"},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder in which everything is as awkward as it may be."""
    tree = plan_tree(
        indicator={"id": "con"},
        target={"indicator": "con", "baseline": {"value": "1/3"}, "note": "=1+1"},
        entities=TOWNS,
        groups=({"id": "g", "name": NAME, "kinds": ("town",)},),
        milestones=({"id": "m", "clause": "2", "name": NAME, "due": "2008-12-31"},),
    )
    made = tmp_path / "data"
    (made / "actuals").mkdir(parents=True)
    text = yaml.safe_dump(json.loads(json.dumps(tree)), allow_unicode=True, sort_keys=False)
    (made / "targets.yaml").write_text(text.replace("'2008-12-31'", "2008-12-31"), "utf-8")
    (made / "actuals" / "2007.csv").write_text(HEAD + ROWS, "utf-8")
    (made / "remarks").mkdir()
    remark = "commitment,kind,text,text_en,source\nt,reason,'=因,cause,office\n"
    (made / "remarks" / "2007.csv").write_text(remark, "utf-8")
    return made


def export(data: Path, form: str, into: Path | None, *words: str | Path, code: int = 0) -> Result:
    where = () if into is None else ("-o", into)
    done = run("export", "-f", form, *where, *words, data=data)
    assert done.exit_code == code, done.output
    return done


def sdmx(data: Path, mapping: object, tmp_path: Path, *words: str, code: int = 0) -> Result:
    path = tmp_path / "mapping.yaml"
    path.write_text(json.dumps(mapping, ensure_ascii=False, indent=1), "utf-8")
    return export(data, "sdmx-csv", None, "--mapping", path, *words, code=code)


def numbered(data: Path, *, number: bool = True) -> list[Observation]:
    folder = read_folder(data, "data")
    assert folder.plan is not None
    return [row for row in folder.observations if has_number(row, folder.plan) is number]


def told(row: Observation) -> tuple[Any, ...]:
    words = row.indicator, row.entity, row.year, value_text(row), row.unit, row.status.value
    code, published = CL_OBS_STATUS[row.status] or "", row.published or ""
    return (*words, code, row.qualifier.value, published, row.series, row.source, row.note)


def content(into: Path) -> dict[str, bytes]:
    files = (path for path in sorted(into.rglob("*")) if path.is_file())
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in files}


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# Cells


@pytest.mark.parametrize("text", ("=x", "+x", "-x", "@x", "\tx", "\rx", "＝x", "'=x", "''=x", "'x"))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert as_meant(inert(text)) == text
    assert inert(text).startswith("'")


def test_a_plain_text_stays_plain() -> None:
    assert (inert("x=1"), as_meant("'x'"), inert("")) == ("x=1", "'x'", "")


def test_every_status_is_known() -> None:
    assert set(ObsStatus) <= set(CL_OBS_STATUS)
    assert [name for name, code in CL_OBS_STATUS.items() if code is None] == ["illustrative"]


# A Data Package


@pytest.mark.slow
@pytest.mark.parametrize("name", ("shipped", "tea", "coast", "awkward"))
def test_frictionless_reads_every_figure(name: str, folder: Path, tmp_path: Path) -> None:
    data = {"shipped": DATA, "tea": PLANS / "tea", "coast": COAST}.get(name, folder)
    export(data, "datapackage", tmp_path / "out")
    path = str(tmp_path / "out" / "datapackage.json")
    report = validate(path)
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    package = Package(path)
    for table, rows in (("figures", numbered(data)), ("progress", numbered(data, number=False))):
        found = _rows_of(package, table)
        read = (tuple(_read(each) for each in row.to_dict().values()) for row in found)
        assert Counter(read) == Counter(map(told, rows))
    listed = {
        each["name"]: each["path"] for each in json.loads(Path(path).read_text())["resources"]
    }
    assert {*listed.values(), "datapackage.json", "manifest.json"} == set(content(tmp_path / "out"))


def _rows_of(package: Package, table: str) -> list[Any]:
    found = package.get_resource(table) if package.has_resource(table) else None
    return found.read_rows() if isinstance(found, TableResource) else []


def _read(cell: Any) -> Any:
    """Return a cell as rows have it: numbers with their zeros, texts without the quote."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell if isinstance(cell, (int, date)) else as_meant(cell or "") or cell or ""


def test_what_the_plan_says_is_there(folder: Path, tmp_path: Path) -> None:
    export(folder, "datapackage", tmp_path)
    tables = {path.stem: records(path.read_text("utf-8")) for path in tmp_path.glob("*.csv")}
    (target,) = tables["targets"]
    assert (target["value"], target["comparison"], target["year"]) == ("100", ">=", "2010")
    assert json.loads(target["baseline"])["value"] == "1/3"
    assert target["note"] == "'=1+1"
    town = tables["entities"][1]
    assert (town["name_zh"], town["name_en"]) == ("<镇>", "../<script>")
    assert [row["year"] for row in tables["members"]] == [str(year) for year in range(2005, 2011)]
    (remark,) = tables["remarks"]
    assert (remark["commitment"], remark["kind"], remark["text"]) == ("t", "reason", "'=因")
    first = tables["figures"][0]
    assert (first["value"], first["sdmx_obs_status"], first["note"]) == ("12.50", "P", "two\nlines")
    assert tables["progress"][0]["value"] == "2007-06-30"


def test_results_have_bases_goals_and_paths(tmp_path: Path) -> None:
    data = write_plan(tmp_path / "one", "one", ("20", "30"))
    export(data, "datapackage", tmp_path / "out")
    rows = records((tmp_path / "out" / "results.csv").read_text("utf-8"))
    wanted = ("year", "baseline", "goal_value", "path_level", "actual", "pace", "status")
    assert [tuple(row[name] for name in wanted) for row in rows] == [
        ("2006", "0", "100", "20", "", "", "no_data"),
        ("2007", "0", "100", "40", "20", "0.5", "far_behind"),
        ("2008", "0", "100", "60", "30", "0.5", "far_behind"),
    ]


@pytest.mark.slow
def test_results_of_members_and_what_is_asked_of_them(tmp_path: Path) -> None:
    parts = with_towns("east", "west", aggregate="sum", quotas={"east": {"value": 60}})
    goal = parts.pop("target") | {"baseline": {"value": 0}}
    goal["quotas"]["east"]["baseline"] = {"value": 0}
    data = write_plan(tmp_path / "one", "one", (), target=goal, **parts)
    rows = HEAD + "".join(
        f"x,{town},{value},个,normal,exact,2009-03-01,,s,\n"
        for town, value in (("east", 30), ("west", 12))
    )
    (data / "actuals" / "2008.csv").write_text(rows, "utf-8")
    export(data, "datapackage", tmp_path / "out")
    found = records((tmp_path / "out" / "results.csv").read_text("utf-8"))
    wanted = ("target", "member", "goal_value", "path_level", "actual", "gap", "pace")
    assert [tuple(row[name] for name in wanted) for row in found if row["year"] == "2008"] == [
        ("t", "", "100", "60", "42", "58", "0.7"),
        ("t", "east", "60", "", "30", "30", "0.833333333333"),
    ]
    members = records((tmp_path / "out" / "member_results.csv").read_text("utf-8"))
    told = [(row["entity"], row["value"]) for row in members if row["year"] == "2008"]
    assert told == [("east", "30"), ("west", "12")]
    assert validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_import_takes_it_back(folder: Path, tmp_path: Path) -> None:
    export(folder, "datapackage", tmp_path / "out")
    again = tmp_path / "again"
    again.mkdir()
    (again / "targets.yaml").write_bytes((folder / "targets.yaml").read_bytes())
    assert run("import", tmp_path / "out" / "figures.csv", "--yes", data=again).exit_code == 0
    before = [told(row)[:-1] for row in numbered(folder) if row.value is not None]
    assert Counter(told(row)[:-1] for row in numbered(again)) == Counter(before)
    assert any(row.note.endswith("; =quoted") for row in numbered(again))


# SDMX-CSV


@pytest.mark.slow
def test_pysdmx_reads_every_figure(folder: Path, tmp_path: Path) -> None:
    (dataset,) = read_sdmx(sdmx(folder, MAPPING, tmp_path, "-q").stdout)
    assert dataset.structure == "Dataflow=TEST:DF(1.0)"
    found = [tuple(row.values()) for row in dataset.data.to_dict("records")]
    assert found == [
        (
            "CON",
            "AREA",
            "2007",
            "2008-03-01",
            "MAIN",
            "12.50",
            "P",
            "GE",
            "0",
            "'=cmd(1)",
            "名",
            "name",
        ),
        ("CON", "AREA", "2007", "2009-03-01", "MAIN", "13", "A", "E", "0", "'+x", "名", "name"),
        (
            "CON",
            "TOWN",
            "2007",
            "2008-03-01",
            "S",
            "3",
            "X",
            "A",
            "0",
            "'-1, us",
            "<镇>",
            "../<script>",
        ),
        ("CON", "TOWN", "2007", "", "MAIN", "", "O", "E", "0", "", "<镇>", "../<script>"),
    ]


@pytest.mark.slow
def test_the_shipped_plan_as_sdmx(tmp_path: Path) -> None:
    rows = numbered(DATA)
    codes: dict[str, dict[str, str]] = {
        held: {each: f"C{n}" for n, each in enumerate({getattr(row, held): None for row in rows})}
        for held in ("indicator", "entity", "unit", "series", "qualifier")
    }
    mapping = MAPPING | {
        "dimensions": [
            *({"id": held.upper(), "holds": held, "codes": codes[held]} for held in codes),
            {"id": "TIME_PERIOD", "holds": "year"},
            {"id": "VINTAGE", "holds": "published"},
            MAPPING["attributes"][0],
        ],
        "attributes": [],
    }
    (dataset,) = read_sdmx(sdmx(DATA, mapping, tmp_path, "-q").stdout)
    found = dataset.data.to_dict("records")
    assert len(found) == len(rows)
    for row, cells in zip(rows, found, strict=True):
        for held, known in codes.items():
            assert cells[held.upper()] == known[getattr(row, held)]
        assert cells["OBS_VALUE"] == value_text(row)
        assert cells["OBS_STATUS"] == (CL_OBS_STATUS[row.status] or "X")
        assert cells["VINTAGE"] == (row.published.isoformat() if row.published else "")


def changed(**parts: Any) -> dict[str, Any]:
    """Return the mapping with other dimensions and the like, by their ids; None leaves one out."""
    found: dict[str, Any] = json.loads(json.dumps(MAPPING))
    for kind in ("dimensions", "measures", "attributes"):
        found[kind] = [
            each | parts.get(each["id"], {})
            for each in found[kind]
            if parts.get(each["id"], {}) is not None
        ]
    return found | {key: part for key, part in parts.items() if key.islower()}


def test_the_figures_in_force(folder: Path, tmp_path: Path) -> None:
    mapping = changed(VINTAGE=None, SERIES=None, figures="in_force")
    rows = records(sdmx(folder, mapping, tmp_path).stdout)
    assert [(row["REF_AREA"], row["OBS_VALUE"]) for row in rows] == [("AREA", "13"), ("TOWN", "3")]


def test_goals_and_bases_where_a_component_says_so(folder: Path, tmp_path: Path) -> None:
    mapping = changed(VINTAGE={"id": "KIND", "holds": "kind"}, figures="in_force")
    codes: dict[str, str | None] = {"figure": "_Z", "goal": "GOAL", "base": "BASE"}
    refused(sdmx(folder, mapping, tmp_path, code=2), "KIND has no code for: figure, goal, base")
    mapping["dimensions"][3]["codes"] = codes
    rows = records(sdmx(folder, mapping, tmp_path).stdout)
    told = [(row["KIND"], row["TIME_PERIOD"], row["OBS_VALUE"], row["QUALIFIER"]) for row in rows]
    assert told[2:] == [
        ("GOAL", "2010", "100", "GE"),
        ("BASE", "2005", "0.333333333333", "E"),
    ]
    assert rows[2]["SOURCE"] == "d 1"
    codes["base"] = None
    rows = records(sdmx(folder, mapping, tmp_path).stdout)
    assert [row["KIND"] for row in rows] == ["_Z", "_Z", "GOAL"]


def test_null_leaves_rows_out(folder: Path, tmp_path: Path) -> None:
    done = sdmx(folder, changed(OBS_STATUS={"codes": {"illustrative": None}}), tmp_path)
    assert [row["OBS_VALUE"] for row in records(done.stdout)] == ["12.50", "13", ""]
    assert "exported 3 rows; not in the mapping, or without a number: 2" in done.stderr
    short = sdmx(folder, changed(OBS_STATUS={"codes": {}}), tmp_path, "--published-only")
    assert len(records(short.stdout)) == 3


@pytest.mark.parametrize(
    ("parts", "says"),
    (
        (
            {"REF_AREA": {"codes": {}}, "INDICATOR": {"codes": {"x": "X"}}, "OBS_STATUS": None},
            (
                "REF_AREA has no code for: area, town",
                "INDICATOR has no code for: con",
                "obs_status",
            ),
        ),
        ({"OBS_STATUS": {"codes": {}}}, ("OBS_STATUS has no code for: illustrative",)),
        ({"SERIES": {"codes": {"@s": "S"}}}, ("SERIES has no code for: ''",)),
        ({"QUALIFIER": None}, ("no component holds qualifier (add one to attributes)",)),
        ({"TIME_PERIOD": None}, ("no component holds year (add one to dimensions)",)),
        ({"OBS_VALUE": {"holds": "year"}}, ("no component holds value", "measures")),
        ({"INDICATOR": {"id": "ACTION"}}, ("the id ACTION is there already",)),
        ({"SOURCE": {"always": "x"}}, ("SOURCE needs holds or always",)),
        ({"SOURCE": {"codes": {"a": "A"}}}, ("SOURCE takes no codes: it holds source",)),
        ({"SOURCE": {"language": "en"}}, ("SOURCE has no language: it holds source",)),
        ({"VINTAGE": None}, ("1 row has the key of another one", "2007.csv:2 =", "2007.csv:4")),
        ({"structure": "flow"}, ("one of: dataflow",)),
        ({"structure_id": "DF"}, ("structure_id must be the agency", "like STATS:DF_PLAN(1.0)")),
        ({"SOURCE": {"id": "a b"}}, ("id must be a code of SDMX", "like CNY_E8")),
        ({"measures": []}, ("measures must be a longer list",)),
        ({"dimension": []}, ("unknown key dimension", "did you mean dimensions?")),
    ),
)
def test_what_a_mapping_lacks(
    folder: Path, tmp_path: Path, parts: dict[str, Any], says: tuple[str, ...]
) -> None:
    done = sdmx(folder, changed(**parts), tmp_path, code=2)
    refused(done, *says, "nothing was exported: complete the mapping first")
    assert f"{tmp_path / 'mapping.yaml'}:" in done.stderr


def test_the_line_of_what_is_missing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(yaml.safe_dump(changed(INDICATOR={"codes": {"x": "X"}})), "utf-8")
    lines = path.read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if "x: X" in text)
    done = export(folder, "sdmx-csv", None, "--mapping", path, code=2)
    assert f"mapping.yaml:{line}:" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    (
        (("-f", "sdmx-csv"), "needs a mapping"),
        (("-f", "datapackage", "-o", "x", "--mapping", "y"), "needs a mapping"),
        (("-f", "datapackage"), "is a folder of files: name it"),
        (("-f", "opensdg", "-o", DATA / "x"), "lies in the data folder"),
        (("-f", "sdmx-csv", "--mapping", "nowhere.yaml"), "nowhere.yaml"),
        (("-f", "opensdg", "-o", DATA / "README.md"), "README.md"),
    ),
)
def test_what_it_refuses(words: tuple[str, ...], says: str) -> None:
    refused(run("export", *words, data=DATA), says)


def test_a_mapping_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    done = sdmx(folder, MAPPING, tmp_path, "-o", str(path), code=2)
    refused(done, "is a file that is read here")
    assert json.loads(path.read_text("utf-8")) == MAPPING


# Open SDG


def test_the_files_of_open_sdg(folder: Path, tmp_path: Path) -> None:
    export(folder, "opensdg", tmp_path / "out")
    files = content(tmp_path / "out")
    (data,) = (name for name in files if name.startswith("data/"))
    name = data.removeprefix("data/indicator_").removesuffix(".csv")
    assert name.startswith("con~")
    assert files[data].decode() == (
        "Year,Series,Entity,Vintage,Observation status,DATA_LAST_UPDATE,SOURCE_DETAIL,COMMENT_OBS"
        ",Value\n"
        '2007,,,2008-03-01 provisional,P,2008-03-01,\'=cmd(1),"≥ 12.50 个; two\nlines",12.50\n'
        "2007,,,,A,2009-03-01,'+x,'=quoted,13\n"
        "2007,'@s,town,,illustrative,2008-03-01,\"'-1, us\",≈ 3 个,3\n"
        "2007,,town,,O,,,,\n"
    )
    config = yaml.safe_load(files[f"indicator-config/{name}.yml"])
    assert config["graph_target_lines"] == [{"label_content": "p.t-target", "value": 100}]
    assert config["computation_units"] == "个"
    assert config["data_notice_text"] == "p.illustrative"
    assert config["standalone"] is True
    texts = {
        each: yaml.safe_load(files[f"translations/{each}/Entity.yml"]) for each in ("zh", "en")
    }
    assert (texts["zh"]["town"], texts["en"]["town"]) == ("<镇>", "../<script>")


def test_computed_figures_of_targets(tmp_path: Path) -> None:
    export(PLANS / "tea", "opensdg", tmp_path)
    rows = records((tmp_path / "data" / "indicator_tea-share.csv").read_text("utf-8"))
    parts = {
        name: {
            row["Year"]: Decimal(row["Value"])
            for row in records((tmp_path / "data" / f"indicator_{name}.csv").read_text("utf-8"))
            if row["Value"] and not row["Entity"] and not row["Vintage"]
        }
        for name in ("tea-value", "farm-value")
    }
    assert rows
    for row in rows:
        share = parts["tea-value"][row["Year"]] / parts["farm-value"][row["Year"]]
        assert abs(Decimal(row["Value"]) - share) < Decimal("1e-12")
    config = yaml.safe_load((tmp_path / "indicator-config" / "tea-value.yml").read_text("utf-8"))
    (options,) = config["progress_calculation_options"]
    assert (options["target"], options["target_year"], options["base_year"]) == (60, 2015, 2010)


# Folders


@pytest.mark.parametrize("form", ("datapackage", "opensdg"))
def test_a_folder_is_written_again_only_where_it_changed(
    form: str, folder: Path, tmp_path: Path
) -> None:
    into = tmp_path / "out"
    export(folder, form, into)
    before = content(into)
    assert "0 written, 0 removed" in export(folder, form, into).stderr
    assert content(into) == before
    (into / "CNAME").write_text("mine", encoding="utf-8")
    edit(folder / "actuals" / "2007.csv", "m,,2007-06-30,date,normal,exact,2008-03-01,,＝x,\n", "")
    removed = "1 removed" if form == "datapackage" else "0 removed"
    assert removed in export(folder, form, into).stderr
    assert ("progress.csv" in content(into)) is False
    assert (into / "CNAME").read_text("utf-8") == "mine"


def test_foreign_files_stay(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "figures.csv").write_text("mine", encoding="utf-8")
    done = export(folder, "datapackage", tmp_path / "out", code=2)
    refused(done, "figures.csv is there already, and was not made by clusterplan")
    assert content(tmp_path / "out") == {"figures.csv": b"mine"}
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "manifest.json").write_text('{"format": "other"}', encoding="utf-8")
    refused(export(folder, "opensdg", tmp_path / "site", code=2), "is no manifest")


def test_all_files_or_none(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into = tmp_path / "out"
    export(folder, "datapackage", into)
    before = {name: data for name, data in content(into).items() if name != "manifest.json"}
    edit(folder / "actuals" / "2007.csv", "13", "14")
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "results" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    refused(export(folder, "datapackage", into, code=2), "No space left on device")
    after = content(into)
    assert after.pop("manifest.json")
    assert after == before
