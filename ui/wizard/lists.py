"""What happens to the rows of a household's lists: added, removed with a reason, brought back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.read_off import begun_with
from fieldsurvey.case.worker import check_may_go
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.services.removed_rows import EARLIER
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.notify import Notify
from ui.wizard.marks import Marks
from ui.wizard.rows import RowsSection
from ui.wizard.saving import Saving
from ui.wizard.sheet import Sheet


class Lists(QObject):
    """Keeps the lists in view, the sheet and the draft together.

    Signals:
        renewal_wanted: the draft changed by more than an answer; it is to be read again. Names the row to open.
        changed: a list has more or fewer rows.
        row_shown: a section whose editor has turned to another row.
    """

    renewal_wanted = Signal(str)
    changed = Signal()
    row_shown = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        visits: Visits,
        *,
        saving: Saving,
        sheet: Sheet,
        marks: Marks,
        notify: Notify,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notify = notify
        self._jobs = jobs
        self._visits = visits
        self._saving = saving
        self._sheet = sheet
        self._marks = marks
        self._draft_id = ""
        self._new: set[str] = set()
        self._removed: dict[str, dict[str, str]] = {}
        self._gone: dict[str, dict[str, Any]] = {}
        self._on_their_way: set[str] = set()
        self._sections: dict[str, RowsSection] = {}

    def begin(self, view: DraftView) -> None:
        """Turns to a draft."""
        self._draft_id = view.draft_id
        self._sections.clear()
        self._gone.clear()
        self._on_their_way.clear()
        self._new = {
            parts[1]
            for address in view.answered
            if len(parts := address.split("/")) == 3 and parts[2] == PLACE and view.in_force.catalogue.group(parts[0])
        }
        self._removed = {group: _named(view, group, rows) for group, rows in view.removed.items()}

    def drop_sections(self) -> None:
        """The pages are made anew, and the lists with them."""
        self._sections.clear()

    def new_row(self, group: str) -> str:
        """The last row of a list that began in this draft; empty when none did."""
        return next((str(row[ROW]) for row in reversed(self._sheet.rows(group)) if row[ROW] in self._new), "")

    def take_in(self, section: RowsSection) -> None:
        """Fills a list that has come into view and hears what is done in it."""
        self._sections[section.group.id] = section
        section.row_chosen.connect(self._on_chosen)
        section.add_requested.connect(self._on_add)
        section.remove_requested.connect(self._on_remove)
        section.restore_requested.connect(self._on_restore)
        self.show(section.group.id)

    def show(self, group: str, open_row: str = "") -> None:
        """Shows a list as the sheet has it."""
        section = self._sections.get(group)
        if section is not None:
            section.name_members(dict(self._sheet.members()))
            section.tags = self._marks.tags(group, self._sheet.rows(group))
            section.show_rows(self._sheet.shown_rows(group), self._removed.get(group, {}), open_row=open_row)

    def show_open_rows(self) -> None:
        """Shows in each open editor what the sheet has now, where nothing is being typed."""
        for group, section in self._sections.items():
            own = self._sheet.row(group, section.row_id)
            if own:
                section.show_values(own)

    def show_all(self, open_row: str = "") -> None:
        """Shows every list in view as the sheet has it."""
        for group in self._sections:
            self.show(group, open_row)

    def name_members(self) -> None:
        """Shows the members' present names wherever a table names one."""
        members = dict(self._sheet.members())
        for group, section in self._sections.items():
            section.name_members(members)
            section.renew_lines(self._sheet.shown_rows(group))

    def renew_line(self, address: str) -> None:
        """Shows one answer in its list's table."""
        group, row, _ = address.split("/")
        section = self._sections.get(group)
        own, number = self._sheet.row(group, row), self._number(group, row)
        if section is not None and own:
            section.tags.update(self._marks.tags(group, [own]))
            section.renew_line(self._sheet.shown_rows(group)[number - 1], number, own=own)

    def _on_chosen(self, group: str, row: str) -> None:
        self._sections[group].show_row(self._sheet.row(group, row), self._number(group, row))
        self.row_shown.emit(self._sections[group])

    def _on_add(self, group: str) -> None:
        # One after the other: what a row begins with depends on the one before.
        begun = begun_with(self._sheet.document, group)
        add = partial(self._visits.add_row, self._draft_id, group, begun)
        self._move(f"add:{group}", add, then=partial(self._on_added, group, begun))

    def _on_added(self, group: str, begun: Mapping[str, Value], row: str) -> None:
        self._new.add(row)
        self._sheet.add(group, row)
        for name, value in begun.items():
            self._sheet.put(f"{group}/{row}/{name}", value)
        self.show(group, row)
        section = self._sections.get(group)
        if section is not None:
            section.write_new(set(begun))
        self.changed.emit()

    def _on_remove(self, group: str, row: str, why: str) -> None:
        section = self._sections[group]
        if not row:
            return
        try:
            check_may_go(self._sheet.document, group, row)
        except FieldSurveyError as problem:
            # Before a reason is asked for in vain.
            self._notify.error(problem)
            return
        if row not in self._new and not why:
            section.ask_why()
            return
        # Nothing is let go before the row is gone: where it cannot be removed, its answers still count.
        section.offer()
        # What were typed there now would come after the removal, and bring the row back with nothing else in it.
        section.hold(is_held=True)
        remove = partial(self._visits.remove_row, self._draft_id, group, row, why)
        self._move(row, remove, then=partial(self._on_removed, group, row))

    def _on_removed(self, group: str, row: str, _: None) -> None:
        section = self._sections.get(group)
        if section is not None:
            section.hold(is_held=False)
        if section is not None and section.row_id == row:
            section.forget()
        self._saving.drop(f"{group}/{row}/")
        name, place = self._name(group, row), self._number(group, row)
        gone = self._sheet.remove(group, row)
        self._removed.setdefault(group, {})[row] = name
        if row in self._new:
            # The draft keeps no trace of a row that was only begun; for this visit it can still come back.
            self._gone[row] = gone
        # The keyboard stays at the place in the list, not back at its top.
        left = [str(kept[ROW]) for kept in self._sheet.rows(group)]
        self.show(group, left[min(place, len(left)) - 1] if left else "")
        self.changed.emit()

    def _on_restore(self, group: str, row: str) -> None:
        if row not in self._removed.get(group, {}):
            # Pressed once more, before the draft has been read again and the button gone.
            return
        if row in self._gone:
            add = partial(self._visits.add_row, self._draft_id, group)
            self._move(row, add, then=partial(self._on_begun_again, group, row))
        else:
            restore = partial(self._visits.restore_row, self._draft_id, group, row)
            self._move(row, restore, then=partial(self._on_restored, group, row))

    def _on_restored(self, group: str, row: str, _: None) -> None:
        self._removed.get(group, {}).pop(row, None)
        self.renewal_wanted.emit(row)

    def _on_begun_again(self, group: str, gone: str, row: str) -> None:
        self._removed.get(group, {}).pop(gone, None)
        self._new.add(row)
        self._sheet.add(group, row)
        # Each answer goes the way it went when it was typed: one that is refused is said, and keeps back no other.
        for name, value in self._gone.pop(gone).items():
            if name != ROW and value is not None:
                self._sheet.put(f"{group}/{row}/{name}", value)
                self._saving.save(f"{group}/{row}/{name}", value)
        self.renewal_wanted.emit(row)

    def _move(self, what: str, work: Callable[[], Any], *, then: Callable[[Any], None]) -> None:
        # A second press while the first is on its way would do it twice.
        if what not in self._on_their_way:
            self._on_their_way.add(what)
            moved = partial(self._on_moved, self._draft_id, what, then)
            failed = partial(self._on_not_moved, self._draft_id, what)
            self._jobs.submit(self, work, then=moved, failed=failed, about=f"{self._draft_id}:{what}")

    def _on_moved(self, draft_id: str, what: str, then: Callable[[Any], None], result: object) -> None:
        # Another visit may have come into view meanwhile; the rows of one household never show up in another.
        if draft_id == self._draft_id:
            self._on_their_way.discard(what)
            then(result)

    def _on_not_moved(self, draft_id: str, what: str, problem: FieldSurveyError) -> None:
        if draft_id == self._draft_id:
            self._on_their_way.discard(what)
            for section in self._sections.values():
                section.hold(is_held=False)
        self._notify.error(problem)

    def _name(self, group: str, row: str) -> str:
        section = self._sections.get(group)
        number = self._number(group, row)
        line = section.table.table.line(number - 1) if section is not None else None
        told = next((text for text in line.texts[1:] if text), "") if line else ""
        return told or f"第 {number} 条"

    def _number(self, group: str, row: str) -> int:
        rows = [found[ROW] for found in self._sheet.rows(group)]
        return rows.index(row) + 1 if row in rows else 0


def _named(view: DraftView, group: str, rows: Sequence[str]) -> dict[str, str]:
    """Removed rows by what they were called; those of this visit come last, as what was done last."""
    names = {row: view.removed_names.get(f"{group}/{row}") or "没有内容的一条" for row in rows}
    return dict(sorted(names.items(), key=lambda named: EARLIER not in named[1]))
