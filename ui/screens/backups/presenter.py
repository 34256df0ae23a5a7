"""Back-ups through jobs beside the work of the window: by hand, every hour by themselves, and before leaving."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.backup_cards import BackupCard, BackupDone, BackupState, DrillReport, SealedDone
from fieldsurvey.services.backups import OLD_DAYS, Backups
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.backups.view import BackupsView

LOOK_MS: Final = 10 * 60 * 1000
MIB: Final = 1 << 20
MARKS: Final = {True: "好", False: "不对", None: "没试"}


class BackupsPresenter(QObject):
    """The card in 设置, and the clock behind it."""

    def __init__(
        self, view: BackupsView, *, jobs: Jobs, notify: Notify, backups: Backups, may: Callable[[str], bool]
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._backups = backups
        self._progress: Progress | None = None
        self._leave: Callable[[], None] | None = None
        self._told = ""
        view.show_rights(may_choose=may("backups.choose_folder"), may_seal=may("backups.write_sealed"))
        view.back_up_requested.connect(self._on_back_up)
        view.drill_requested.connect(self._on_drill)
        view.folder_chosen.connect(self._on_folder)
        view.seal_requested.connect(self._on_seal)
        view.cancel_requested.connect(self.stop)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.keep_up)

    def start(self) -> None:
        """Warns of a back-up that is old, and looks every few minutes whether one is due."""
        self._look.start()
        self._jobs.submit(self, self._backups.state, then=self._on_first_state, about="backups", beside=True)

    def refresh(self) -> None:
        """Reads anew how things stand."""
        self._jobs.submit(self, self._backups.state, then=self._on_state, about="backups", beside=True)
        self._jobs.submit(self, self._backups.known, then=self._on_known, about="backup list", beside=True)

    def keep_up(self) -> None:
        """Backs up when one is due; says so only when it did not go."""
        self._by_itself(partial(self._backups.keep_up), self._on_kept_up)

    def before_locking(self) -> None:
        """What is due is done before the key goes; nobody waits for a slow disk or for a drill."""
        self.stop()
        self._by_itself(partial(self._backups.keep_up, carrying=False), self._on_kept_up)

    def before_leaving(self, leave: Callable[[], None]) -> None:
        """Backs up what changed, then leaves; asked a second time it leaves at once."""
        if self._leave is not None:
            self.stop()
            leave()
            return
        self._leave = leave
        self.stop()
        self._progress = None
        self._notify.tell("正在备份,好了就关闭。不想等,再按一次关闭。")
        self._by_itself(
            partial(self._backups.keep_up, at_once=True, carrying=False), lambda _: leave(), lambda _: leave()
        )

    def stop(self) -> None:
        """Stops what is running; it leaves nothing half done."""
        if self._progress is not None:
            self._progress.cancel()

    def _by_itself(
        self,
        work: "partial[BackupDone | None]",
        then: Callable[[BackupDone | None], None],
        failed: Callable[[FieldSurveyError], None] | None = None,
    ) -> None:
        if self._progress is not None and self._leave is None and not self._progress.is_cancelled:
            return
        progress = Progress()
        self._progress = progress

        def on_done(done: BackupDone | None) -> None:
            self._forget(progress)
            then(done)

        def on_failed(problem: FieldSurveyError) -> None:
            self._forget(progress)
            (failed or self._on_kept_up_not)(problem)

        self._jobs.submit(
            self, partial(work, progress=progress), then=on_done, failed=on_failed, progress=progress, beside=True
        )

    def _on_kept_up(self, done: BackupDone | None) -> None:
        if done is None:
            return
        if done.trouble and done.trouble != self._told:
            # A stick in a drawer is told of once, not every hour.
            self._told = done.trouble
            self._notify.warn(f"已备份到本机,但没有复制到备份文件夹。{done.trouble}")
        elif not done.trouble:
            self._told = ""

    def _on_kept_up_not(self, problem: FieldSurveyError) -> None:
        if not isinstance(problem, CancelledError) and problem.told != self._told:
            self._told = problem.told
            self._notify.warn(f"自动备份没有做成。{problem.told}")

    def _on_first_state(self, state: BackupState) -> None:
        self._on_state(state)
        if state.age_days is not None and state.age_days > OLD_DAYS:
            self._notify.warn(f"{state.warnings[0]}在“设置·备份”里。")

    def _on_state(self, state: BackupState) -> None:
        self._view.show_newest(_newest(state), state.warnings)
        folder = f"备份文件夹:{state.folder},{_last(state.carried_at)}" if state.folder else "备份文件夹:没有选"
        sealed = f"加密副本:{_last(state.sealed_at)}。只有总部的恢复词打得开;每周写一份,与电脑分开放。"
        if not state.can_seal:
            sealed = "加密副本:笔记本入网以后才能写。"
        self._view.show_elsewhere(folder, sealed, has_folder=bool(state.folder), can_seal=state.can_seal)

    def _on_known(self, cards: list[BackupCard]) -> None:
        self._view.show_backups([_line(card) for card in cards])

    def _on_back_up(self) -> None:
        self._work(self._backups.back_up, self._on_backed_up, "正在备份…")

    def _on_backed_up(self, done: BackupDone) -> None:
        told = f"已备份并核对:{done.card.cases} 户,佐证 {done.card.evidence} 份。"
        if done.trouble:
            self._notify.warn(f"{told}但没有复制到备份文件夹。{done.trouble}")
        else:
            self._notify.done(told + ("备份文件夹里也有一份。" if done.carried else ""))
        self._view.show_outcome("")

    def _on_drill(self) -> None:
        self._work(self._backups.drill, self._on_drilled, "正在演练…")

    def _on_drilled(self, report: DrillReport) -> None:
        lines = [f"{MARKS[line.ok]}:{line.which} {line.at} {line.told}" for line in report.lines]
        self._view.show_outcome("恢复演练:\n" + "\n".join(lines))
        if report.ok:
            self._notify.done("恢复演练通过:备份恢复得出来,内容一致。临时内容已经清除。")
        else:
            self._notify.warn("恢复演练没有全部通过,原因列在“备份”里。现有数据没有改动;请再备份一次,再演练一次。")

    def _on_folder(self, folder: str) -> None:
        choose = partial(self._backups.choose_folder, Path(folder) if folder else None)
        chosen = partial(self._on_folder_chosen, folder)
        self._jobs.submit(self, choose, then=chosen, about="backup folder", beside=True)

    def _on_folder_chosen(self, folder: str, _: None) -> None:
        if folder:
            self._on_back_up()
        else:
            self._notify.done("以后只备份在这台电脑上。")
            self.refresh()

    def _on_seal(self, folder: str) -> None:
        self._work(partial(self._backups.write_sealed, Path(folder)), self._on_sealed, "正在写加密副本…")

    def _on_sealed(self, done: SealedDone) -> None:
        self._notify.done("加密副本已写到U盘并核对,可以拔出U盘。请与恢复词分开保管。")
        self._view.show_outcome("\n".join(str(path) for path in done.paths))

    def _work(self, work: Callable[..., Any], then: Callable[[Any], None], doing: str) -> None:
        self.stop()
        progress = Progress()
        self._progress = progress
        self._view.set_working(is_working=True)
        self._view.progress.begin(doing)

        def on_done(done: Any) -> None:  # noqa: ANN401 - whatever the service gives
            self._end(progress)
            then(done)
            self.refresh()

        def on_failed(problem: FieldSurveyError) -> None:
            self._end(progress)
            self._notify.error(problem)
            self.refresh()

        self._jobs.submit(
            self, partial(work, progress=progress), then=on_done, failed=on_failed,
            progress=progress, on_progress=self._on_progress, beside=True,
        )  # fmt: skip

    def _on_progress(self, progress: Progress) -> None:
        self._view.progress.show_progress(progress.doing, progress.done, progress.total)

    def _end(self, progress: Progress) -> None:
        self._forget(progress)
        self._view.progress.end()
        self._view.set_working(is_working=False)

    def _forget(self, progress: Progress) -> None:
        if self._progress is progress:
            self._progress = None


def _newest(state: BackupState) -> str:
    if state.age_days is None:
        return "还没有备份。"
    when = "今天" if state.age_days == 0 else f"{state.age_days} 天前"
    drilled = f"上一次恢复演练 {state.drilled_at}。" if state.drilled_at else "还没有做过恢复演练。"
    size = f"{state.size / MIB:.1f} MiB"
    return f"上一次核对过的备份:{state.newest_at}({when})。本机共 {state.count} 份,{size}。{drilled}"


def _last(at: str) -> str:
    return f"最近一份 {at}" if at else "还没有写过"


def _line(card: BackupCard) -> Line:
    where = card.trouble or ("本机" if card.is_local else "备份文件夹")
    numbers = ("", "", "") if card.trouble else (str(card.cases), str(card.drafts), str(card.evidence))
    return Line(str(card.path), (card.at or card.path.name, *numbers, where), "stop" if card.trouble else "")
