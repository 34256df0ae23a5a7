"""三方比对 through jobs: look at a list, keep the outcome in the files, write it down."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.services.national import National, TookNational
from fieldsurvey.services.national_comparing import DIFFERS, DOUBTFUL, EQUAL, OUTCOMES, Compared, Comparison
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.comparison.national_view import NationalView
from ui.watched import Watched

_MARKS: Final = {DIFFERS: "soft", DOUBTFUL: "soft", EQUAL: "done"}


class NationalPresenter(QObject):
    """Signals:
    cases_changed: outcomes were kept in files of households.
    """

    cases_changed = Signal()

    def __init__(self, view: NationalView, *, jobs: Jobs, notify: Notify, national: National, can_give: bool) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._national = national
        self._can_give = can_give
        self._found: Comparison | None = None
        self._shown: dict[str, Compared] = {}
        self._long = Watched(view, view.progress.cancel_requested, jobs=jobs, notify=notify, parent=self)
        view.file_chosen.connect(self._on_file)
        view.take_requested.connect(self._on_take)
        view.export_chosen.connect(self._on_export)
        view.outcome_chosen.connect(self._show)
        view.household_chosen.connect(self._on_household)

    def _on_file(self, path: str) -> None:
        look = partial(self._national.look, Path(path), progress=self._long.begin("正在比对…"))
        self._long.run(look, self._on_found)

    def _on_found(self, found: Comparison) -> None:
        self._found = found
        counted = [
            (outcome, f"{text} {count}") for outcome, text in OUTCOMES.items() if (count := found.count(outcome))
        ]
        self._view.show_found(found.told, counted, can_give=self._can_give and bool(found.numbers))
        self._show("")
        self._view.to_work()

    def _show(self, outcome: str) -> None:
        if self._found is None:
            return
        order = list(OUTCOMES)
        wanted = [each for each in self._found.households if outcome in ("", each.outcome)]
        wanted.sort(key=lambda each: (order.index(each.outcome), each.row, each.survey_no))
        self._shown = {str(number): each for number, each in enumerate(wanted)}
        self._view.show_households([_household(number, each) for number, each in self._shown.items()])

    def _on_household(self, number: str) -> None:
        each = self._shown.get(number)
        if each is not None:
            self._view.show_boxes(
                [
                    Line(
                        box.key,
                        (box.label, box.national or "(空)", box.here or "(缺)", box.paper),
                        "" if box.is_equal else "soft",
                    )
                    for box in each.boxes
                ]
            )

    def _on_take(self, with_numbers: bool) -> None:  # what the box beside it says
        if self._found is not None:
            take = partial(
                self._national.take, self._found, with_numbers=with_numbers, progress=self._long.begin("正在记入…")
            )
            self._long.run(take, self._on_taken)

    def _on_taken(self, took: TookNational) -> None:
        (self._notify.warn if took.refused else self._notify.done)(took.told)
        self.cases_changed.emit()

    def _on_export(self, path: str) -> None:
        if self._found is not None:
            export = partial(self._national.export, Path(path), self._found)
            then = partial(self._on_exported, Path(path).name)
            self._jobs.submit(self, export, then=then, doing="正在写表格…", about="export")

    def _on_exported(self, name: str, _: None) -> None:
        self._notify.done(f"已写成 {name},号码已遮盖。")


def _household(number: str, each: Compared) -> Line:
    labels = "、".join(box.label for box in each.boxes)
    told = ";".join(part for part in (f"{labels}不同", each.twice) if part) if each.outcome == DIFFERS else each.told
    row = f"第 {each.row} 行:" if each.row and not each.survey_no else ""
    texts = (OUTCOMES[each.outcome], each.survey_no, each.name, each.number_here or each.number_there, row + told)
    return Line(number, texts, _MARKS.get(each.outcome, ""))
