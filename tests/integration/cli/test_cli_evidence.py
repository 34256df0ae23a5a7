"""Evidence by commands: added from files and folders, listed against what is asked, written out."""

from pathlib import Path

from fieldsurvey.case.codes import CODE_TABLES
from tests.integration.cli.conftest import Run
from tests.pictures import jpeg, page_photo, pdf, saved


def folder_with(path: Path) -> Path:
    """A folder with two good files, one broken and one that is none."""
    path.mkdir()
    (path / "sharp.jpg").write_bytes(saved(page_photo(size=(1240, 1650)), "JPEG"))
    (path / "bill.pdf").write_bytes(pdf())
    (path / "cut.jpg").write_bytes(saved(page_photo(size=(1240, 1650)), "JPEG")[:9_000])
    (path / "notes.txt").write_text("nothing")
    return path


def test_a_folder_is_added_once_and_what_is_broken_is_named(run: Run, laptop: Path, tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "phone")
    words = ["case", "evidence", "add", "L1-000003", folder, "--type", "medical_bill", "--home", laptop]
    first = run(*words, "--json")
    assert first.status == 4
    assert {file["name"] for file in first.json["files"]} == {"sharp.jpg", "bill.pdf"}
    assert [(refused["name"], refused["code"]) for refused in first.json["refused"]] == [("cut.jpg", "I101")]
    assert set(first.json) == {"files", "refused", "stopped", "open_visit"}
    again = run(*words)
    assert again.status == 4
    assert "加入 0 份“医疗票据”" in again.out
    assert "没有加入 cut.jpg" in again.out
    listed = run("case", "evidence", "list", "L1-000003", "--home", laptop, "--json").json
    mine = [line for line in listed["evidence"] if line["type"] == "medical_bill" and line["name"]]
    assert {(line["name"], line["state"]) for line in mine} == {("sharp.jpg", "here"), ("bill.pdf", "here")}
    assert run("verify", "--home", laptop).status == 0


def test_a_warning_is_told_and_blocks_nothing(run: Run, laptop: Path, tmp_path: Path) -> None:
    blurred = tmp_path / "b.jpg"
    blurred.write_bytes(saved(page_photo(size=(1240, 1650), blur=8), "JPEG"))
    ran = run("case", "evidence", "add", "L1-000003", blurred, "--type", "diagnosis", "--home", laptop)
    assert ran.status == 0
    assert "请看一眼 b.jpg:不清楚" in ran.out
    assert "加入 1 份" in ran.out


def test_a_member_is_named_by_name_or_row(run: Run, laptop: Path, tmp_path: Path) -> None:
    shown = run("case", "show", "L1-000003", "--home", laptop, "--json").json["document"]["members"]
    for number, who in enumerate((shown[0]["name"], shown[0]["row"])):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(jpeg(seed=number))
        words = ["case", "evidence", "add", "L1-000003", path, "--type", "identity", "--member", who]
        assert run(*words, "--home", laptop).status == 0
    listed = run("case", "evidence", "list", "L1-000003", "--home", laptop, "--json").json["evidence"]
    assert [line["member"] for line in listed if line["type"] == "identity" and line["name"]] == [shown[0]["name"]] * 2
    nobody = ["--type", "identity", "--member", "没有这个人", "--home", laptop]
    assert run("case", "evidence", "add", "L1-000003", tmp_path / "0.jpg", *nobody).error[0] == "H341"


def test_what_is_missing_is_listed_with_its_reason(run: Run, laptop: Path) -> None:
    listed = run("case", "evidence", "list", "L1-000003", "--home", laptop, "--json").json
    assert set(listed) == {"evidence", "asked"}
    assert set(listed["asked"][0]) == {
        "type", "member", "why", "is_required", "source", "is_assumed", "rows", "by", "label", "is_there",
    }  # fmt: skip
    assert {each["type"] for each in listed["asked"]} <= set(CODE_TABLES["evidence_type"])
    told = run("case", "evidence", "list", "L1-000003", "--home", laptop).out
    assert "还缺必须的" in told
    assert "书面申请:每户都要" in told


def test_evidence_is_written_out_into_a_new_folder(run: Run, laptop: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(orientation=3))
    assert run("case", "evidence", "add", "L1-000003", path, "--type", "identity", "--home", laptop).status == 0
    words = ["case", "evidence", "export", "L1-000003", tmp_path / "out", "--home", laptop]
    done = run(*words, "--json")
    assert done.status == 0
    assert set(done.json) == {"written", "refused"}
    assert all(Path(each).stat().st_size for each in done.json["written"])
    assert run(*words).error[0] == "E102"
    assert run("case", "evidence", "export", "L1-999999", tmp_path / "x", "--home", laptop).error[0] == "H306"
