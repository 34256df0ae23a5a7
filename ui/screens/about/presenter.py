"""Settings of this machine, and enrolment by files and digits read aloud."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

import fieldsurvey
from fieldsurvey.services.cards import PeerCard
from fieldsurvey.services.describing import HomeCard, described
from fieldsurvey.services.exchange import Exchange
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.about.view import AboutView

_DESKS = {"laptop": "笔记本", "headquarters": "总部"}


class AboutPresenter(QObject):
    """Signals:
    scale_chosen: the size of type in per cent.
    enrolled: the card of this home, read anew: packages can be written and read from now on.
    """

    scale_chosen = Signal(int)
    enrolled = Signal(object)

    def __init__(
        self, view: AboutView, *, jobs: Jobs, notify: Notify, exchange: Exchange, card: HomeCard, folder: Path
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._exchange = exchange
        self._folder = folder
        self._is_headquarters = card.kind == "headquarters"
        self._show(card)
        view.scale_chosen.connect(self.scale_chosen)
        view.request_wanted.connect(self._on_request)
        view.answer_given.connect(self._on_answer)
        view.admission_wanted.connect(self._on_admission)

    def refresh(self) -> None:
        """Reads the known devices anew."""
        if self._is_headquarters:
            self._jobs.submit(self, self._exchange.peers, then=self._on_peers, about="peers")

    def _show(self, card: HomeCard) -> None:
        facts = [
            ("岗位", "总部" if self._is_headquarters else f"入户笔记本 {card.code}"),
            ("单位", card.organisation or "(入网后由总部给出)"),
            ("数据文件夹", str(self._folder)),
            ("忘了口令时", "可用总部的恢复词" if card.recovery else "还没有第二条路:入网后可用总部的恢复词"),
            ("程序版本", fieldsurvey.__version__),
        ]
        self._view.show_machine(facts)
        self._view.show_roles(is_headquarters=self._is_headquarters, is_enrolled=card.enrolled)

    def _on_peers(self, peers: list[PeerCard]) -> None:
        self._view.show_devices([_line(peer) for peer in peers])

    def _on_request(self, folder: str) -> None:
        write = partial(self._exchange.enrolling.write_request, Path(folder))
        self._jobs.submit(self, write, then=self._on_request_written)

    def _on_request_written(self, path: Path) -> None:
        self._notify.done("申请已写入U盘。请把U盘交给总部,再打电话读出核对码。")
        told = f"申请已写到 {path}。打电话把这 12 位核对码读给总部(不要写在U盘上):"
        digits = self._exchange.enrolling.own_fingerprint
        self._jobs.submit(self, digits, then=partial(self._view.show_digits, told))

    def _on_answer(self, path: str, digits: str) -> None:
        finish = partial(self._exchange.enrolling.finish, Path(path), fingerprint=digits)
        self._jobs.submit(self, finish, then=self._on_enrolled, doing="正在入网…")

    def _on_enrolled(self, _: None) -> None:
        self._notify.done("已入网,可以写入和读取U盘了。")
        # Headquarters may have given another code, and its name: no screen shall go on with the old ones.
        self._jobs.submit(self, partial(described, self._folder), then=self._on_described)

    def _on_described(self, card: HomeCard) -> None:
        self._show(card)
        self.enrolled.emit(card)

    def _on_admission(self, path: str, code: str, digits: str) -> None:
        admit = partial(
            self._exchange.enrolling.accept_request,
            Path(path),
            code=code,
            fingerprint=digits,
            out_folder=Path(path).parent,
        )
        self._jobs.submit(self, admit, then=partial(self._on_admitted, code))

    def _on_admitted(self, code: str, path: Path) -> None:
        self._notify.done(f"已接纳 {code}。请把U盘带回笔记本,再打电话读出总部的核对码。")
        told = f"已接纳 {code},答复写在 {path}。打电话把总部的核对码读给笔记本(不要写在U盘上):"
        digits = self._exchange.enrolling.own_fingerprint
        self._jobs.submit(self, digits, then=partial(self._view.show_digits, told))
        self.refresh()


def _line(peer: PeerCard) -> Line:
    texts = (
        peer.code + ("(已停用)" if peer.revoked else ""),
        _DESKS.get(peer.desk, peer.desk),
        peer.last_written or "还没有",
        peer.last_read or "还没有",
        str(peer.unacknowledged),
    )
    return Line(peer.device, texts, "quiet" if peer.revoked else "")
