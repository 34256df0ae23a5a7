"""Projections of folded documents: the case list, search, numbers, assignments, papers, evidence wanted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, func, insert, select, text

from fieldsurvey.case.determined import last_determination
from fieldsurvey.case.document import Document
from fieldsurvey.case.doors import door_order
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.ids import SHA256_PATTERN
from fieldsurvey.case.sounds import sound_of
from fieldsurvey.case.sums import persons
from fieldsurvey.case.values import rows_of
from fieldsurvey.store import paper_rows
from fieldsurvey.store import tables as t
from fieldsurvey.store.bulk import insert_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import Household

TABLES: Final = (t.case_row, t.case_number, t.assignment_row, t.paper_row, t.evidence_row)
_LETTERS_PER_FIELD: Final = 500
AMID_DIGITS: Final = re.compile(r"[^0-9]?[0-9]+(?:[^0-9][0-9]+)*[^0-9]?")


@dataclass(frozen=True, slots=True)
class Folded:
    """One record as folded, with what its projections need. `later` counts the answers marked 待补.

    `version` says of a case which changes it is made of, `author` of a paper who printed it.
    """

    record: str
    kind: str
    document: Document
    clashes: int
    updated_at: str
    later: int = 0
    version: str = ""
    author: str = ""


def write(session: Session, folded: Sequence[Folded], known: set[str]) -> None:
    """Projects records; those in `known` had projections before, which are replaced."""
    by_kind: dict[str, list[Folded]] = {}
    for item in folded:
        by_kind.setdefault(item.kind, []).append(item)
    for kind, items in by_kind.items():
        project = _PROJECTORS.get(kind)
        if project:
            project(session, items, known)


def clear_search(session: Session) -> None:
    """Empties the search index."""
    session.exec_driver_sql("DELETE FROM case_search")


def _cases(session: Session, items: Sequence[Folded], known: set[str]) -> None:
    ids = _replaced_case_rows(session, [item.record for item in items if item.record in known])
    # The replaced rows are gone for the moment, but keep their numbers.
    fresh = max(session.execute(select(func.max(t.case_row.c.id))).scalar() or 0, *ids.values(), 0)
    rows, numbers, words, evidence = [], [], [], []
    for item in items:
        identity = ids.get(item.record)
        if identity is None:
            fresh += 1
            identity = fresh
        named = [plain(member.get("name")) for member in rows_of(item.document, "members")]
        sounds = {name: pinyin_words(name) for name in (plain(item.document.get("name")), *named)}
        row = _case_row(identity, item)
        rows.append(row)
        numbers.extend(_numbers(identity, row, item.document))
        words.append(_search_words(identity, row, sounds))
        row["sound"] = "".join(sounds[row["name"]][:1])
        evidence.extend(_evidence(item))
    insert_rows(session, t.case_row.name, tuple(rows[0]), [tuple(row.values()) for row in rows])
    insert_rows(session, t.case_number.name, ("case_row", "forward", "backward"), numbers)
    insert_rows(session, "case_search", ("rowid", "words", "pinyin"), words)
    if evidence:
        session.execute(insert(t.evidence_row).prefix_with("OR IGNORE"), evidence)
    paper_rows.follow(session, {row["record"]: Household(row["address"], row["door"], row["version"]) for row in rows})


def _replaced_case_rows(session: Session, records: Sequence[str]) -> dict[str, int]:
    if not records:
        return {}
    found = session.execute(select(t.case_row.c.record, t.case_row.c.id).where(t.case_row.c.record.in_(records)))
    ids = {row.record: row.id for row in found}
    old = list(ids.values())
    session.execute(delete(t.case_number).where(t.case_number.c.case_row.in_(old)))
    session.execute(delete(t.case_row).where(t.case_row.c.id.in_(old)))
    session.execute(delete(t.evidence_row).where(t.evidence_row.c.record.in_(records)))
    if old:
        session.execute(text("DELETE FROM case_search WHERE rowid = :id"), [{"id": identity} for identity in old])
    return ids


def _case_row(identity: int, item: Folded) -> dict[str, Any]:
    document = item.document
    status, visit = document.get("status"), visit_of(document)
    address = plain(document.get("home_address"))
    return {
        "id": identity,
        "record": item.record,
        "survey_no": plain(document.get("survey_no")),
        "name": plain(document.get("name")),
        "address": address,
        "employer": plain(document.get("employer_name")),
        "identity": _number_of(document.get("identity")),
        "mobile": plain(document.get("mobile")),
        "status": plain(status.get("status")) if isinstance(status, dict) else "",
        "persons": persons(document),
        "updated_at": item.updated_at,
        "clashes": item.clashes,
        "case_no": plain(document.get("case_no")),
        "door": door_order(address),
        "sound": "",
        "filing_org": plain(document.get("filing_org")),
        "cause": main_cause(document),
        "category": _category(document),
        "visited_on": visit.day,
        "outcome": visit.outcome,
        "surveyor1": visit.surveyor1,
        "surveyor2": visit.surveyor2,
        "later": item.later,
        "version": item.version,
    }


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class LastVisit(NamedTuple):
    """What lists know of the visit that was last; empty where there was none."""

    day: str = ""
    outcome: str = ""
    surveyor1: str = ""
    surveyor2: str = ""


def visit_of(document: Document) -> LastVisit:
    """The visit with the latest day, of several on one day the one further down.

    A finished survey is a visit as well, though nobody entered one: what is then known of it is its day.
    """
    row = _latest(rows_of(document, "visits"), "visited_on")
    visit = LastVisit(day(row.get("visited_on")), *[plain(row.get(name)) for name in LastVisit._fields[1:]])
    status = document.get("status")
    finished = day(status.get("at")) if isinstance(status, dict) and status.get("status") == "surveyed" else ""
    if finished <= visit.day:
        return visit
    return LastVisit(finished) if visit.day else visit._replace(day=finished)


def day(value: object) -> str:
    """A day as it is kept; empty for anything that is none, so that days compare as texts."""
    return value if isinstance(value, str) and _DAY.fullmatch(value) else ""


def main_cause(document: Document) -> str:
    """The code of the main cause, or of the only one when nobody said which is the main one."""
    causes = rows_of(document, "causes")
    main = [cause for cause in causes if cause.get("rank") == "main"] or (causes if len(causes) == 1 else [])
    return plain(main[0].get("cause")) if main else ""


def _category(document: Document) -> str:
    last = last_determination(document)
    return plain(last.get("category")) if last is not None else ""


def _latest(rows: Sequence[Mapping[str, Any]], when: str) -> Mapping[str, Any]:
    if len(rows) < 2:  # As nearly every household has it.
        return rows[0] if rows else {}
    return max(reversed(rows), key=lambda row: day(row.get(when)))


def plain(value: object) -> str:
    """A value as plain text for lists and search; gaps are empty, misunderstood text is itself."""
    if isinstance(value, dict):
        typed = value.get("typed")
        return typed if isinstance(typed, str) else ""
    return "" if value is None else str(value)


def _number_of(value: object) -> str:
    number = value.get("number") if isinstance(value, dict) else None
    return number if isinstance(number, str) else plain(value)


def _numbers(identity: int, row: Mapping[str, Any], document: Document) -> list[tuple[int, str, str]]:
    # The worker is a member as well.
    texts = {row["survey_no"], row["identity"], row["mobile"], row["case_no"], plain(document.get("worker_no"))}
    for member in rows_of(document, "members"):
        texts.add(_number_of(member.get("identity")))
        if mobile := member.get("mobile"):
            texts.add(plain(mobile))
    texts.discard("")
    return [(identity, number, number[::-1]) for number in {text.upper()[:64] for text in texts}]


def _search_words(
    identity: int, row: Mapping[str, Any], sounds_of: Mapping[str, Sequence[str]]
) -> tuple[int, str, str]:
    texts = [letters_of(text) for text in (*sounds_of, row["address"], row["employer"]) if text]
    sounds = list(dict.fromkeys([sound for sounds in sounds_of.values() for sound in sounds]))
    # The first key of a pinyin search would otherwise gather every word that begins with it.
    letters = [f"#{letter}" for letter in dict.fromkeys([sound[0] for sound in sounds if sound])]
    # What lies between two stretches is marked as well, so that no pairs seem to follow each other.
    pairs = [f"# {stretch}" for stretch in digit_pairs("".join("¦".join(texts).split()))]
    return identity, " ¦ ".join([" ".join(text) for text in texts]), " ".join([*sounds, *letters, *pairs])


def spaced(text: str) -> str:
    """A text as one token per character, the form in which it is indexed and asked."""
    return " ".join(letters_of(text))


def letters_of(text: str) -> str:
    """A text in the one form in which it is indexed and asked, as far as it is."""
    return half_width(text[:_LETTERS_PER_FIELD]).lower()


def digit_pairs(letters: str) -> list[str]:
    """Each digit with its neighbours, marked, one text for each stretch: 7号楼12 → "#7号", "#楼1 #12".

    Digits are in nearly every address, so that finding some in a row by one token each reads the whole index; pairs
    are rarer. They stand beside the pinyin, which never looks like them.
    """
    stretches = AMID_DIGITS.findall(letters)
    return [" ".join([f"#{one[at : at + 2]}" for at in range(len(one) - 1)]) for one in stretches]


@lru_cache(maxsize=8192)
def pinyin_words(name: str) -> tuple[str, ...]:
    """Full pinyin from each syllable on, and the initials: 张三丰 → zhangsanfeng, sanfeng, feng, zsf."""
    words, tail, initials = [], "", ""
    for character in reversed(name[:16]):
        if character.isspace():
            continue
        sound = sound_of(character)
        tail, initials = sound + tail, sound[:1] + initials
        if tail.isascii():
            words.append(tail.lower())
    words.reverse()
    if initials.isascii():
        words.append(initials.lower())
    return tuple(words)


def _evidence(item: Folded) -> list[dict[str, str]]:
    named = [evidence_named(row.get("file")) for row in rows_of(item.document, "evidence")]
    return [{"record": item.record, "sha256": sha256} for sha256 in named if sha256]


def evidence_named(file: object) -> str:
    """The SHA-256 that a file value names; empty when it names none that could be."""
    sha256 = file.get("sha256") if isinstance(file, dict) else None
    return sha256 if isinstance(sha256, str) and SHA256_PATTERN.fullmatch(sha256) else ""


def _assignments(session: Session, items: Sequence[Folded], _: set[str]) -> None:
    session.execute(delete(t.assignment_row).where(t.assignment_row.c.record.in_([i.record for i in items])))
    session.execute(
        insert(t.assignment_row),
        [
            {
                "record": item.record,
                "case": plain(item.document.get("case")),
                "device": plain(item.document.get("device")),
                "ended_on": plain(item.document.get("ended_on")),
            }
            for item in items
        ],
    )


def _papers(session: Session, items: Sequence[Folded], _: set[str]) -> None:
    paper_rows.project(session, {item.record: (item.document, item.author) for item in items})


_PROJECTORS: Final[Mapping[str, Callable[[Session, Sequence[Folded], set[str]], None]]] = {
    "case": _cases,
    "assignment": _assignments,
    "paper": _papers,
}
