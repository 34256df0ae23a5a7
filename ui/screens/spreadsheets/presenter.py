"""Spreadsheets in and out through jobs: what came of an import stays in view until the next one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldsurvey.exchange.mapping import ColumnMap
from fieldsurvey.exchange.reading import SheetProblem
from fieldsurvey.services.sheet_exports import Exported, SheetExports
from fieldsurvey.services.spreadsheets import SheetReport, Spreadsheets
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.spreadsheets.view import SpreadsheetsView
from ui.watched import Watched


class SpreadsheetsPresenter(QObject):
    """Signals:
    cases_changed: households were taken in, lists may differ.
    closed: the user wants to go back to where they came from.
    """

    cases_changed = Signal()
    closed = Signal()

    def __init__(
        self, view: SpreadsheetsView, *, jobs: Jobs, notify: Notify, spreadsheets: Spreadsheets, exports: SheetExports
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._spreadsheets = spreadsheets
        self._exports = exports
        self._cases: list[str] | None = None
        self._report: SheetReport | None = None
        self._long = Watched(view, view.cancel_requested, jobs=jobs, notify=notify, parent=self)
        view.import_requested.connect(self._on_import)
        view.template_requested.connect(self._on_template)
        view.report_requested.connect(self._on_report)
        view.export_requested.connect(self._on_export)
        view.closed.connect(self.closed)

    def refresh(self) -> None:
        """Reads the column maps anew."""
        self._jobs.submit(self, self._spreadsheets.column_maps, then=self._on_maps)

    def choose(self, cases: Sequence[str] | None) -> None:
        """Which households the next exports write: those of a filtered list, or all of them for None."""
        self._cases = None if cases is None else list(cases)
        self._view.show_which("导出全部户。" if cases is None else f"导出列表中选出的 {len(cases)} 户。")

    def _on_maps(self, maps: list[ColumnMap]) -> None:
        self._view.show_maps([each.name for each in maps])

    def _on_import(self, path: str, source: str, map_name: str) -> None:
        read = self._spreadsheets.import_workbook
        work = partial(read, Path(path), source=source, map_name=map_name, progress=self._long.begin("正在导入…"))
        self._long.run(work, self._on_imported)

    def _on_imported(self, report: SheetReport) -> None:
        self._report = report
        self._view.show_outcome(report.told, [_line(*each) for each in enumerate(report.problems)])
        if report.stopped:
            self._notify.warn(f"没有导入完:{report.stopped}已导入的都在;再导入一次会接着做完。")
        elif report.problems:
            self._notify.warn("已导入。要核对的逐处列在下面。")
        else:
            self._notify.done(report.told)
        if report.taken:
            self.cases_changed.emit()

    def _on_template(self, path: str) -> None:
        write = partial(self._spreadsheets.write_template, Path(path))
        self._jobs.submit(self, write, then=partial(self._on_written, path), doing="正在写模板…")

    def _on_report(self, path: str) -> None:
        if self._report is not None:
            write = partial(self._spreadsheets.write_report, Path(path), self._report)
            self._jobs.submit(self, write, then=partial(self._on_written, path), doing="正在写表格…")

    def _on_written(self, path: str, _: None) -> None:
        self._notify.done(f"已写到 {path}")

    def _on_export(self, path: str, full: bool, why: str) -> None:
        progress = self._long.begin("正在导出…")
        write = partial(self._exports.export_full, why=why) if full else self._exports.export_workbook
        self._long.run(partial(write, Path(path), cases=self._cases, progress=progress), self._on_exported)

    def _on_exported(self, exported: Exported) -> None:
        parts = [f"已导出 {exported.cases} 户,导出编号 {exported.number}。"]
        parts += [f"分成 {len(exported.paths)} 个文件。"] if len(exported.paths) > 1 else []
        parts += [f"有 {exported.cut} 格文字太长,没有写全。"] if exported.cut else []
        parts += [str(path) for path in exported.paths]
        self._view.show_exported("\n".join(parts))
        self._notify.done(parts[0])


def _line(number: int, problem: SheetProblem) -> Line:
    texts = (
        problem.sheet,
        str(problem.row or ""),
        problem.column,
        problem.household,
        problem.outcome,
        problem.reason,
        problem.text,
    )
    return Line(str(number), texts, "soft" if problem.is_kept or problem.is_doubtful else "stop")
