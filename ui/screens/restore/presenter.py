"""Looking for back-ups and restoring one, as jobs; nobody is signed in meanwhile."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from ui.home import Home, words_in
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.restore.view import RestoreView

if TYPE_CHECKING:
    from fieldsurvey.services.restore import Offer, Restored

EVIDENCE_LACKS = "B112"


class RestorePresenter(QObject):
    """Signals:
    restored: a home is there, to be signed in to.
    closed: the user goes back.
    """

    restored = Signal()
    closed = Signal()

    def __init__(self, view: RestoreView, *, jobs: Jobs, notify: Notify, home: Home) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._home = home
        self._offers: dict[str, Offer] = {}
        self._progress: Progress | None = None
        view.place_chosen.connect(self.look_in)
        view.offer_chosen.connect(self._on_chosen)
        view.restore_requested.connect(self._on_restore)
        view.cancel_requested.connect(self._on_cancel)
        view.closed.connect(self._on_closed)
        view.ended.connect(self.restored)

    def open(self, *, has_home: bool) -> None:
        """Begins anew; what lies in the home's own folder of back-ups is offered at once."""
        self._view.show_problem("")
        self._view.show_offers([])
        if not has_home:
            self._view.show_home("这台电脑上还没有数据。请选放备份的文件夹,或U盘上的加密副本文件。")
            return
        self._view.show_home(
            "现有数据不会删除,改名放在旁边。恢复以后成为一台新的设备:笔记本要重新入网,总部要重新接纳各台笔记本。"
        )
        self._jobs.submit(self, partial(self._home.offers, self._home.backups), then=self._on_offers, failed=_ignore)

    def look_in(self, place: str) -> None:
        """Looks for back-ups in a folder, or takes a sealed copy."""
        self._view.show_problem("")
        # What lay in the place before is no answer for this one.
        self._on_offers([])
        look = partial(self._home.offers, Path(place))
        self._jobs.submit(self, look, then=self._on_offers, failed=self._on_failed, doing="正在找备份…")

    def _on_offers(self, offers: "list[Offer]") -> None:
        self._offers = {str(offer.path): offer for offer in offers}
        self._view.show_offers([_line(offer) for offer in offers])

    def _on_chosen(self, path: str) -> None:
        offer = self._offers.get(path)
        if offer is not None:
            staff = [(person.staff_id, person.name) for person in offer.staff]
            self._view.show_offer(staff, is_sealed=offer.is_sealed, trouble=offer.trouble, note=_note(offer))

    def _on_restore(self, staff_id: str, passphrase: str, words: str) -> None:
        path = self._view.table.chosen_id
        if path not in self._offers:
            return
        if not passphrase and not words.strip():
            self._view.show_problem("请输入口令,或写恢复词。")
            return
        key = (staff_id, passphrase, words_in(words))
        self._restore(partial(self._home.restore, Path(path), *key))

    def _restore(self, work: "partial[Restored]") -> None:
        self._progress = Progress()
        self._view.show_problem("")
        self._view.set_working(is_working=True)
        self._view.progress.begin("正在恢复…")
        self._jobs.submit(
            self,
            partial(work, progress=self._progress),
            then=self._on_restored,
            failed=partial(self._on_restore_failed, work),
            progress=self._progress,
            on_progress=self._on_progress,
        )

    def _on_restored(self, done: "Restored") -> None:
        self._end()
        self._view.forget()
        told = [f"{done.at} 的备份:{done.cases} 户,{done.drafts} 份没做完的入户,佐证 {done.evidence} 份。"]
        if done.practice:
            told.insert(0, "恢复的是练习数据,全部虚构。")
        if done.left_out:
            told.append(f"有 {done.left_out} 份佐证文件没有恢复,以后可以从别的备份或对方的数据包补回。")
        if done.aside:
            told.append(f"原来的数据没有删除,放在 {done.aside}")
        told.append("登录以后是一台新的设备:笔记本要重新入网,总部要重新接纳各台笔记本。")
        self._view.show_done("\n".join(told))

    def _on_restore_failed(self, work: "partial[Restored]", problem: FieldSurveyError) -> None:
        self._end()
        if problem.code != EVIDENCE_LACKS:
            self._on_failed(problem)
            return
        self._notify.ask(
            self._view,
            f"{problem.told}\n\n缺的佐证文件以后可以从别的备份或对方的数据包补回。",
            yes="不带这些文件恢复(&Y)",
            then=lambda: self._restore(partial(work, without_evidence=True)),
        )

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.show_problem(problem.told)

    def _on_progress(self, progress: Progress) -> None:
        self._view.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_closed(self) -> None:
        self._view.forget()
        self.closed.emit()

    def _end(self) -> None:
        self._progress = None
        self._view.progress.end()
        self._view.set_working(is_working=False)


def _ignore(_: FieldSurveyError) -> None:
    """That the home's own folder holds no back-up is no problem: another one is chosen."""


def _line(offer: "Offer") -> Line:
    if offer.is_sealed:
        return Line(str(offer.path), ("加密副本", offer.path.name, "", "", ""))
    if offer.trouble:
        return Line(str(offer.path), (offer.path.name, "不能用", "", "", ""), "stop")
    counts = (str(offer.cases), str(offer.drafts), str(offer.evidence))
    whose = f"练习 {offer.whose}".strip() if offer.practice else offer.whose
    return Line(str(offer.path), (offer.at, whose, *counts))


def _note(offer: "Offer") -> str:
    if not offer.practice:
        return ""
    return "这是练习数据的备份,里面的人和数都是虚构的,不能恢复到正式数据上。"
