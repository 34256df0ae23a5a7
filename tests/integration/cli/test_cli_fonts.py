"""`fonts`, and `form --font`: what forms are printed in, without a window."""

from pathlib import Path

from fieldsurvey.forms.font_files import NO_LICENCE, font_folders
from tests.integration.cli.conftest import Run
from tests.integration.stand_in_fonts import collection, font


def put(name: str, content: bytes) -> Path:
    """A font of this person's own."""
    folder = font_folders()[-1]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_the_machines_fonts_are_listed_with_what_is_wrong_with_them(run: Run, own_home: Path) -> None:
    path = put("fs.ttf", font("FangSong", chinese="仿宋"))
    put("closed.ttf", font("FZXiaoBiaoSong-B05S", chinese="方正小标宋简体", fs_type=2))
    listed = {face["name"]: face for face in run("fonts", "--json").json["fonts"]}

    assert listed["仿宋"] == {"use": "正文", "name": "仿宋", "path": str(path), "index": 0, "trouble": ""}
    assert listed["方正小标宋简体"]["trouble"] == NO_LICENCE
    assert f"不能用:{NO_LICENCE}" in run("fonts").out


def test_a_form_is_printed_in_a_named_font_or_a_file(run: Run, own_home: Path, laptop: Path, tmp_path: Path) -> None:
    put("fs.ttf", font("FangSong", chinese="仿宋"))
    many = put("many.ttc", collection([font("Song"), font("FZXiaoBiaoSong-B05S")]))
    target = tmp_path / "one.pdf"
    one = ("form", "--out", target, "--case", "L1-000001", "--home", laptop)
    done = run(*one, "--font", "仿宋", "--title-font", f"{many}#1", "--json")

    assert done.status == 0, done.err
    assert done.json["told"] == []
    assert b"+FangSong" in target.read_bytes()
    assert b"+FZXiaoBiaoSong-B05S" in target.read_bytes()
    assert run(*one).status == 0
    assert b"+FangSong" not in target.read_bytes(), "it was for once"


def test_a_font_that_is_not_there_is_told_before_anything_is_printed(run: Run, laptop: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.pdf"
    done = run("form", "--out", target, "--home", laptop, "--font", "没有这种字体")

    assert done.error[0] == "F006"
    assert "没有这种字体" in done.err
    assert not target.exists()


def test_a_kept_font_that_has_gone_is_told_and_the_form_is_printed(run: Run, laptop: Path, tmp_path: Path) -> None:
    settings = laptop / "settings.json"
    before = settings.read_bytes() if settings.exists() else b"{}"
    settings.write_bytes(b'{"body_face":{"path":"/nowhere/fs.ttf","name":"FangSong"}}')
    try:
        done = run("form", "--out", tmp_path / "one.pdf", "--case", "L1-000001", "--home", laptop)
    finally:
        settings.write_bytes(before)

    assert done.status == 0, done.err
    assert "FangSong" in done.out
    assert "[F006]" in done.out
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
