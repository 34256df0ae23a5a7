"""表样 between the panel and the service."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fieldsurvey.services.form_templates import FormTemplates, TemplateCard
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.reference.forms_panel import FormsPanel


class FormsPresenter(QObject):
    """Shows what the forms look like here and carries changes to the service."""

    def __init__(self, panel: FormsPanel, *, jobs: Jobs, notify: Notify, templates: FormTemplates) -> None:
        super().__init__(panel)
        self._panel = panel
        self._jobs = jobs
        self._notify = notify
        self._templates = templates
        self._cards: list[TemplateCard] = []
        self._form = ""
        panel.form_chosen.connect(self._on_form)
        panel.rename_requested.connect(self._on_rename)
        panel.restore_requested.connect(self._on_restore)
        panel.export_requested.connect(self._on_export)
        panel.import_requested.connect(self._on_import)
        panel.refused.connect(notify.warn)

    def refresh(self) -> None:
        """Reads everything anew."""
        self._jobs.submit(self, self._templates.cards, then=self._on_cards, about="forms")

    def _on_cards(self, cards: list[TemplateCard]) -> None:
        self._cards = cards
        lines = [
            Line(card.form, (card.title, card.template, str(card.copies), "本单位的" if card.is_own else ""))
            for card in cards
        ]
        self._panel.show_forms(lines, self._form)

    def _on_form(self, form: str) -> None:
        self._form = form
        card = next((each for each in self._cards if each.form == form), None)
        if card is not None:
            self._panel.show_form(card.title, card.copies, is_own=card.is_own)
            preview = partial(self._templates.preview, form)
            self._jobs.submit(self, preview, then=partial(self._on_preview, form), about="form")

    def _on_preview(self, form: str, pdf: bytes) -> None:
        if form == self._form:
            self._panel.show_pages(pdf)

    def _change(self, call: Callable[[], TemplateCard], told: str) -> None:
        self._jobs.submit(self, call, then=partial(self._on_changed, told), doing="正在存下…")

    def _on_changed(self, told: str, card: TemplateCard) -> None:
        self._form = card.form
        self._notify.done(f"{told}下次写入U盘时带给每台笔记本。")
        self.refresh()

    def _on_rename(self, form: str, title: str, copies: int) -> None:
        self._change(partial(self._templates.rename, form, title, copies), f"已存下:{title},一式 {copies} 份。")

    def _on_restore(self, form: str) -> None:
        self._change(partial(self._templates.restore, form), "已恢复随程序来的表样。")

    def _on_import(self, form: str, path: str) -> None:
        take = partial(self._templates.take_layout, form, Path(path))
        self._change(take, f"以后按“{Path(path).name}”里的表样打印。")

    def _on_export(self, form: str, path: str) -> None:
        write = partial(self._templates.write_layout, form, Path(path))
        told = f"表样已存为 {Path(path).name}。改好后在总部用“用文件里的表样”读回来。"
        self._jobs.submit(self, write, then=lambda _: self._notify.done(told), doing="正在存下…")
