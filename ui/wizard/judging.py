"""What is said at a field: what is wrong with its answer, what a second visit changed, and what could not be kept."""

from collections.abc import Callable, Iterable
from datetime import date

from fieldsurvey.case.problems import beside, field_note, field_problem
from ui.wizard.cell import FieldCell
from ui.wizard.elsewhere import Elsewhere
from ui.wizard.marks import Marks
from ui.wizard.sheet import Sheet


class Judging:
    """Looks at one field at a time, over the answers in hand."""

    def __init__(
        self,
        sheet: Sheet,
        marks: Marks,
        *,
        today: Callable[[], date],
        cell: Callable[[str], FieldCell | None],
        elsewhere: Elsewhere,
    ) -> None:
        self._sheet = sheet
        self._marks = marks
        self._today = today
        self._cell = cell
        self._elsewhere = elsewhere
        elsewhere.known.connect(self.compare)
        self._refused: dict[str, str] = {}
        self._beside: dict[str, str] = {}

    def begin(self, case_id: str) -> None:
        """Turns to another draft: nothing of it has been refused yet."""
        self._refused.clear()
        self._elsewhere.begin(case_id)
        self._look_beside()

    def compare(self) -> None:
        """One answer may be wrong beside another, or held elsewhere; it then has to say so, or no longer."""
        before = self._beside
        self._look_beside()
        for address in {address for address, _ in before.items() ^ self._beside.items()}:
            cell = self._cell(address)
            if cell is not None:
                self._say(cell)

    def judge(self, cell: FieldCell) -> None:
        """Says at the field what is wrong with it, or that its answer is not on disk; and beside what else."""
        self.compare()
        self._say(cell)

    def relieve(self, cell: FieldCell) -> None:
        """Takes away what no longer holds of a field being answered; what is new waits until it is left."""
        if cell.problem and cell.address not in self._refused:
            sentence = self._own(cell) or self._beside.get(cell.address, "")
            if not sentence or sentence not in cell.problem:
                cell.show_problem("", "")

    def is_right(self, cell: FieldCell) -> bool:
        """Whether nothing is wrong with the answer as it stands now, said or not yet."""
        otherwise = {point.address for point in beside(self._sheet.document, self._sheet.catalogue)}
        return cell.address not in otherwise | self._refused.keys() and not self._own(cell)

    def judge_answered(self, cells: Iterable[FieldCell]) -> None:
        """Judges what was answered: what never was is no reproach to somebody who has just opened the page."""
        present = list(cells)
        self.mark(present)
        for cell in present:
            if self._sheet.value(cell.address) is not None or cell.address in self._beside:
                self._say(cell)

    def mark(self, cells: Iterable[FieldCell]) -> None:
        """Shows what stood there before, where this visit changed it."""
        for cell in cells:
            self._marks.mark(cell, self._sheet.value(cell.address))

    def refuse(self, address: str, sentence: str) -> str:
        """Notes that an answer could not be kept; returns what to say."""
        self._refused[address] = f"没有存下:{sentence}"
        return self._refused[address]

    def take_back(self, address: str) -> bool:
        """Notes that an answer is kept after all; True when it had been refused."""
        return self._refused.pop(address, None) is not None

    def _look_beside(self) -> None:
        self._elsewhere.ask()
        found = (*self._elsewhere.points(), *beside(self._sheet.document, self._sheet.catalogue))
        self._beside = {point.address: point.sentence for point in found}

    def _say(self, cell: FieldCell) -> None:
        refused = self._refused.get(cell.address)
        if refused is not None:
            cell.show_problem(refused, "")
            return
        sentence = self._own(cell)
        otherwise = self._beside.get(cell.address) or field_note(cell.field, self._sheet.value(cell.address))
        cell.show_problem(sentence or otherwise, cell.field.blocks if sentence else "")

    def _own(self, cell: FieldCell) -> str:
        value, row = self._sheet.value(cell.address), self._sheet.beside(cell.address)
        return field_problem(cell.field, value, self._today(), row)
