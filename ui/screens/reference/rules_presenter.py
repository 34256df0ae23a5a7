"""规则 between the panel and the service: changes are gathered here until they are stored as a new version."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fieldsurvey.case.in_force import InForce
from fieldsurvey.rules.parameter import Parameter
from fieldsurvey.services.rule_sets import RuleSetLine, RuleSets, Variant
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.reference.pending import Change, Pending
from ui.screens.reference.rules_panel import RulesPanel, VariantText

_STICK = "下次写入U盘时带给每台笔记本。"


class RulesPresenter(QObject):
    """Shows versions and parameters and carries changes to the service, each after what it turns has been seen."""

    def __init__(
        self, panel: RulesPanel, *, jobs: Jobs, notify: Notify, rule_sets: RuleSets, in_force: Callable[[], InForce]
    ) -> None:
        super().__init__(panel)
        self._panel, self._jobs, self._notify = panel, jobs, notify
        self._rule_sets = rule_sets
        self._lines: list[RuleSetLine] = []
        self._parameters: list[Parameter] = []
        self._changes: dict[str, str] = {}
        self._version = self._path = self._search = self._section = ""
        self._pending = Pending(panel.flips, jobs=jobs, notify=notify, show=self._on_show, in_force=in_force)
        panel.version_chosen.connect(self._on_version)
        panel.parameter_chosen.connect(self._on_parameter)
        panel.search_changed.connect(self._on_search)
        panel.section_chosen.connect(self._on_section)
        panel.change_requested.connect(self._on_change)
        panel.save_requested.connect(self._on_save)
        panel.export_requested.connect(self._on_export)
        panel.import_requested.connect(self._on_import)
        panel.end_requested.connect(self._on_end)
        panel.refused.connect(notify.warn)

    def refresh(self) -> None:
        """Reads everything anew; changes that were not stored stay."""
        self._pending.refresh()
        self._jobs.submit(self, self._rule_sets.lines, then=self._on_lines, about="rules")

    def _on_show(self, is_shown: bool) -> None:
        self._panel.show_flips(is_shown=is_shown)

    def _on_lines(self, lines: list[RuleSetLine]) -> None:
        self._lines = lines
        shown = [
            Line(each.name, (each.name, each.rule_set.title, each.rule_set.effective_on, _state(each)),
                 "" if each.is_in_force else "quiet")
            for each in lines
        ]  # fmt: skip
        self._panel.show_versions(shown, self._version)

    def _on_version(self, name: str) -> None:
        line = next((each for each in self._lines if each.name == name), None)
        if line is None:
            return
        if name != self._version:
            self._changes.clear()
        self._version = name
        rule_set = line.rule_set
        number = f",{rule_set.document_no}" if rule_set.document_no else ""
        origin = "随程序来" if line.is_shipped else "本级"
        about = f"{rule_set.title}({line.place_name},{rule_set.effective_on} 起{number},{origin})"
        self._panel.show_version(about, VariantText(rule_set.title, "", "", rule_set.place))
        self._read()

    def _read(self) -> None:
        read = partial(self._rule_sets.parameters, self._version, dict(self._changes))
        self._jobs.submit(self, read, then=partial(self._on_parameters, self._version), about="parameters")

    def _on_parameters(self, version: str, found: list[Parameter]) -> None:
        if version != self._version:
            return
        self._parameters = found
        self._panel.show_sections(list(dict.fromkeys(each.section for each in found)), self._section)
        self._show_parameters()
        told = f"已改 {len(self._changes)} 处,还没有存。" if self._changes else "改了值再另存,原来的版本不变。"
        self._panel.show_changes(told, may_save=True)

    def _show_parameters(self) -> None:
        lines: list[Line] = []
        section = ""
        for each in self._parameters:
            if self._section not in ("", each.section) or self._search not in f"{each.section}{each.label}{each.value}":
                continue
            if each.section != section:
                section = each.section
                lines.append(Line("", (f"【{section}】", "", "", ""), "quiet"))
            texts = (each.label, each.value, each.source, "假设" if each.is_assumed else "")
            lines.append(Line(each.path, texts, "soft" if each.path in self._changes else ""))
        self._panel.show_parameters(lines, self._path)

    def _on_parameter(self, path: str) -> None:
        found = next((each for each in self._parameters if each.path == path), None)
        if found is not None:
            self._path = path
            source = f"出处:{found.source}。" if found.source else ""
            assumed = "这一项是假设,没有公布的依据。" if found.is_assumed else ""
            self._panel.show_parameter(found.label, found.value, f"{found.how}。{source}{assumed}")

    def _on_search(self, text: str) -> None:
        self._search = text
        self._show_parameters()

    def _on_section(self, section: str) -> None:
        self._section = section
        self._show_parameters()

    def _on_change(self, path: str, value: str) -> None:
        if path:
            changes = {**self._changes, path: value}
            read = partial(self._rule_sets.parameters, self._version, changes)
            self._jobs.submit(self, read, then=partial(self._on_changed, self._version, changes), about="change")

    def _on_changed(self, version: str, changes: dict[str, str], found: list[Parameter]) -> None:
        if version == self._version:
            self._changes = changes
            self._on_parameters(version, found)

    def _on_save(self, text: VariantText) -> None:
        variant = Variant(text.title, text.effective_on, text.document_no, text.place)
        changes = dict(self._changes)
        change = Change(
            f"另存为新版本:{text.title}",
            partial(self._rule_sets.flips, self._version, changes, variant),
            partial(self._rule_sets.save, self._version, changes, variant),
            f"已另存为新版本。{_STICK}",
            said=f"改了 {len(changes)} 处。",
        )
        self._pending.begin(change, then=self._on_made)

    def _on_import(self, path: str) -> None:
        change = Change(
            f"读入“{Path(path).name}”",
            partial(self._rule_sets.flips_of_file, Path(path)),
            partial(self._rule_sets.take, Path(path)),
            f"已读入。{_STICK}",
        )
        self._pending.begin(change, then=self._on_made)

    def _on_export(self, name: str, path: str) -> None:
        write = partial(self._rule_sets.write, name, Path(path))
        told = f"规则已存为 {Path(path).name}。改好后在总部用“读文件”读回来。"
        self._jobs.submit(self, write, then=lambda _: self._notify.done(told), doing="正在存下…")

    def _on_end(self, name: str, on: str) -> None:
        end = partial(self._rule_sets.end, name, on)
        self._jobs.submit(self, end, then=lambda _: self._on_ended(name, on), doing="正在存下…")

    def _on_ended(self, name: str, on: str) -> None:
        self._notify.done(f"{name} 已从 {on} 起停用。{_STICK}")
        self.refresh()

    def _on_made(self, made: object) -> None:
        self._changes.clear()
        if isinstance(made, RuleSetLine):
            self._version = made.name
        self.refresh()


def _state(each: RuleSetLine) -> str:
    if each.ended_on:
        return f"{each.ended_on} 停用"
    return "在用" if each.is_in_force else ""
