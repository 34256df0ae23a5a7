"""What an office asks and offers: its code tables, questionnaire and own fields, as records that it edits."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.codes import SEEDED, CodeTable
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, RecordId, row_address
from fieldsurvey.case.in_force import CODES_LIST, InForce, code_row, in_force, table_record
from fieldsurvey.case.questions import RECORD, ROWS, SORTS, Question
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.services.errors import NameSharedError, NotAllowedError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session

LONGEST_LABEL: Final = 60
_CODE = re.compile(r"[A-Za-z0-9_]{1,32}")


def read_in_force(session: Session) -> InForce:
    """What holds in this home, from its records; the seat is told once they are on disk, and not before."""
    tables = folding.documents(session, "code_table").values()
    templates = folding.documents(session, "form_template").values()
    return in_force(tables, folding.document_of(session, "questionnaire", RECORD), templates)


class Reference:
    """基础数据. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def in_force(self) -> InForce:
        """What holds now: catalogue, code tables, questionnaire."""
        return self._seat.in_force

    def code_tables(self) -> list[CodeTable]:
        """Every code table, as shipped or as this office has made it."""
        return [self._seat.in_force.table(name) for name in SEEDED]

    def edit_code(
        self, table: str, code: str, label: str, *, is_retired: bool = False, names: Sequence[str] | None = None
    ) -> None:
        """Adds a code, gives one another label, or retires it; it goes to every laptop with the next package.

        `names` are what people write instead of the label, and find it by; None leaves them as they are.

        Raises:
            InputError: no such table, or a code or label that cannot be one. NotAllowedError: not at headquarters.
            NameSharedError: one of its names belongs to another code; of a retired one only once it comes back.
        """
        self._require_headquarters("改代码表")
        if table not in SEEDED:
            raise InputError(what=f"没有代码表“{table}”。")
        if not _CODE.fullmatch(code):
            raise InputError(what="代码请用 1 到 32 个字母、数字或下划线。")
        label = _label(label)
        row = code_row(table, code)
        said: dict[Address, Value] = {
            Address("table"): table,
            row_address(CODES_LIST, row, "code"): code,
            row_address(CODES_LIST, row, "label"): label,
            row_address(CODES_LIST, row, "retired_on"): self._today() if is_retired else None,
        }
        if names is not None:
            names = [_label(name) for name in names if name.strip()]
            said[row_address(CODES_LIST, row, "names")] = list(names)
        if not is_retired:
            _require_own_names(self._seat.in_force.table(table), code, names)
        self._say("code_table", table_record(table), said)

    def new_code(self, table: str, label: str) -> str:
        """Adds a code under an id of its own and returns that.

        Raises:
            InputError, NotAllowedError: as of `edit_code`.
        """
        known = next((each.labels for each in self.code_tables() if each.id == table), {})
        if label.strip() in known.values():
            raise InputError(what=f"这张代码表里已经有“{label.strip()}”。")
        code = f"x{secrets.token_hex(3)}"
        self.edit_code(table, code, label)
        return code

    def move_code(self, table: str, code: str, way: int) -> None:
        """Moves a code up (-1) or down (1) among its table's; every desk offers them in this order.

        Raises:
            InputError: no such table or code. NotAllowedError: not at headquarters.
        """
        self._require_headquarters("改代码表")
        known = next((list(each.labels) for each in self.code_tables() if each.id == table), [])
        order = _moved(known, code, way)
        record = table_record(table)
        said: dict[Address, Value] = {Address("table"): table}
        for place, each in enumerate(order, start=1):
            said[row_address(CODES_LIST, code_row(table, each), "code")] = each
            said[row_address(CODES_LIST, code_row(table, each), "order")] = place
        self._say("code_table", record, said)

    def move_question(self, question_id: str, way: int) -> None:
        """Moves a question or own field up (-1) or down (1).

        Raises:
            InputError: no such question. NotAllowedError: not at headquarters.
        """
        self._require_headquarters("改问卷与补充字段")
        known = self._seat.in_force.questions
        by_id = {each.id: each for each in known}
        # Questions and own fields are listed apart: one goes past the next of its own sort, whatever lies between.
        alike = [
            each.id for each in known if question_id in by_id and each.is_question is by_id[question_id].is_question
        ]
        moved = iter(_moved(alike, question_id, way))
        order = [next(moved) if each.id in alike else each.id for each in known]
        said: dict[Address, Value] = {}
        for place, each in enumerate(order, start=1):
            said[row_address(ROWS, by_id[each].row, "field")] = each
            said[row_address(ROWS, by_id[each].row, "order")] = place
        self._say("questionnaire", RECORD, said)

    def edit_question(self, question: Question) -> None:
        """Keeps a question or an own field as given; a shipped question keeps its sort and its place.

        Options that are left out are retired: what was answered with them stays readable.

        Raises:
            InputError: what is wrong with it. NotAllowedError: not at headquarters.
        """
        self._require_headquarters("改问卷与补充字段")
        self._check(question)
        known = {each.id: each for each in self._seat.in_force.questions}
        place = list(known).index(question.id) if question.id in known else len(known)
        said: dict[str, Value] = {
            PLACE: place + 1,
            "field": question.id,
            "label": _label(question.label),
            "sort": str(question.sort),
            "options": _options_said(question, known.get(question.id)),
            "list": question.list or None,
            "step": question.step,
            "tier": str(question.tier),
            "measure": question.measure or None,
            "hint": question.hint or None,
            "is_printed": question.is_printed,
            "retired_on": self._today() if question.is_retired else None,
        }
        cells = {row_address(ROWS, question.row, name): value for name, value in said.items()}
        self._say("questionnaire", RECORD, cells)

    def new_field(self, label: str, **about: object) -> Question:
        """Adds an own field or question and returns it; `about` are the other attributes of a `Question`.

        Raises:
            InputError, NotAllowedError: as of `edit_question`.
        """
        question = replace(Question(f"x_{secrets.token_hex(4)}", label), **about)  # type: ignore[arg-type]  # checked next
        self.edit_question(question)
        return question

    def _check(self, question: Question) -> None:
        if question.sort not in SORTS:
            raise InputError(what="补充字段不能是这种类型。")
        is_choice = question.sort in ("code", "codes")
        if is_choice and not (question.options or question.codes):
            raise InputError(what="选择题至少要有一个选项。")
        if len({code for code, _ in question.options}) != len(question.options):
            raise InputError(what="有两个选项的代码相同。")
        catalogue = self._seat.in_force.catalogue
        if question.list and catalogue.group(question.list) is None:
            raise InputError(what=f"没有列表“{question.list}”。")
        known = {each.id: each for each in self._seat.in_force.questions}
        before = known.get(question.id)
        if before is not None and (before.sort, before.list) != (question.sort, question.list):
            # What was answered before must stay readable.
            raise InputError(what="已有字段的类型和所在列表不能再改;请停用它,另加一个。")

    def _say(self, kind: str, record: RecordId, said: Mapping[Address, Value]) -> None:
        with self._seat.database.begin() as session:
            state = folding.state_of(session, kind, record)
            entries: dict[str, Entry] = {
                address: entry(tidied(value), state.standing(address))
                for address, value in said.items()
                if state.value(address) != value
            }
            if entries:
                seal(session, self._seat, [Said(kind, record, entries)], what="reference")
            holds = read_in_force(session)
        self._seat.in_force = holds

    def _require_headquarters(self, what: str) -> None:
        if not self._seat.at_headquarters:
            raise NotAllowedError(what=what)

    def _today(self) -> str:
        return business_date(self._seat.now()).isoformat()


