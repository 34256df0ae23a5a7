"""Nothing readable on any disk: after a full day's work every byte is searched for what was entered."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.app import open_home
from fieldsurvey.store.database import PLAIN_HEADER
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import CostRefusedError
from tests.integration.homes import COST, ORGANISATION, PASSPHRASE, STAFF, Office, enrol, visit
from tests.pictures import jpeg

IDENTITY = {"type": "id_card", "number": "11010519491231002X"}
BANK = {"bank": "城乡商业银行", "holder": "欧阳建国", "number": "6217000010001234567"}
THEIRS = "她自己想的一长串新口令"
EVIDENCE = jpeg(after=b"a photograph that nobody but the office may see " * 200)

# What must be nowhere. The organisation and its codes stand in home.json and the names of staff in keyslots.json by
# design: both are shown before anybody has signed in.
SECRETS = [
    "欧阳建国",
    "其木格娜",
    "河畔街七十三号",
    IDENTITY["number"],
    "1949-12-31",
    "13812345678",
    BANK["bank"],
    BANK["number"],
    "种子公司仓库",
    "家中老人长期服药",
    "电话里说得很急",
    "确诊尿毒症",
    "已分户另过",
    "查看户口簿后决定",
    "赵责任人",
    "旗困-2026-0001",
    "欧阳家诊断书.jpg",
    "nobody but the office may see",
    PASSPHRASE,
    THEIRS,
]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def spellings(text: str) -> Iterator[bytes]:
    """A text in every form in which a file might hold it."""
    for encoding in ENCODINGS:
        yield text.encode(encoding)
    yield json.dumps(text)[1:-1].encode()


def found_in(folder: Path) -> list[str]:
    """The known values that stand readable in some file under a folder, or in a file's name."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        name = str(path.relative_to(folder)).encode()
        known = [secret for secret in SECRETS if any(each in content or each in name for each in spellings(secret))]
        found += [f"{path.relative_to(folder)}: {secret}" for secret in known]
    return found


def days_work(office: Office, photo: Path) -> None:
    """Everything people do, so that every file a home has is written: draft, household, clash, packages, search."""
    laptop = office.l1
    case = visit(
        laptop,
        name="欧阳建国",
        identity=IDENTITY,
        bank=BANK,
        home_address="河畔街七十三号",
        mobile="13812345678",
        employer_name="种子公司仓库",
        statement="家中老人长期服药",
    )
    draft = laptop.visits.start(case)
    member = laptop.visits.add_row(draft.draft_id, "members")
    laptop.visits.answer(draft.draft_id, f"members/{member}/name", "其木格娜")
    laptop.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    laptop.visits.finish(draft.draft_id, later=True)
    draft = laptop.visits.start(case)
    laptop.visits.remove_row(draft.draft_id, "members", member, "已分户另过")
    laptop.visits.finish(draft.draft_id, later=False)
    office.carry("l1", "hq")
    visit(office.hq, case, responsible_person="赵责任人", case_no="旗困-2026-0001", remark="电话里说得很急")
    visit(laptop, case, remark="确诊尿毒症")
    office.carry("l1", "hq")
    (clash,) = office.hq.clashes.open(case)
    office.hq.clashes.settle(case, clash.address, clash.values[0].change_id, "查看户口簿后决定")
    office.carry("hq", "l1")
    for home in (laptop, office.hq):
        assert home.cases.find("欧阳建国").total == 1
        home.cases.find("ouyang")
        home.papers.preview([case])
        home.evidence.read(laptop.cases.show(case).document["evidence"][0]["file"]["sha256"])
        home.visits.answer(home.visits.start(case).draft_id, "remark", "电话里说得很急", page=7)
        assert home.health.rebuild().equal
    laptop.backups.back_up()
    laptop.backups.write_sealed(office.stick)
    assert laptop.backups.drill().ok
    laptop.staff.remove(laptop.staff.add("调查丁", THEIRS))


def test_after_a_full_day_nothing_entered_is_readable_anywhere(office: Office, tmp_path: Path) -> None:
    enrol(office.hq, office.home("l3"), office.fresh_stick(), code="L3")
    photo = tmp_path / "欧阳家诊断书.jpg"
    photo.write_bytes(EVIDENCE)
    days_work(office, photo)
    # While the homes are open their logs still hold the last work; that is how a stolen laptop is found.
    assert list(office.folder("l1").glob("*-wal"))
    shutil.copytree(office.root, tmp_path / "stolen")
    office.l1.exchange.write(office.stick)
    office.close()

    assert found_in(tmp_path / "stolen") == []
    assert found_in(office.root) == []

    files = [path for path in office.root.rglob("*") if path.is_file()]
    assert {"fieldsurvey.db", "home.json", "keyslots.json"} <= {path.name for path in files}
    assert {".fsp", ".age", ".fsreq", ".fscert"} <= {path.suffix for path in files}
    assert not any(path.read_bytes().startswith(PLAIN_HEADER) for path in files)


def test_the_search_finds_what_is_readable(office: Office, tmp_path: Path) -> None:
    for number, spelling in enumerate(spellings("欧阳建国")):
        (tmp_path / f"{number}.bin").write_bytes(b"\0" * 5 + spelling + b"\0")
    (tmp_path / "13812345678").mkdir()
    assert len(found_in(tmp_path)) == 6
    assert len(SECRETS) == 20


def test_what_is_readable_by_design_is_only_what_is_shown_before_sign_in(office: Office) -> None:
    office.close()
    by_name = {path.name: path.read_text(encoding="utf-8") for path in office.folder("l1").glob("*.json")}
    assert ORGANISATION in by_name["home.json"]
    assert STAFF["l1"] in by_name["keyslots.json"]
    for name, text in by_name.items():
        if not name.startswith("keyslots"):
            assert STAFF["l1"] not in text
        assert ORGANISATION not in text or name == "home.json"


def test_key_slots_made_cheap_are_refused(office: Office) -> None:
    assert COST.m_kib < Cost.floor().m_kib
    with pytest.raises(CostRefusedError):
        open_home(office.folder("l1"), office.made.staff["l1"], PASSPHRASE)
