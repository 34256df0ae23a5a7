"""规则: rule sets as records of headquarters, each version written once; and variants made without writing a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import MAX_CHANGE_BYTES
from fieldsurvey.case.ids import derived_record
from fieldsurvey.case.parse import parse_date
from fieldsurvey.clock import business_date
from fieldsurvey.progress import Progress
from fieldsurvey.rules.announced import place_name
from fieldsurvey.rules.book import rule_set_of
from fieldsurvey.rules.errors import RuleSetUnusableError
from fieldsurvey.rules.parameter import Parameter
from fieldsurvey.rules.parameters import parameters, with_parameter
from fieldsurvey.rules.passed_over import unknown_names
from fieldsurvey.rules.rule_set import RuleSet, read_rule_set, rule_set_bytes, shipped
from fieldsurvey.services.errors import (
    ImportUnreadableError,
    RuleSetKeptError,
    RuleSetUnknownError,
)
from fieldsurvey.services.flips import Flip, flips_between
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.rule_book import require_headquarters, say_rules
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding
from fieldsurvey.vault.files import told_os_error

_KIND: Final = "rule_set"
LONGEST_TITLE: Final = 60
_MOST_NAMED: Final = 5
_BYTES: Final = MAX_CHANGE_BYTES // 2


@dataclass(frozen=True, slots=True)
class RuleSetLine:
    """One version as a list shows it. `name` is what it goes by on the command line, such as `RS2020-2`.

    `is_shipped`: it came with the program. `is_in_force`: by it households of its place are judged that are surveyed
    today. `ended_on` is empty while nobody has ended it.
    """

    name: str
    rule_set: RuleSet
    place_name: str
    is_shipped: bool
    is_in_force: bool
    ended_on: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a new version is to be called and where and from when it holds."""

    title: str
    effective_on: str
    document_no: str = ""
    place: str = ""


