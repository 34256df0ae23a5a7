"""标准 between the panel and the service."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.money import fen_of, yuan
from fieldsurvey.case.parse import parse_date
from fieldsurvey.rules.announced import Entered, place_code, told_standard
from fieldsurvey.rules.standards import ITEMS
from fieldsurvey.services.local_standards import LocalStandards, SheetLook, StandardLine
from fieldsurvey.services.redecisions import Redecided, Redecisions
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.reference.pending import Change, Pending
from ui.screens.reference.standards_panel import StandardsPanel, StandardText

_STICK = "下次写入U盘时带给每台笔记本。"
_SHOWN_REFUSED = 3


def items() -> list[tuple[str, str, str]]:
    """What a standard may be about, with its measure."""
    return [(item.id, item.label, item.measure) for item in ITEMS.values()]


class StandardsPresenter(QObject):
    """Shows the standards and carries changes to the service, each after what it turns has been seen."""

    def __init__(
        self,
        panel: StandardsPanel,
        *,
        jobs: Jobs,
        notify: Notify,
        standards: LocalStandards,
        redecisions: Redecisions,
        in_force: Callable[[], InForce],
    ) -> None:
        super().__init__(panel)
        self._panel, self._jobs, self._notify = panel, jobs, notify
        self._standards, self._redecisions = standards, redecisions
        self._lines: list[StandardLine] = []
        self._chosen = ""
        self._doubted: tuple[str, Entered] | None = None
        self._pending = Pending(panel.flips, jobs=jobs, notify=notify, show=self._on_show, in_force=in_force)
        panel.chosen.connect(self._on_chosen)
        panel.add_requested.connect(self._on_add)
        panel.correct_requested.connect(self._on_correct)
        panel.end_requested.connect(self._on_end)
        panel.import_requested.connect(self._on_import)
        panel.template_requested.connect(self._on_template)
        panel.waiting_requested.connect(self._on_waiting)
        panel.refused.connect(notify.warn)

    def refresh(self) -> None:
        """Reads everything anew."""
        self._pending.refresh()
        self._jobs.submit(self, self._standards.lines, then=self._on_lines, about="standards")

    def _on_show(self, is_shown: bool) -> None:
        self._panel.show_flips(is_shown=is_shown)

    def _on_lines(self, lines: list[StandardLine]) -> None:
        self._lines = lines
        shown = [
            Line(
                each.standard.record,
                (
                    each.place_name,
                    each.item.label,
                    yuan(each.standard.amount_fen),
                    each.standard.effective_on,
                    each.standard.document_no,
                    each.state,
                ),
                "" if each.holds else "quiet",
            )
            for each in lines
        ]
        self._panel.show_standards(shown, self._chosen)

    def _on_chosen(self, record: str) -> None:
        self._chosen = record
        line = next((each for each in self._lines if each.standard.record == record), None)
        if line is not None:
            self._panel.show_standard(_text_of(line))

    def _on_add(self, text: StandardText) -> None:
        entered = self._entered(text)
        if entered is not None:
            change = Change(
                f"添加:{told_standard(entered)}",
                partial(self._standards.flips, entered),
                partial(self._standards.add, entered, is_sure=True),
                f"已存下。{_STICK}",
            )
            self._once_sure("", entered, change)

    def _on_correct(self, record: str, text: StandardText) -> None:
        entered = self._entered(text)
        if not record:
            self._notify.warn("请先在左边选一条标准。")
        elif entered is not None:
            change = Change(
                f"改为:{told_standard(entered)}",
                partial(self._standards.flips, entered, record=record),
                partial(self._standards.correct, record, entered, is_sure=True),
                f"已改好。{_STICK}",
            )
            self._once_sure(record, entered, change)

    def _once_sure(self, record: str, entered: Entered, change: Change) -> None:
        """Begins the change, at the second press where it is unlike its neighbours."""
        doubt = partial(self._standards.doubt, entered, record=record)
        self._jobs.submit(self, doubt, then=partial(self._on_doubt, (record, entered), change), about="doubt")

    def _on_doubt(self, meant: tuple[str, Entered], change: Change, doubt: str) -> None:
        if doubt and self._doubted != meant:
            self._doubted = meant
            self._notify.warn(f"{doubt}是的话,请再按一次;不是请改。")
            return
        self._doubted = None
        self._pending.begin(change, then=self._on_made)

    def _on_end(self, record: str, on: str) -> None:
        if not record:
            self._notify.warn("请先在左边选一条标准。")
            return
        change = Change(
            f"从 {on} 起停用" if on else "恢复使用",
            partial(self._standards.flips_of_end, record, on),
            partial(self._standards.end, record, on),
            f"已存下。{_STICK}",
        )
        self._pending.begin(change, then=self._on_made)

    def _on_import(self, path: str) -> None:
        look = partial(self._standards.look, Path(path))
        self._jobs.submit(self, look, then=partial(self._on_look, Path(path).name), doing="正在读表格…")

    def _on_look(self, name: str, look: SheetLook) -> None:
        problems = (*look.doubts, *look.refused)
        refused = [f"{each.where}:{each.problem}" for each in problems[:_SHOWN_REFUSED]]
        more = f"等 {len(problems)} 行" if len(problems) > _SHOWN_REFUSED else ""
        told = look.told + (f"{';'.join(refused)}{more}。" if refused else "")
        if not look.new:
            self._notify.warn(f"{told}没有可导入的。")
            return
        change = Change(
            f"从“{name}”导入",
            partial(self._standards.flips_of_sheet, look),
            partial(self._standards.take, look, is_sure=True),
            f"已导入 {len(look.new)} 条标准。{_STICK}",
            said=told,
        )
        self._pending.begin(change, then=self._on_made)

    def _on_template(self, path: str) -> None:
        write = partial(self._standards.write_template, Path(path))
        told = f"空表已存为 {Path(path).name}。填好后用“从表格导入”读回来。"
        self._jobs.submit(self, write, then=lambda _: self._notify.done(told), doing="正在写表格…")

    def _on_waiting(self) -> None:
        change = Change(
            "认定后标准有变",
            self._redecisions.waiting,
            self._redecisions.decide,
            "",
            yes="重新认定(&S)",
            said="没有认定之后因标准或规则变了而测算不同的户。",
            wants_reason=True,
        )
        self._pending.begin(change, then=self._on_redecided)

    def _on_redecided(self, made: Redecided) -> None:
        self._notify.done(made.told)
        self.refresh()

    def _on_made(self, made: object) -> None:
        if isinstance(made, str):
            self._chosen = made
        self.refresh()

    def _entered(self, text: StandardText) -> Entered | None:
        fen = fen_of(text.amount)
        if fen is None:
            self._notify.warn(f"数额“{text.amount}”不是金额,请只写数字,以元为单位,如 664。")
            return None
        return Entered(
            place=place_code(text.place),
            item=text.item,
            amount_fen=fen,
            effective_on=parse_date(text.effective_on) or text.effective_on,
            announced_on=parse_date(text.announced_on) or text.announced_on,
            document_no=text.document_no,
            remark=text.remark,
        )


def _text_of(line: StandardLine) -> StandardText:
    kept = line.standard
    return StandardText(
        item=kept.item,
        amount=yuan(kept.amount_fen),
        place=kept.place,
        effective_on=kept.effective_on,
        announced_on=kept.announced_on,
        document_no=kept.document_no,
        remark=line.remark,
        ended_on=kept.ended_on,
    )