def _require_own_names(table: CodeTable, code: str, names: Sequence[str] | None) -> None:
    """Refuses names that another code has; those that stand are looked at when a retired code comes back."""
    if names is None:
        names = table.names.get(code, ()) if code in table.retired else ()
    for name in names:
        other = table.other_of_name(code, name)
        if other is not None:
            raise NameSharedError(name=name, label=table.label_of(other), other=other)


def _options_said(question: Question, before: Question | None) -> list[Value] | None:
    offered = dict(question.options)
    gone = dict(before.options + before.retired_options) if before else {}
    gone |= dict(question.retired_options)
    said: list[Value] = [[code, label] for code, label in offered.items()]
    said += [[code, label, True] for code, label in gone.items() if code not in offered]
    return said if offered else None


def _moved(order: list[str], which: str, way: int) -> list[str]:
    """The order with one moved by one; at the end it stays."""
    if which not in order:
        raise InputError(what=f"没有“{which}”。")
    place = order.index(which)
    order.insert(min(max(place + way, 0), len(order) - 1), order.pop(place))
    return order


def _label(untrusted: str) -> str:
    label = " ".join(str(tidied(untrusted)).split())
    if not 0 < len(label) <= LONGEST_LABEL:
        raise InputError(what=f"名称请用 1 到 {LONGEST_LABEL} 个字。")
    return label
