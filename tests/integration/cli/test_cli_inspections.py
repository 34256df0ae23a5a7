"""`check pack`: the files of an inspection, named on the way."""

from pathlib import Path

from tests.integration.cli.conftest import Run
from tests.integration.cli.test_cli_cases import lines_file

MOBILE = "13912345678"


def test_the_pack_is_written_and_named(run: Run, laptop: Path, tmp_path: Path) -> None:
    lines = [{"key": f"p{number}", "name": name, "mobile": MOBILE} for number, name in enumerate(("甘棠", "白芷"))]
    run("case", "import", lines_file(tmp_path / "in.jsonl", *lines), "--source", "督查名单", "--home", laptop)
    ran = run("check", "pack", tmp_path / "督查", "--rule", "ID11B", "--home", laptop, "--json")
    assert ran.status == 0, ran.err
    assert [Path(path).suffix for path in ran.json["paths"]] == [".pdf", ".xlsx"]
    assert all(Path(path).stat().st_size > 1_000 for path in ran.json["paths"])
    assert ran.json["number"] in ran.json["paths"][0]
    refused = run("check", "pack", tmp_path / "in.jsonl", "--home", laptop)
    assert refused.status != 0
    assert len(refused.err.splitlines()) == 1
