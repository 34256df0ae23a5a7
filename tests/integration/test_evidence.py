"""Evidence on a real home: files and folders taken in, refused one by one, told when doubled, retaken, looked at."""

import os
import sys
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures.errors import PageMissingError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services import intake
from fieldsurvey.services.errors import (
    EvidenceLinkError,
    EvidenceRowMissingError,
    EvidenceTwiceError,
    EvidenceUnfitError,
    FileUnwritableError,
)
from fieldsurvey.services.evidence import Wanted
from fieldsurvey.vault.errors import EvidenceMissingError
from tests.integration.homes import Office, visit
from tests.pictures import CORPUS, bomb, jpeg, page_photo, pdf, saved

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there that a user does not have")


@pytest.fixture
def draft(office: Office) -> str:
    return office.l1.visits.start(None).draft_id


def written(path: Path, content: bytes, *, day: int = 1) -> Path:
    """A file of a day of one long-gone month, so that newer and older are certain."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = 1_700_000_000 + day * 86_400
    os.utime(path, (moment, moment))
    return path


def rows(office: Office, draft: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = office.l1.visits.view(draft).document.get("evidence", [])
    return found


def sealed(office: Office) -> int:
    return len(list(office.folder("l1").glob("evidence/*/*")))


def test_every_kind_is_taken_and_comes_back_byte_for_byte(office: Office, draft: str, tmp_path: Path) -> None:
    contents = {
        "a.jpg": jpeg(after=b"what a camera leaves behind"),
        "b.png": saved(page_photo(size=(300, 400)), "PNG"),
        "c.heic": (CORPUS / "plain.heic").read_bytes(),
        "d.pdf": pdf(pages=3),
        "named.txt": jpeg(seed=2),
    }
    paths = [written(tmp_path / name, content) for name, content in contents.items()]
    taken = office.l1.evidence.take(draft, [Wanted(str(path), "diagnosis", "m1") for path in paths])
    assert taken.refused == []
    assert [file.pages for file in taken.files] == [1, 1, 1, 3, 1]
    found = rows(office, draft)
    assert [row["row"] for row in found] == [file.row for file in taken.files]
    files = [row["file"] for row in found]
    media = ["image/jpeg", "image/png", "image/heic", "application/pdf", "image/jpeg"]
    assert [file["media"] for file in files] == media  # type: ignore[index]  # a file is a mapping
    assert {(row["type"], row["member"]) for row in found} == {("diagnosis", "m1")}
    for file, content in zip(files, contents.values(), strict=True):
        assert office.l1.evidence.read(file["sha256"]) == content  # type: ignore[index]  # a file is a mapping
    assert [path.read_bytes() for path in paths] == list(contents.values())


def test_a_camera_folder_is_shown_newest_first_and_only_what_is_new_is_offered(
    office: Office, draft: str, tmp_path: Path
) -> None:
    phone = tmp_path / "phone"
    written(phone / "DCIM" / "100MEDIA" / "IMG_2.jpg", jpeg(seed=2), day=2)
    known = written(phone / "DCIM" / "Camera" / "IMG_9.jpg", jpeg(seed=9), day=9)
    written(phone / "DCIM" / "Camera" / "IMG_5.HEIC", (CORPUS / "plain.heic").read_bytes(), day=5)
    written(phone / "Download" / "票据.pdf", pdf(), day=7)
    written(phone / "DCIM" / "Camera" / "VID_1.mp4", b"\0\0\0\x18ftypmp42" + bytes(99), day=8)
    written(phone / "DCIM" / "Camera" / "notes.jpg", b"no picture", day=8)
    written(phone / "DCIM" / ".thumbnails" / "1.jpg", jpeg(seed=1), day=30)
    written(phone / "Android" / "data" / "cache.jpg", jpeg(seed=1), day=30)
    office.l1.evidence.add(draft, known, evidence_type="diagnosis")
    plan = office.l1.evidence.plan(draft, office.l1.evidence.look(phone))
    assert [(file.name, file.folder.replace("\\", "/")) for file in plan.found.files] == [
        ("IMG_9.jpg", "DCIM/Camera"),
        ("票据.pdf", "Download"),
        ("IMG_5.HEIC", "DCIM/Camera"),
        ("IMG_2.jpg", "DCIM/100MEDIA"),
    ]
    assert (plan.found.others, plan.found.more) == (2, False)
    assert plan.here == {str(known)}
    assert len(rows(office, draft)) == 1
    glances = [office.l1.evidence.glance_at(Path(file.path)) for file in plan.found.files]
    assert [(glance.state, glance.pages) for glance in glances] == [("here", 1), ("here", 2), ("here", 1), ("here", 1)]
    taken = office.l1.evidence.take(draft, [Wanted(file.path, "medical_bill") for file in plan.found.files])
    assert len(taken.files) == 3
    assert [refused.code for refused in taken.refused] == ["H140"]


def test_a_folder_of_years_offers_the_newest(
    office: Office, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_FILES", 3)
    for day in range(1, 6):
        written(tmp_path / "many" / f"{day}.jpg", jpeg(seed=day), day=day)
    found = office.l1.evidence.look(tmp_path / "many")
    assert [file.name for file in found.files] == ["5.jpg", "4.jpg", "3.jpg"]
    assert found.more


@links
def test_links_are_not_followed(office: Office, draft: str, tmp_path: Path) -> None:
    outside = written(tmp_path / "outside" / "secret.jpg", jpeg())
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.jpg").symlink_to(outside)
    (folder / "away").symlink_to(outside.parent, target_is_directory=True)
    (folder / "dangling.jpg").symlink_to(tmp_path / "nowhere")
    assert office.l1.evidence.look(folder).files == []
    for path in (folder / "link.jpg", folder / "dangling.jpg"):
        with pytest.raises(EvidenceLinkError):
            office.l1.evidence.add(draft, path, evidence_type="diagnosis")
    with pytest.raises(EvidenceLinkError):
        office.l1.evidence.look(folder / "away")
    assert sealed(office) == 0


@links
def test_a_pipe_under_a_picture_s_name_keeps_nobody_waiting(office: Office, draft: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(EvidenceUnfitError):
        office.l1.evidence.add(draft, tmp_path / "pipe.jpg", evidence_type="diagnosis")
    assert [file.name for file in office.l1.evidence.look(tmp_path).files] == []


PHOTO = saved(page_photo(size=(600, 800)), "JPEG")
HOSTILE = {
    "bomb.png": (bomb(30_000, 30_000), "I102"),
    "60m.png": (bomb(10_000, 6_000), "I102"),
    "cut.jpg": (PHOTO[: len(PHOTO) // 2], "I101"),
    "empty.jpg": (b"", "H110"),
    "moving.gif": (saved(page_photo(size=(60, 80)), "GIF"), "H110"),
    "locked.pdf": (pdf(password="geheim"), "I103"),
    "broken.pdf": (b"%PDF-1.4 nothing", "I104"),
    "program.exe": (b"MZ" + bytes(500), "H110"),
    "lying.heic": (b"\0\0\0\x18ftypheic" + bytes(500), "I101"),
}


def test_each_hostile_file_is_refused_by_name_while_the_good_ones_are_taken(
    office: Office, draft: str, tmp_path: Path
) -> None:
    paths = [written(tmp_path / name, content) for name, (content, _) in HOSTILE.items()]
    pdf_as_jpg = written(tmp_path / "really.jpg", pdf())
    paths = [written(tmp_path / "first.jpg", jpeg()), *paths, pdf_as_jpg, tmp_path / "gone.jpg", tmp_path]
    taken = office.l1.evidence.take(draft, [Wanted(str(path), "identity") for path in paths])
    assert [file.name for file in taken.files] == ["first.jpg", "really.jpg"]
    assert {each.name: each.code for each in taken.refused} == {
        **{name: code for name, (_, code) in HOSTILE.items()},
        "gone.jpg": "H110",
        tmp_path.name: "H110",
    }
    assert all(each.sentence.endswith("。") for each in taken.refused)
    assert sealed(office) == 2
    media = [row["file"]["media"] for row in rows(office, draft)]  # type: ignore[index]  # a file is a mapping
    assert media == ["image/jpeg", "application/pdf"]


def test_the_same_file_twice_is_told_and_not_doubled(office: Office, draft: str, tmp_path: Path) -> None:
    first = written(tmp_path / "a.jpg", jpeg())
    office.l1.evidence.add(draft, first, evidence_type="identity")
    again = written(tmp_path / "other name.jpeg", jpeg())
    with pytest.raises(EvidenceTwiceError, match="第 1 份,身份证件"):
        office.l1.evidence.add(draft, again, evidence_type="diagnosis")
    office.l1.visits.finish(draft, later=True)
    case = office.l1.cases.find("").rows[0].case_id
    later = office.l1.visits.start(case).draft_id
    with pytest.raises(EvidenceTwiceError):
        office.l1.evidence.add(later, again, evidence_type="diagnosis")
    elsewhere = office.l1.visits.start(None).draft_id
    assert office.l1.evidence.add(elsewhere, again, evidence_type="diagnosis")
    assert sealed(office) == 1


def test_a_retaken_photo_takes_the_place_and_the_old_one_stays_in_the_history(office: Office, tmp_path: Path) -> None:
    home = office.l1
    draft = home.visits.start(None).draft_id
    bad = saved(page_photo(size=(1240, 1650), blur=8), "JPEG")
    (row,) = home.evidence.take(draft, [Wanted(str(written(tmp_path / "bad.jpg", bad)), "diagnosis", "m")]).files
    assert row.warnings == ("不清楚,可能手抖或没有对焦,请拿稳再拍",)
    case = home.visits.finish(draft, later=True).case_id
    draft = home.visits.start(case).draft_id
    good = saved(page_photo(size=(1240, 1650)), "JPEG")
    taken = home.evidence.replace(draft, row.row, written(tmp_path / "good.jpg", good))
    assert (taken.row, taken.warnings) == (row.row, ())
    (kept,) = rows(office, draft)
    assert (kept["type"], kept["member"]) == ("diagnosis", "m")
    assert home.evidence.read(kept["file"]["sha256"]) == good  # type: ignore[index]  # a file is a mapping
    home.visits.finish(draft, later=True)
    (change,) = [line for line in home.cases.history(case) if line.address.endswith("/file") and line.before]
    assert (change.before, change.after) == ("bad.jpg", "good.jpg")
    assert sealed(office) == 2
    assert home.health.verify().ok


def test_only_a_row_that_is_there_is_retaken(office: Office, draft: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceRowMissingError):
        office.l1.evidence.replace(draft, "nobody", written(tmp_path / "a.jpg", jpeg()))
    row = office.l1.evidence.add(draft, tmp_path / "a.jpg", evidence_type="identity")
    with pytest.raises(EvidenceTwiceError):
        office.l1.evidence.replace(draft, row, tmp_path / "a.jpg")
    before = rows(office, draft)
    with pytest.raises(FieldSurveyError, match="残缺"):
        office.l1.evidence.replace(draft, row, written(tmp_path / "cut.jpg", PHOTO[:3_000]))
    assert rows(office, draft) == before


def test_what_is_stopped_keeps_what_was_taken_and_nothing_half(office: Office, draft: str, tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{number}.jpg", jpeg(seed=number)) for number in range(4)]

    class StopAtTwo(Progress):
        def step(self, count: int = 1) -> None:
            if self.done == 1:
                self.cancel()
            super().step(count)

    taken = office.l1.evidence.take(draft, [Wanted(str(path), "other") for path in paths], progress=StopAtTwo())
    assert taken.stopped
    assert len(taken.files) == len(rows(office, draft)) == sealed(office) == 2
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        office.l1.evidence.look(tmp_path, progress=stopped)


def test_a_kept_file_is_looked_at_page_by_page_and_the_journal_says_so(
    office: Office, draft: str, tmp_path: Path
) -> None:
    office.l1.evidence.add(draft, written(tmp_path / "a.pdf", pdf(pages=2)), evidence_type="other")
    (row,) = rows(office, draft)
    sha256 = row["file"]["sha256"]  # type: ignore[index]  # a file is a mapping
    first, second = office.l1.evidence.page(sha256), office.l1.evidence.page(sha256, 1)
    assert first.pages == 2
    assert first.picture.pixels != second.picture.pixels
    assert max(first.picture.width, first.picture.height) == 2_560
    with pytest.raises(PageMissingError):
        office.l1.evidence.page(sha256, 2)
    assert office.l1.evidence.glance(sha256).pages == 2


def test_a_missing_or_broken_file_is_named(office: Office, draft: str, tmp_path: Path) -> None:
    for number in range(2):
        path = written(tmp_path / f"{number}.jpg", jpeg(seed=number))
        office.l1.evidence.add(draft, path, evidence_type="other")
    hashes = [row["file"]["sha256"] for row in rows(office, draft)]  # type: ignore[index]  # a file is a mapping
    kept = office.l1.evidence._folder
    kept.path_of(hashes[0]).unlink()
    kept.path_of(hashes[1]).write_bytes(b"age-encryption.org/v1\n")
    case = office.l1.visits.finish(draft, later=True).case_id
    glances = [office.l1.evidence.glance(sha256) for sha256 in hashes]
    assert [glance.state for glance in glances] == ["missing", "broken"]
    assert [glance.told[-6:] for glance in glances] == ["[V120]", "[V121]"]
    assert [line.state for line in office.l1.evidence_lists.of_case(case).lines] == ["missing", "broken"]
    with pytest.raises(EvidenceMissingError):
        office.l1.evidence.page(hashes[0])


def test_a_list_says_what_is_there_and_what_is_asked(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王建国", on_dibao=True)
    draft = home.visits.start(case).draft_id
    cause = home.visits.add_row(draft, "causes")
    home.visits.answer(draft, f"causes/{cause}/cause", "6")
    home.evidence.add(draft, written(tmp_path / "a.jpg", jpeg()), evidence_type="diagnosis")
    home.visits.finish(draft, later=True)
    found = home.evidence_lists.of_case(case)
    assert [(line.label, line.name, line.state) for line in found.lines] == [("诊断书", "a.jpg", "here")]
    there = {asked.type: asked.is_there for asked in found.asked}
    assert there["diagnosis"]
    assert not there["medical_bill"]
    assert not there["dibao_proof"]


def test_what_is_written_out_is_upright_and_says_nothing_of_the_place(
    office: Office, draft: str, tmp_path: Path
) -> None:
    turned = jpeg(size=(80, 40), orientation=6)
    assert b"Exif" in turned
    office.l1.evidence.add(draft, written(tmp_path / "a.jpg", turned), evidence_type="identity")
    office.l1.evidence.add(draft, written(tmp_path / "b.pdf", pdf()), evidence_type="other")
    case = office.l1.visits.finish(draft, later=True).case_id
    done = office.l1.evidence_lists.export(case, tmp_path / "out")
    assert [Path(path).name for path in done.written] == ["01-身份证件.jpg", "02-其他.pdf"]
    copy = (tmp_path / "out" / "01-身份证件.jpg").read_bytes()
    assert b"Exif" not in copy
    office.l1.evidence_lists.export(case, tmp_path / "originals", originals=True)
    assert (tmp_path / "originals" / "01-身份证件.jpg").read_bytes() == turned
    with pytest.raises(FileUnwritableError):
        office.l1.evidence_lists.export(case, tmp_path / "out")


def test_a_name_in_no_encoding_is_kept_as_far_as_it_can_be(office: Office, draft: str, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xd5\xef\xb6\xcf.jpg") if sys.platform == "linux" else "诊断.jpg"
    taken = office.l1.evidence.take(draft, [Wanted(str(written(tmp_path / name, jpeg())), "other")])
    assert taken.refused == []
    assert taken.files[0].name.endswith(".jpg")
    assert office.l1.visits.finish(draft, later=True).change_id


def test_nothing_decoded_is_left_on_any_disk(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    """Every kind is taken, glanced at and looked at; no file but the sealed ones has come to be."""
    passing = tmp_path / "passing"
    passing.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(passing))
    draft = office.l1.visits.start(None).draft_id
    contents = {
        "a.jpg": saved(page_photo(size=(1240, 1650)), "JPEG"),
        "b.heic": (CORPUS / "turned.heic").read_bytes(),
        "c.pdf": pdf(),
        "d.png": saved(page_photo(size=(300, 400)), "PNG"),
        "cut.jpg": PHOTO[:9_000],
    }
    before = {path for path in office.root.rglob("*") if path.is_file()}
    paths = [written(tmp_path / "phone" / name, content) for name, content in contents.items()]
    assert len(office.l1.evidence.look(tmp_path / "phone").files) == 5
    for path in paths:
        office.l1.evidence.glance_at(path)
    taken = office.l1.evidence.take(draft, [Wanted(str(path), "identity") for path in paths])
    assert len(taken.files) == 4
    pixels = []
    for row in rows(office, draft):
        sha256 = row["file"]["sha256"]  # type: ignore[index]  # a file is a mapping
        office.l1.evidence.glance(sha256)
        pixels.append(office.l1.evidence.page(sha256).picture.pixels)
    new = {path for path in office.root.rglob("*") if path.is_file()} - before
    assert {path.suffix for path in new} <= {".age", ".db-wal", ".db-shm", ""}
    assert list(passing.rglob("*")) == list(own_home.rglob("*")) == []
    for path in office.root.rglob("*"):
        if path.is_file():
            found = path.read_bytes()
            assert not any(content[:200] in found for content in contents.values())
            assert not any(each[len(each) // 2 :][:64] in found for each in pixels if len(set(each)) > 20)
