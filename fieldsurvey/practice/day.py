"""What happens on the practice day: visits, packages there and back, clashes settled."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.clock import business_date
from fieldsurvey.practice.homes import SHARED, OpenPractice, Say
from fieldsurvey.services.cards import ReadCard
from fieldsurvey.services.draft_views import DraftView

CLASHING: Final = 3
_SECOND_SURVEYOR: Final = {"L1": "秦素筠", "L2": "顾云桥"}
_FINDINGS: Final = (
    "两居室,家具陈旧,有药费单据",
    "屋内整洁,孩子住校未在家",
    "老人卧床,由本人照料",
    "与邻居核对,情况属实",
)


def first_visits(practice: OpenPractice, *, say: Say) -> None:
    """Each laptop visits the households it shares later, and one of them gets a photo as evidence."""
    for code, laptop in practice.laptops.items():
        for place, case_id in enumerate(case_ids(laptop)[:SHARED]):
            draft = laptop.visits.start(case_id)
            _enter(laptop, draft, "visits", {"visited_on": _today(laptop), "surveyor1": laptop.staff_name,
                   "surveyor2": _SECOND_SURVEYOR[code], "outcome": "met", "finding": _FINDINGS[place % 4]})  # fmt: skip
            laptop.visits.answer(draft.draft_id, "statement", f"盼望家里情况好转,愿意参加培训(练习 {place + 1})。")
            _enter(laptop, draft, "measures", {"batch": "1", "action": "2", "measure": "家政技能培训",
                   "amount": 80_000, "source": "union_fee", "responsible": "严立衡"})  # fmt: skip
            if place == 0:
                _attach_photo(laptop, draft, practice.stick.parent / f"photo-{code}.png")
            finished = laptop.visits.finish(draft.draft_id, later=False)
        say(f"{code} 入户 {SHARED} 户,最后一户还有 {len(finished.problems)} 处待补")


def leave_on_stick(practice: OpenPractice, *, code: str, say: Say) -> None:
    """One laptop's package waits on the stick for whoever reads it at headquarters."""
    _write(practice.laptops[code], code, practice.stick, say)


def carry_in(practice: OpenPractice, *, say: Say) -> None:
    """Both laptops write their packages, and headquarters reads the stick."""
    for code, laptop in practice.laptops.items():
        _write(laptop, code, practice.stick, say)
    _read(practice.headquarters, "总部", practice.stick, say)


def read_again(practice: OpenPractice, *, say: Say) -> None:
    """Headquarters reads the same stick a second time."""
    again = practice.headquarters.exchange.read_stick(practice.stick)
    same = all(isinstance(card, ReadCard) and card.already for card in again)
    say(f"总部再读一次U盘:{'没有任何变化' if same else '有变化'}")


def carry_out(practice: OpenPractice, *, say: Say) -> None:
    """Headquarters writes a package for each laptop, and they read theirs."""
    _write(practice.headquarters, "总部", practice.stick, say)
    for code, laptop in practice.laptops.items():
        _read(laptop, code, practice.stick, say)


def share_households(practice: OpenPractice, *, say: Say) -> None:
    """Headquarters assigns the first households of each laptop to the other one as well."""
    exchange = practice.headquarters.exchange
    devices = {peer.code: peer.device for peer in exchange.peers()}
    for code, other in (("L1", "L2"), ("L2", "L1")):
        count = practice.headquarters.assignments.assign(case_ids(practice.laptops[code])[:SHARED], devices[other])
        say(f"总部把 {code} 的 {count} 户也分派给 {other}")


def second_visits(practice: OpenPractice, *, say: Say) -> None:
    """Both laptops visit the shared households: different fields meet, the same field of a few clashes."""
    shared = sorted(set(case_ids(practice.laptops["L1"])) & set(case_ids(practice.laptops["L2"])))
    for number, (code, laptop) in enumerate(practice.laptops.items()):
        for place, case_id in enumerate(shared):
            draft = laptop.visits.start(case_id).draft_id
            own: tuple[str, Value] = ("building_area", f"{50 + place}.5") if number == 0 else ("outlook", "confident")
            laptop.visits.answer(draft, *own)
            if place < CLASHING:
                laptop.visits.answer(draft, "mobile", f"1390000{number}{place:03d}")
            laptop.visits.finish(draft, later=False)
        say(f"{code} 再访 {len(shared)} 户,其中 {CLASHING} 户的手机号码与另一台填得不同")