class RuleSets:
    """Looking at and making rule sets. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def lines(self, place: str = "") -> list[RuleSetLine]:
        """Every version, the newest of each code first; with a place only those that households there may meet."""
        with self._seat.database.begin() as session:
            records = folding.documents(session, _KIND)
        own = {read.key: record for record, document in records.items() if (read := rule_set_of(document)) is not None}
        today, book = business_date(self._seat.now()), self._seat.rules
        with_us = {each.key for each in shipped()}
        lines = []
        for each in book.rule_sets:
            if place and each.place and not place.startswith(each.place.rstrip("0")):
                continue
            in_force = book.rule_set(today, place or each.place)
            lines.append(
                RuleSetLine(
                    name_of(each),
                    each,
                    place_name(each.place),
                    is_shipped=each.key in with_us,
                    is_in_force=in_force.key == each.key,
                    ended_on=book.ended.get(each.key, ""),
                    record=own.get(each.key, ""),
                )
            )
        lines.sort(key=lambda line: line.rule_set.version, reverse=True)
        return sorted(lines, key=lambda line: line.rule_set.code, reverse=True)

    def parameters(self, name: str, changes: Mapping[str, str] | None = None) -> list[Parameter]:
        """What stands in a version, with some of it changed if so wished: by path what is written instead.

        Raises:
            RuleSetUnknownError: no such version. ParameterUnusableError: a change that cannot be; it says how it can.
        """
        return parameters(self._changed(name, changes or {}), self._seat.in_force.tables)

    def flips(
        self, name: str, changes: Mapping[str, str], variant: Variant, *, progress: Progress | None = None
    ) -> list[Flip]:
        """Whose verdict changes once this version is in force.

        Raises:
            As of `save`. CancelledError: the user did not want to wait.
        """
        return self._flips(self._variant(self._changed(name, changes), variant), progress)

    def save(self, name: str, changes: Mapping[str, str], variant: Variant) -> RuleSetLine:
        """Keeps a version with some of it changed as a new version; the old one stays as it is.

        Raises:
            RuleSetUnknownError, ParameterUnusableError: as of `parameters`. RuleSetKeptError: title, day or place
                cannot be. NotAllowedError: not at headquarters.
        """
        require_headquarters(self._seat, "改规则")
        return self._keep(self._variant(self._changed(name, changes), variant))

    def look(self, path: Path) -> RuleSet:
        """The rule set of a file, under the version that it would be kept as; nothing is kept.

        Raises:
            ImportUnreadableError, RuleSetUnusableError: it cannot be read.
        """
        try:
            with path.open("rb") as file:
                untrusted = file.read(_BYTES + 1)
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        read = read_rule_set(untrusted)
        unknown = unknown_names(read)
        if unknown:
            raise RuleSetUnusableError(what=",".join(unknown[:_MOST_NAMED]))
        known = [each for each in self._seat.rules.rule_sets if (each.code, each.version) == (read.code, read.version)]
        if any(each.key == read.key and each.place == read.place for each in known) or not known:
            return read
        return msgspec.structs.replace(read, version=self._next_version(read.code))

    def flips_of_file(self, path: Path, *, progress: Progress | None = None) -> list[Flip]:
        """Whose verdict changes once the rule set of a file is in force.

        Raises:
            As of `look`. CancelledError: the user did not want to wait.
        """
        return self._flips(self.look(path), progress)

    def take(self, path: Path) -> RuleSetLine:
        """Keeps the rule set of a file; under a new version where its own is taken. Taking it twice adds nothing.

        Raises:
            NotAllowedError: not at headquarters. As of `look`: nothing was kept.
        """
        require_headquarters(self._seat, "改规则")
        read = self.look(path)
        same = next((each for each in self.lines() if _is_same(each.rule_set, read)), None)
        return same or self._keep(read)

    def write(self, name: str, path: Path) -> None:
        """Writes a version to a file.

        Raises:
            RuleSetUnknownError: no such version. FileUnwritableError: a former file stays as it was.
        """
        written = rule_set_bytes(self._rule_set(name))
        with replacing(path) as part:
            part.write_bytes(written)

    def end(self, name: str, on: str) -> None:
        """Ends an own version: households surveyed from this day on are not judged by it any more.

        Raises:
            RuleSetUnknownError: no such version. RuleSetKeptError: a shipped one, an ended one, or no proper day.
            NotAllowedError: not at headquarters.
        """
        require_headquarters(self._seat, "改规则")
        line = next((each for each in self.lines() if each.rule_set.key == self._rule_set(name).key), None)
        if line is None or not line.record:
            raise RuleSetKeptError(why="随程序来的规则不能停用。要改用别的,请把它另存为新版本,写上执行日。")
        if line.ended_on:
            raise RuleSetKeptError(
                why=f"{line.name} 已从 {line.ended_on} 起停用,停用日期不能再改。要再用,请另存为新版本。"
            )
        day = parse_date(on.strip())
        if day is None:
            raise RuleSetKeptError(why=f"停用日期“{on}”不是日期,请写成 2026-07-01 这样。")
        self._write(line.record, {"ended_on": day})

    def _changed(self, name: str, changes: Mapping[str, str]) -> RuleSet:
        rule_set = self._rule_set(name)
        for path, text in changes.items():
            rule_set = with_parameter(rule_set, path, text, self._seat.in_force.tables)
        return rule_set

    def _rule_set(self, name: str) -> RuleSet:
        """The version of a name; of a code alone the newest."""
        told = name.strip()
        known = [each for each in self._seat.rules.rule_sets if told in (each.code, name_of(each), each.key)]
        if not known:
            raise RuleSetUnknownError(name=told)
        return max(known, key=lambda each: each.version)

    def _variant(self, rule_set: RuleSet, variant: Variant) -> RuleSet:
        title, document_no = (" ".join(str(tidied(each)).split()) for each in (variant.title, variant.document_no))
        day = parse_date(variant.effective_on.strip())
        if not 0 < len(title) <= LONGEST_TITLE or len(document_no) > LONGEST_TITLE:
            raise RuleSetKeptError(why=f"新版本的名称请写 1 到 {LONGEST_TITLE} 个字,文号不超过 {LONGEST_TITLE} 个字。")
        if day is None:
            raise RuleSetKeptError(why=f"执行日“{variant.effective_on}”不是日期,请写成 2026-07-01 这样。")
        place = variant.place.strip()
        if place and not (len(place) == len("370000") and place.isdecimal() and "1" <= place[0] <= "8"):
            raise RuleSetKeptError(why="适用地区请写 6 位行政区划代码;本单位全部都用的,请空着。")
        version = self._next_version(rule_set.code)
        return msgspec.structs.replace(
            rule_set, version=version, title=title, effective_on=day, document_no=document_no, place=place
        )

    def _next_version(self, code: str) -> int:
        # Over all places, so that a name says which one is meant.
        return max((each.version for each in self._seat.rules.rule_sets if each.code == code), default=0) + 1

    def _flips(self, added: RuleSet, progress: Progress | None) -> list[Flip]:
        before = self._seat.rules
        after = before.with_rule_set(added)
        with self._seat.database.begin() as session:
            return flips_between(session, self._seat, before, after, progress=progress)

    def _keep(self, rule_set: RuleSet) -> RuleSetLine:
        text = msgspec.json.encode(rule_set)
        read_rule_set(text)
        said: dict[str, Value] = {
            "code": rule_set.code,
            "version": rule_set.version,
            "title": rule_set.title,
            "place": rule_set.place,
            "effective_on": rule_set.effective_on,
            "document_no": rule_set.document_no or None,
            "text": text.decode(),
        }
        # Of its text too: two desks that make the same version at once make two records, and neither is a clash.
        self._write(derived_record(_KIND, f"{rule_set.place}:{rule_set.key}"), said)
        return next(each for each in self.lines() if each.rule_set.key == rule_set.key)

    def _write(self, record: str, said: Mapping[str, Value]) -> None:
        with self._seat.database.begin() as session:
            rules = say_rules(session, self._seat, _KIND, {record: said})
        self._seat.rules = rules


def name_of(rule_set: RuleSet) -> str:
    """What a version goes by: its code and number."""
    return f"{rule_set.code}-{rule_set.version}"


def _is_same(one: RuleSet, other: RuleSet) -> bool:
    """The same text, whatever number it has here."""
    return msgspec.structs.replace(one, version=other.version) == other
