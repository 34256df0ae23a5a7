"""One value after the other into the national system, between the narrow window and the service that remembers."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.national_lines import CHANGED, COPIED, GIVEN, MISSING, UNASKED, EntryLine
from fieldsurvey.services.national import Entries, National
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.screens.entry.view import EntryView
from ui.widgets.short_clipboard import ShortClipboard

_MOST_NAMED: Final = 3
_TICKS: Final = {COPIED: "✓", CHANGED: "!"}
_MARKS: Final = {COPIED: "done", CHANGED: "soft", MISSING: "stop", UNASKED: "quiet", GIVEN: "quiet"}
_HEADING: Final = "§"


class EntryPresenter(QObject):
    """Signals:
    number_saved: the household that got the number of the national system.
    """

    number_saved = Signal(str)

    def __init__(self, view: EntryView, *, jobs: Jobs, national: National) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._national = national
        self._clipboard = ShortClipboard(self)
        self._households: list[tuple[str, str]] = []
        self._number = 0
        self._found: Entries | None = None
        self._lines: dict[str, EntryLine] = {}
        self._at = ""
        view.copy_requested.connect(self._on_copy)
        view.stood_on.connect(self._on_stood)
        view.next_requested.connect(partial(self._turn, 1))
        view.previous_requested.connect(partial(self._turn, -1))
        view.number_given.connect(self._on_number)
        view.closed.connect(self._forget)
        self._clipboard.emptied.connect(lambda: view.say("复制的内容已过 30 秒,剪贴板清空了。要用请再复制一次。"))

    def open(self, households: Sequence[tuple[str, str]]) -> None:
        """Shows the first of these households, pairs of id and number; the others wait behind it."""
        self._forget()
        self._households, self._number = list(households), 0
        self._read()

    def close(self) -> None:
        """Takes the window away and what it put on the clipboard: the home is being locked, or left."""
        self._view.close()

    def _turn(self, by: int) -> None:
        if 0 <= self._number + by < len(self._households):
            self._forget()
            self._number += by
            self._read()

    def _read(self, *, said: str = "") -> None:
        case_id, _ = self._households[self._number]
        then = partial(self._on_read, case_id, said)
        self._jobs.submit(self, partial(self._national.entries, case_id), then=then, about="entry")

    def _on_read(self, case_id: str, said: str, found: Entries) -> None:
        if self._households[self._number][0] != case_id:
            return
        is_first = self._found is None
        self._found = found
        self._lines = {line.key: line for line in found.lines}
        count = len(self._households)
        self._view.show_household(
            found.name or "(未填姓名)",
            f"{found.survey_no}  第 {self._number + 1}/{count} 户" if count > 1 else found.survey_no,
            found.worker_no,
            has_next=self._number + 1 < count,
            has_previous=self._number > 0,
        )
        begin = found.at if found.at in self._lines else self._after("")
        self._view.show_lines(_shown(found.lines), begin)
        self._count()
        if said:
            self._view.say(said, "done")
            self._view.to_next()
        elif is_first:
            self._view.say("上次录到这里,接着来。" if found.at and begin == found.at else "")
            self._view.open_beside()

    def _on_stood(self, key: str) -> None:
        self._at = key
        line = self._lines.get(key)
        if line is not None:
            star = "*" if line.is_required else ""
            self._view.show_box(f"{line.section} · {line.label}{star}", line.text or _instead(line))

    def _on_copy(self) -> None:
        line = self._lines.get(self._at)
        if self._found is None:
            return
        following = self._after(self._at)
        if line is None or not line.text:
            # What lies on the clipboard belongs into another box: it must not be pasted into this one.
            self._clipboard.empty()
            why = f"“{line.label}”没有复制:{line.note}。" if line is not None else ""
            self._view.say(f"{why}现在在下一栏,按 Enter 复制。", "warn")
        else:
            self._clipboard.put(line.text)
            done = replace(line, state=COPIED, note="")
            self._lines[done.key] = done
            self._view.put_line(_line(done))
            self._view.say(f"已复制“{line.label}”,到浏览器按 Ctrl+V。{self._passed(self._at, following)}", "done")
            keep = partial(self._national.keep_place, self._found.case_id, following or done.key, {done.key: done.text})
            self._jobs.submit(self, keep, failed=self._on_failed, about="place")
            self._count()
        if following:
            self._view.stand_on(following)
        elif line is not None and line.text:
            self._view.say(f"已复制“{line.label}”,到浏览器按 Ctrl+V。这一户到头了。", "done")
            self._view.to_number()

    def _after(self, key: str) -> str:
        """The next box that has something to type; empty behind the last one."""
        keys = list(self._lines)
        behind = keys[keys.index(key) + 1 :] if key in self._lines else keys
        return next((each for each in behind if self._lines[each].text), "")

    def _passed(self, begin: str, end: str) -> str:
        """Names what is passed over because it is missing; what need not be typed is not worth a word."""
        keys = list(self._lines)
        last = keys.index(end) if end else len(keys)
        missing = [self._lines[key] for key in keys[keys.index(begin) + 1 : last] if self._lines[key].state == MISSING]
        if not missing:
            return ""
        named = "、".join(f"{line.label}({line.note})" for line in missing[:_MOST_NAMED])
        more = f"等 {len(missing)} 栏" if len(missing) > _MOST_NAMED else ""
        return f"跳过缺的:{named}{more}。"

    def _count(self) -> None:
        there = [line for line in self._lines.values() if line.text]
        done = sum(line.state == COPIED for line in there)
        missing = sum(line.state == MISSING and line.is_required for line in self._lines.values())
        self._view.show_counted(f"已录 {done}/{len(there)}" + (f",必填缺 {missing}" if missing else ""))

    def _on_number(self, untrusted_number: str) -> None:
        if self._found is None:
            return
        give = partial(self._national.give_worker_no, self._found.case_id, untrusted_number)
        then = partial(self._on_given, self._found.case_id)
        self._jobs.submit(self, give, then=then, failed=self._on_failed, about="number")

    def _on_given(self, case_id: str, change_id: str) -> None:
        told = "职工编号已存下。" if change_id else "职工编号本来就是这个。"
        self._read(said=told + ("可以到下一户。" if self._number + 1 < len(self._households) else ""))
        if change_id:
            self.number_saved.emit(case_id)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.say(problem.told, "problem")

    def _forget(self) -> None:
        """Nobody's numbers stay on the clipboard, nor in a window that is not in view."""
        self._clipboard.empty()
        self._found, self._lines, self._at = None, {}, ""
        self._view.show_lines([], "")
        self._view.show_box("", "")


def _instead(line: EntryLine) -> str:
    return f"缺:{line.note}" if line.state == MISSING else line.note


def _line(line: EntryLine) -> Line:
    star = "*" if line.is_required else ""
    text = line.text.replace("\n", " ") or ("缺" if line.state == MISSING else "—")
    if not line.text and line.note:
        text = f"{text}({line.note})"
    return Line(line.key, (_TICKS.get(line.state, ""), line.label + star, text), _MARKS.get(line.state, ""))


def _shown(lines: Sequence[EntryLine]) -> list[Line]:
    """The lines with the name of each section before it."""
    found, section = [], ""
    for line in lines:
        if line.section != section:
            section = line.section
            found.append(Line(_HEADING + section, ("", f"【{section}】", ""), "quiet"))
        found.append(_line(line))
    return found
