"""The editor of an evidence file: shows what is kept; a file comes in through the page's own button."""

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from ui.widgets.pieces import label, row
from ui.wizard.editors.editor import Editor


class FileEditor(Editor):
    """Name and size of a file that is sealed in the home; it is added and removed with its row."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: Value = None
        self._text = label(role="quiet", name="file_name", wrap=True)
        row(self._text, 1, into=self)

    def _show(self, value: object) -> None:
        known = value if isinstance(value, dict) else {}
        self._value = dict(known) or None
        size = known.get("size")
        shown = f"{size / 1024:,.0f} KB" if isinstance(size, int) else ""
        self._text.setText(f"{known.get('name', '')}  {shown}".strip() or "(还没有文件)")

    def _read(self) -> Value:
        return self._value