def leave_drafts(practice: OpenPractice, *, say: Say) -> None:
    """Each laptop keeps a household half entered and a visit begun, to go on with."""
    for place, (code, laptop) in enumerate(practice.laptops.items()):
        new = laptop.visits.start(None).draft_id
        laptop.visits.answer(new, "name", ("尹筠朴", "蒲翎舟")[place], page=1)
        laptop.visits.answer(new, "home_address", f"云州市青河区河沿街 {88 + place} 号", page=1)
        laptop.visits.turn_to(new, 1, "employer_name")
        known = laptop.visits.start(case_ids(laptop)[SHARED]).draft_id
        laptop.visits.answer(known, "outlook", "passive", page=7)
        say(f"{code} 留有 {len(laptop.visits.open_drafts())} 份没填完的草稿")


def settle(practice: OpenPractice, *, say: Say) -> None:
    """Headquarters settles every clash by the value written first."""
    clashes = practice.headquarters.clashes
    found = clashes.open()
    for each in found:
        clashes.settle(each.record, each.address, each.values[0].change_id, "电话核实,以先填的为准")
    say(f"总部裁定 {len(found)} 处冲突,还剩 {len(clashes.open())} 处")


def agreement(practice: OpenPractice, *, say: Say) -> bool:
    """Whether every home is sound and each laptop shows the same households as headquarters, field for field."""
    agreed = True
    for code, laptop in practice.laptops.items():
        both = sorted(set(case_ids(laptop)) & set(case_ids(practice.headquarters)))
        here, there = _fingerprint(laptop, both), _fingerprint(practice.headquarters, both)
        agreed &= here == there and len(both) == len(case_ids(laptop))
        say(f"{code} 与总部共有 {len(both)} 户,内容{'一致' if here == there else '不一致'}:{here[:16]} / {there[:16]}")
    for code, home in practice.homes.items():
        report = home.health.verify()
        agreed &= report.ok
        say(f"{code} 检查{'完好' if report.ok else '有问题'}:{report.cases} 户,{report.changes} 张修改单")
    return agreed


def case_ids(home: OpenHome) -> list[str]:
    """The households of a practice home, in the order of their survey numbers."""
    rows = home.cases.find("", limit=1_000).rows
    return [row.case_id for row in sorted(rows, key=lambda row: (row.survey_no, row.case_id))]


def _today(home: OpenHome) -> str:
    return business_date(home.seat.now()).isoformat()


def _enter(home: OpenHome, draft: DraftView, group: str, cells: dict[str, Value]) -> None:
    row = home.visits.add_row(draft.draft_id, group)
    for name, value in cells.items():
        home.visits.answer(draft.draft_id, f"{group}/{row}/{name}", value)


def _attach_photo(home: OpenHome, draft: DraftView, path: Path) -> None:
    picture = Image.new("RGB", (640, 480), (214, 206, 190))
    brush = ImageDraw.Draw(picture)
    brush.rectangle((180, 140, 460, 400), fill=(120, 96, 72))
    brush.text((200, 200), draft.survey_no, fill=(255, 255, 255))
    picture.save(path)
    home.evidence.add(draft.draft_id, path, evidence_type="home_photo")
    path.unlink()


def _write(home: OpenHome, who: str, stick: Path, say: Say) -> None:
    for card in home.exchange.write(stick):
        say(f"{who} 写入 {card.path}:给 {card.recipient},修改单 {card.changes} 张")


def _read(home: OpenHome, who: str, stick: Path, say: Say) -> None:
    for card in home.exchange.read_stick(stick):
        if not isinstance(card, ReadCard):
            say(f"{who} 没有采用 {card.name}:{card.sentence} [{card.code}]")
        elif not card.already:
            counts = f"新增 {card.cases_new} 户,改动 {card.cases_changed} 户,新的冲突 {card.clashes_new} 处"
            say(f"{who} 读取 {card.name}:来自 {card.sender},{counts}")


def _fingerprint(home: OpenHome, case_ids: Sequence[str]) -> str:
    whole = hashlib.sha256()
    for case_id in case_ids:
        view = home.cases.show(case_id)
        whole.update(encode({"id": case_id, **view.document}) + bytes([len(view.clashes)]))
    return whole.hexdigest()
