"""What is different from the file as it stood: 改 with the earlier value, rows that are new, what others changed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.row_names import shown_briefly
from fieldsurvey.case.values import rows_of
from fieldsurvey.services.draft_views import DraftView
from ui.wizard.cell import FieldCell

NEW: Final = "新"
CHANGED: Final = "改"


class Marks:
    """Compares with the file before this visit; a household that had no file has nothing to compare with."""

    def __init__(self) -> None:
        self._before: Mapping[str, Any] = {}
        self._rows: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._notices: dict[str, str] = {}

    def begin(self, draft: DraftView) -> None:
        """Turns to a draft, or to what has become of it."""
        self._before = draft.before
        self._rows = {}
        for group in draft.in_force.catalogue.groups:
            self._rows[group.id] = {str(row.get(ROW)): row for row in rows_of(draft.before, group.id)}
        self._notices = dict.fromkeys(draft.arrived, "有更新") | dict.fromkeys(draft.clashes, "两个值,待总部裁定")

    def mark(self, cell: FieldCell, value: object) -> None:
        """Marks a field that says something else than the file did."""
        parts = cell.address.split("/")
        before = self._before if len(parts) == 1 else self._rows.get(parts[0], {}).get(parts[1])
        if not self._before or before is None or before.get(parts[-1]) == value:
            cell.show_before(None)
        else:
            cell.show_before(shown_briefly(cell.field, before.get(parts[-1])) or "没有填")

    def mark_news(self, cells: Iterable[FieldCell]) -> None:
        """Marks what others changed since it was last shown, and where two values stand."""
        for cell in cells:
            if cell.address in self._notices:
                cell.show_notice(self._notices[cell.address])

    def tags(self, group: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """By row what stands beside its number: 新, 改 or nothing."""
        if not self._before:
            return {}
        before = self._rows.get(group, {})
        return {str(row[ROW]): self._tag(before.get(str(row[ROW])), row) for row in rows}

    def _tag(self, before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> str:
        if before is None:
            return NEW
        return CHANGED if any(before.get(name) != now.get(name) for name in before.keys() | now.keys()) else ""


def news(draft: DraftView) -> str:
    """What others changed meanwhile, and where two values stand, in one sentence; empty when nothing did."""
    labels = [field.label for address in draft.arrived if (field := draft.in_force.catalogue.find(address)) is not None]
    parts = []
    if labels:
        parts.append(f"上次打开后,总部或别的笔记本改了:{'、'.join(dict.fromkeys(labels))}。您已填的没有动。")
    if draft.clashes:
        parts.append(f"有 {len(draft.clashes)} 处两个人填得不一样,由总部裁定。")
    return "".join(parts)
