"""Carrying work by stick: nothing counts as delivered before the other side's receipt is back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.cards import ReadCard, ReceiptCard, RefusedCard, StickCard, WrittenCard
from fieldsurvey.services.cards import StickView as Stick
from fieldsurvey.services.draft_views import DraftCard
from fieldsurvey.services.exchange import Exchange
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.stick.mounts import plugged_in
from ui.screens.stick.view import StickView

LOOK_MS: Final = 2_000
_STATES: Final = {
    "new": ("可读取", ""),
    "read": ("已读过", "quiet"),
    "not_for_us": ("不是给本机的", "quiet"),
    "refused": ("不能读", "stop"),
}


class StickPresenter(QObject):
    """Signals:
    cases_changed: packages were read, lists may differ.
    stick_chosen: a folder that is no stick but was chosen by hand, to be offered again next time.
    """

    cases_changed = Signal()
    stick_chosen = Signal(str)

    def __init__(
        self,
        view: StickView,
        *,
        jobs: Jobs,
        notify: Notify,
        exchange: Exchange,
        visits: Visits,
        other_side: str,
        own_code: str,
        last_folder: str = "",
        look_for: Callable[[], list[tuple[str, str]]] = plugged_in,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._exchange = exchange
        self._visits = visits
        self._half_done = 0
        self._other_side = other_side
        self._own_code = own_code
        self._last_folder = last_folder
        self._look_for = look_for
        self._folder = ""
        self._sticks: list[tuple[str, str]] = []
        self._progress: Progress | None = None
        self._is_looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._on_look)
        view.came.connect(self._on_came)
        view.went.connect(self._timer.stop)
        view.folder_chosen.connect(self._on_picked)
        view.write_requested.connect(self._on_write)
        view.read_requested.connect(self._on_read)
        view.cancel_requested.connect(self._on_cancel)

    def _on_came(self) -> None:
        self._timer.start()
        self._on_look()
        self._refresh()

    def be_known_as(self, own_code: str) -> None:
        """Headquarters has given this machine another code."""
        self._own_code = own_code
        self._refresh()

    def _on_look(self) -> None:
        # A dead network mount can hang: one look at a time, never before the answers, and none during work.
        if not self._is_looking and self._progress is None:
            self._is_looking = True
            self._jobs.look(self, self._look_for, then=self._on_sticks)

    def _on_sticks(self, sticks: list[tuple[str, str]]) -> None:
        self._is_looking = False
        self._show_sticks(sticks)
        if self._last_folder and not self._folder:
            folder, self._last_folder = self._last_folder, ""
            self._jobs.look(self, Path(folder).is_dir, then=partial(self._on_last_folder, folder))

    def _show_sticks(self, sticks: list[tuple[str, str]]) -> None:
        if sticks == self._sticks:
            return
        gone = {folder for folder, _ in self._sticks} - {folder for folder, _ in sticks}
        self._sticks = sticks
        if self._folder in gone:
            self._folder = ""
            self._view.show_stick("U盘已拔出。", [], [])
        if not self._folder and sticks:
            self._on_folder(sticks[0][0])
        else:
            self._view.show_sticks(sticks, self._folder)

    def _on_last_folder(self, folder: str, is_there: bool) -> None:
        if is_there and not self._folder:
            self._on_folder(folder)

    def _on_picked(self, folder: str) -> None:
        if folder not in (stick for stick, _ in self._sticks):
            self.stick_chosen.emit(folder)
        self._on_folder(folder)

    def _on_folder(self, folder: str) -> None:
        self._folder = folder
        self._view.show_sticks(self._sticks, folder)
        self._refresh()

    def _refresh(self) -> None:
        self._jobs.submit(self, self._visits.open_drafts, then=self._on_half_done)
        self._jobs.submit(self, self._exchange.receipts, then=self._on_receipts, about="receipts")
        if self._folder:
            look = partial(self._exchange.look, Path(self._folder))
            self._jobs.submit(self, look, then=self._on_stick, failed=self._on_unreadable, doing="正在看U盘…")

    def _on_stick(self, stick: Stick) -> None:
        new = sum(card.state == "new" for card in stick.files)
        told = f"U盘上有 {len(stick.files)} 个包,其中 {new} 个可读取。" if stick.files else "U盘上还没有本程序的包。"
        self._view.show_stick(told, stick.warnings, [self._stick_line(card) for card in stick.files])

    def _on_unreadable(self, problem: FieldSurveyError) -> None:
        self._view.show_stick(problem.told, [], [])

    def _on_half_done(self, drafts: list[DraftCard]) -> None:
        self._half_done = len(drafts)

    def _on_receipts(self, receipts: list[ReceiptCard]) -> None:
        waiting = sum(card.sent - card.confirmed for card in receipts)
        unwritten = _yet_to_write([card for card in receipts if card.unwritten])
        if not receipts:
            told = "还没有入网,见“设置”。" if self._other_side == "总部" else "还没有已入网的笔记本,见“设置”。"
        elif waiting:
            told = f"有 {waiting} 张修改单已写入,还在等{self._other_side}回执。"
        else:
            told = f"写入的修改单{self._other_side}都已确认。"
        if unwritten:
            told = unwritten + (told if waiting else "")
        if self._half_done:
            told += f"另有 {self._half_done} 户没做完,只在本机,不会写入U盘。"
        self._view.show_receipts(told, [_receipt_line(card) for card in receipts])

    def _on_write(self) -> None:
        write = partial(self._exchange.write, Path(self._folder), progress=self._begin("正在写入U盘…"))
        self._work(write, then=self._on_written)

    def _on_read(self) -> None:
        read = partial(self._exchange.read_stick, Path(self._folder), progress=self._begin("正在读取U盘…"))
        self._work(read, then=self._on_read_done)

    def _begin(self, doing: str) -> Progress:
        self._progress = Progress()
        self._view.set_working(is_working=True)
        self._view.progress.begin(doing)
        return self._progress

    def _work(
        self,
        work: "partial[list[WrittenCard]] | partial[Sequence[ReadCard | RefusedCard]]",
        *,
        then: Callable[..., None],
    ) -> None:
        self._jobs.submit(
            self,
            work,
            then=then,
            failed=self._on_failed,
            progress=self._progress,
            on_progress=self._on_progress,
        )

    def _on_progress(self, progress: Progress) -> None:
        self._view.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._progress = None
        self._view.set_working(is_working=False)
        self._view.show_sticks(self._sticks, self._folder)
        self._refresh()

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._end()
        self._notify.error(problem)

    def _on_written(self, cards: list[WrittenCard]) -> None:
        self._end()
        self._view.show_outcome([self._written_line(card) for card in cards])
        if any(card.changes for card in cards):
            self._notify.done(f"已写入U盘,等{self._other_side}回执。可以拔出U盘了。")
        elif cards:
            self._notify.done("已写入U盘,只带回执。可以拔出U盘了。")
        else:
            self._notify.tell("没有新的内容要写,U盘没有改动。")

    def _on_read_done(self, cards: Sequence[ReadCard | RefusedCard]) -> None:
        self._end()
        self._view.show_outcome([_read_line(card) for card in cards])
        refused = sum(isinstance(card, RefusedCard) for card in cards)
        read = [card for card in cards if isinstance(card, ReadCard) and not card.already]
        if refused:
            self._notify.warn(f"有 {refused} 个包没有采用,原因见下面;本机内容没有因它们改动。")
        elif read:
            new, changed = sum(card.cases_new for card in read), sum(card.cases_changed for card in read)
            self._notify.done(f"已读取 {len(read)} 个包:新增 {new} 户,更新 {changed} 户。")
        else:
            self._notify.tell("没有新的包可读。")
        if read:
            self.cases_changed.emit()

    def _stick_line(self, card: StickCard) -> Line:
        state, mark = _STATES.get(card.state, (card.state, ""))
        told = card.sentence
        if card.sender == self._own_code and card.state == "not_for_us":
            state, told = "本机写的", f"交给{self._other_side}读取"
        return Line(card.name, (card.name, _people(card.sender), str(card.seq or ""), state, told), mark)

    def _written_line(self, card: WrittenCard) -> Line:
        carried = f"{card.changes} 张修改单" if card.changes else "只带回执"
        told = f"给{_people(card.recipient)},{carried}" + (",U盘上本来就有" if card.already else "")
        waiting = f";等{self._other_side}回执" if card.changes else ""
        return Line(card.name, ("已写入U盘", card.name, told + waiting), "done")


def _people(code: str) -> str:
    return "总部" if code == "HQ" else code


def _read_line(card: ReadCard | RefusedCard) -> Line:
    if isinstance(card, RefusedCard):
        return Line(card.name, ("没有采用", card.name, f"{card.sentence} [{card.code}]"), "stop")
    if card.already:
        return Line(card.name, ("以前读过", card.name, "没有变化"), "quiet")
    parts = [f"来自{_people(card.sender)}:新增 {card.cases_new} 户,更新 {card.cases_changed} 户"]
    if card.clashes_new:
        parts.append(f"新冲突 {card.clashes_new} 处")
    if card.aside:
        parts.append(f"{card.aside} 张修改单暂放一边(写的人没有权限)")
    if card.forks:
        parts.append(f"{card.forks} 处编号重复,对方可能被复制过,请联系总部")
    if card.missing:
        parts.append(f"第 {'、'.join(map(str, card.missing))} 号包还没收到")
    return Line(card.name, ("已读取", card.name, ";".join(parts)), "soft" if card.missing or card.aside else "done")


def _yet_to_write(cards: Sequence[ReceiptCard]) -> str:
    each = "、".join(f"给{_people(card.code)}的 {card.unwritten} 张" for card in cards)
    return f"还有修改单没有写入,请写入U盘:{each}。" if cards else ""


def _receipt_line(card: ReceiptCard) -> Line:
    waiting = card.sent - card.confirmed
    counts = (str(count) for count in (card.unwritten, card.sent, card.confirmed, waiting))
    texts = (_people(card.code), *counts, card.last_receipt or "还没有")
    return Line(card.code, texts, "soft" if waiting or card.unwritten else "done")
