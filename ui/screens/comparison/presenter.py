"""Lists of other offices through jobs: look, take, settle, take back; what was looked at is what is taken."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.exchange.people_lists import LeftOut, line_told
from fieldsurvey.services.comparison_plan import Met, Plan
from fieldsurvey.services.comparison_shown import CandidateCard, Doubt, ListCard, Side
from fieldsurvey.services.comparisons import Comparisons, Glance, Took, Undone
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.comparison.doubts_page import PARTS, Beside
from ui.screens.comparison.new_page import ColumnShown
from ui.screens.comparison.view import ComparisonView
from ui.watched import Watched

NOBODY = "none"
MOST_LEFT_OUT = 200


class ComparisonPresenter(QObject):
    """Signals:
    cases_changed: results were taken into files of households or out of them.
    """

    cases_changed = Signal()

    def __init__(
        self,
        view: ComparisonView,
        *,
        jobs: Jobs,
        notify: Notify,
        comparisons: Comparisons,
        today: Callable[[], str],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._comparisons = comparisons
        self._today = today
        self._cards: dict[str, ListCard] = {}
        self._plan: Plan | None = None
        self._list = ""
        self._doubts: dict[str, Doubt] = {}
        self._open_numbers: dict[str, dict[str, str]] = {}
        self._long = Watched(view, view.progress.cancel_requested, jobs=jobs, notify=notify, parent=self)
        self._connect()

    def refresh(self) -> None:
        """Reads the lists anew."""
        self._jobs.submit(self, self._comparisons.lists, then=self._on_lists, about="lists")

    def _connect(self) -> None:
        view = self._view
        view.lists.new_requested.connect(self._on_new)
        view.lists.doubts_requested.connect(self._on_doubts_wanted)
        view.lists.undo_requested.connect(self._on_undo)
        view.new.file_chosen.connect(self._on_file)
        view.new.look_requested.connect(self._on_look)
        view.new.take_requested.connect(self._on_take)
        view.new.closed.connect(self._to_lists)
        view.doubts.line_chosen.connect(self._on_line)
        view.doubts.candidate_chosen.connect(self._on_candidate)
        view.doubts.same_requested.connect(self._on_settle)
        view.doubts.nobody_requested.connect(lambda line: self._on_settle(line, NOBODY))
        view.doubts.reveal_requested.connect(self._on_reveal)
        view.doubts.closed.connect(self._to_lists)

    def _on_lists(self, cards: list[ListCard]) -> None:
        self._cards = {card.id: card for card in cards}
        self._view.lists.show_lists(
            [_list_line(card) for card in cards], {card.id: not card.undone_on for card in cards}
        )

    def _to_lists(self) -> None:
        self._view.turn_to(self._view.lists)
        self._view.lists.to_work()
        self.refresh()

    def _on_new(self) -> None:
        self._plan = None
        self._view.turn_to(self._view.new)
        self._view.new.begin(self._today())

    def _on_file(self) -> None:
        page = self._view.new
        glance = partial(self._comparisons.glance, Path(page.path), page.agency, page.item or "-", sheet=page.sheet)
        self._jobs.submit(self, glance, then=self._on_glance, failed=self._on_unreadable, doing="正在看表格…")

    def _on_glance(self, glance: Glance) -> None:
        columns = [ColumnShown(each.text, "、".join(each.samples), each.target) for each in glance.headings]
        self._view.new.show_columns(columns, glance.sheets, glance.sheet)

    def _on_unreadable(self, problem: FieldSurveyError) -> None:
        self._view.new.show_columns([], [], "")
        self._notify.error(problem)

    def _on_look(self) -> None:
        page = self._view.new
        look = partial(
            self._comparisons.look,
            Path(page.path),
            page.agency,
            page.item,
            received_on=page.day,
            columns=page.columns,
            sheet=page.sheet,
            progress=self._long.begin("正在比对…"),
        )
        self._long.run(look, self._on_looked)

    def _on_looked(self, plan: Plan) -> None:
        self._plan = plan
        mets = sorted((*plan.sure, *plan.doubtful), key=lambda met: met.line.row)
        left = [_left_line(each) for each in plan.left_out[:MOST_LEFT_OUT]]
        self._view.new.show_plan(plan.told, [*(_met_line(met) for met in mets[:8]), *left])

    def _on_take(self) -> None:
        if self._plan is not None:
            take = partial(self._comparisons.take, self._plan, progress=self._long.begin("正在记入…"))
            self._long.run(take, self._on_taken)

    def _on_taken(self, took: Took) -> None:
        self._plan = None
        self._notify.done(took.told)
        if took.results:
            self.cases_changed.emit()
        if took.doubts:
            self._on_doubts_wanted(took.list)
        else:
            self._to_lists()

    def _on_undo(self, record: str) -> None:
        card = self._cards.get(record)
        if card is not None:
            question = f"撤销“{card.title}”?它记入 {card.matched} 户的比对结果会全部去掉,待认定的也不再保留。"
            self._notify.ask(self._view, question, yes="撤销(&Y)", then=partial(self._undo, record))

    def _undo(self, record: str) -> None:
        undo = partial(self._comparisons.undo, record, progress=self._long.begin("正在撤销…"))
        self._long.run(undo, self._on_undone)

    def _on_undone(self, undone: Undone) -> None:
        (self._notify.warn if undone.kept else self._notify.done)(undone.told)
        self.refresh()
        self.cases_changed.emit()

    def _on_doubts_wanted(self, record: str) -> None:
        card = self._cards.get(record)
        if not record or (card is not None and card.undone_on):
            return
        self._list = record
        self._view.turn_to(self._view.doubts)
        self.refresh()
        self._read_doubts()

    def _read_doubts(self) -> None:
        read = partial(self._comparisons.doubts, self._list)
        self._jobs.submit(self, read, then=self._on_doubts, about="doubts")

    def _on_doubts(self, doubts: list[Doubt]) -> None:
        self._doubts = {str(doubt.line): doubt for doubt in doubts}
        self._open_numbers = {}
        title = self._cards[self._list].title if self._list in self._cards else "这份名单"
        self._view.doubts.show_lines(f"{title}:{len(doubts)} 行要认定", [_doubt_line(doubt) for doubt in doubts])
        self._view.doubts.to_work()

    def _on_line(self, line: str) -> None:
        self._open_numbers = {}
        doubt = self._doubts.get(line)
        if doubt is not None:
            self._view.doubts.show_candidates([_candidate_line(each) for each in doubt.candidates])

    def _on_candidate(self, key: str) -> None:
        doubt = self._doubts.get(self._view.doubts.lines.chosen_id)
        found = next((each for each in doubt.candidates if each.key == key), None) if doubt else None
        if found is not None:
            theirs, ours = _parts(found.theirs), _parts(found.ours)
            theirs |= self._open_numbers.get("", {})
            ours |= self._open_numbers.get(key, {})
            told = f"相似 {found.score} 分:{'、'.join(found.told)}"
            whose = f"档案里写的({found.survey_no} {found.household}户,{found.relation})"
            self._view.doubts.show_beside(Beside(whose, theirs, ours, told, found.unlike))

    def _on_settle(self, line: str, choice: str) -> None:
        settle = partial(self._comparisons.settle, self._list, int(line), choice)
        self._jobs.submit(self, settle, then=partial(self._on_settled, choice), doing="正在记入…")

    def _on_settled(self, choice: str, _: None) -> None:
        self._notify.done("已认定为都不是,不记入任何一户。" if choice == NOBODY else "已认定,记入这一户的比对结果。")
        self._read_doubts()
        if choice != NOBODY:
            self.cases_changed.emit()

    def _on_reveal(self, line: str) -> None:
        reveal = partial(self._comparisons.reveal, self._list, int(line))
        self._jobs.submit(self, reveal, then=partial(self._on_revealed, line))

    def _on_revealed(self, line: str, numbers: dict[str, dict[str, str]]) -> None:
        if line == self._view.doubts.lines.chosen_id:
            self._open_numbers = numbers
            self._on_candidate(self._view.doubts.people.chosen_id)


def _list_line(card: ListCard) -> Line:
    state = f"{card.undone_on} 撤销" if card.undone_on else "要认定" if card.open_doubts else "采用"
    numbers = (str(card.lines), str(card.matched), str(card.households), str(card.open_doubts))
    texts = (card.received_on, card.agency, card.item, card.file, *numbers, state)
    return Line(card.id, texts, "quiet" if card.undone_on else "soft" if card.open_doubts else "")


def _met_line(met: Met) -> Line:
    first = met.candidates[0]
    more = f" 等 {len(met.candidates)} 人" if len(met.candidates) > 1 else ""
    ours = "要认定" + more if not met.method else "对上" + (f" {len(met.candidates)} 户" if more else "")
    told = f"{first.score} 分:{'、'.join(first.told)}"
    mark = "" if met.method else "soft"
    return Line(str(met.line.row), (line_told(met.line.row), met.line.who.name, ours, told), mark)


def _left_line(each: LeftOut) -> Line:
    return Line(
        f"left:{each.row}", (line_told(each.row), "", "没有比对", each.why), "soft" if each.is_unread else "quiet"
    )


def _doubt_line(doubt: Doubt) -> Line:
    first = next(iter(doubt.candidates), None)
    likest = f"{first.ours.name} {first.score} 分" if first else "(这一户已不在)"
    return Line(str(doubt.line), (line_told(doubt.line), doubt.name, doubt.detail, likest))


def _candidate_line(each: CandidateCard) -> Line:
    household = f"{each.survey_no} {each.household}"
    return Line(each.key, (str(each.score), each.ours.name, each.relation, household, "、".join(each.told)))


def _parts(side: Side) -> dict[str, str]:
    return {part: str(getattr(side, part)) for part in PARTS}
