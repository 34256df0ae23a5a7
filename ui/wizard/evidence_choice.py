"""What files become when they are taken in: their type, and whose they are."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.choice_line import Choice, ChoiceLine
from ui.widgets.pieces import row

EVERYBODY = "全家"


class EvidenceChoice(QWidget):
    """Two lines in which one chooses by initials.

    Signals:
        changed: the user chose or typed something.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.kind = _line(f"{name}_type", "材料类型")
        self.member = _line(f"{name}_member", "涉及成员")
        self.member.setToolTip("不选就是全家的")
        for line in (self.kind, self.member):
            line.typed.connect(self.changed)
        row(self.kind, self.member, into=self, gap=6)

    def set_choices(
        self, types: Mapping[str, str], members: Sequence[tuple[str, str]], initials: Mapping[str, str]
    ) -> None:
        """Gives what can be chosen."""
        self.kind.set_choices(_choices(types.items(), initials))
        self.member.set_choices(_choices([("", EVERYBODY), *members], initials))

    def show_choice(self, kind: str, member: str) -> None:
        """Shows a type and a member as chosen."""
        self.kind.show_code(kind)
        self.member.show_code(member, unknown=EVERYBODY)

    @property
    def type_code(self) -> str:
        """The type that was chosen, or nothing."""
        return self.kind.code or ""

    @property
    def member_row(self) -> str:
        """The member that was chosen; nothing for the whole household."""
        return self.member.code or ""


def _line(name: str, spoken: str) -> ChoiceLine:
    made = ChoiceLine()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(spoken)
    return made


def _choices(pairs: Iterable[tuple[str, str]], initials: Mapping[str, str]) -> list[Choice]:
    return [Choice(code, text, initials.get(text, "")) for code, text in pairs]
