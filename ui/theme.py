"""How the window looks: shipped type, one palette, one style sheet, all scaled together."""

import re
from functools import cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.resources import font_path, resource

SMALLEST: Final = 100
LARGEST: Final = 160
BASE_POINT_SIZE: Final = 10.5
FAMILY: Final = "Noto Sans SC"
RARE_FAMILY: Final = "LXGW WenKai"

COLOURS: Final = {
    "ink": "#1f2933",
    "label": "#46525e",
    "quiet": "#5b6773",
    "faint": "#9aa5b1",
    "ground": "#f4f6f8",
    "paper": "#ffffff",
    "stripe": "#fafbfc",
    "hair": "#e9edf1",
    "line": "#d5dbe1",
    "edge": "#aeb8c2",
    "scroll": "#c3ccd5",
    "blue": "#1f5fa8",
    "blue_dark": "#194f8d",
    "blue_night": "#0d2f57",
    "tint": "#eaf2fb",
    "tint_line": "#c9def4",
    "choice": "#d6e6f7",
    "stop": "#c8201e",
    "stop_ground": "#fdecec",
    "soft": "#fff6e0",
    "soft_line": "#ecd08a",
    "soft_ink": "#7a5200",
    "done": "#23704a",
    "done_ground": "#e8f5ee",
}

_TOKEN = re.compile(r"\$([a-z_]+)|@(\d+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def load_fonts() -> None:
    """Makes the shipped type known to Qt; the program looks the same on every machine."""
    # The last one draws the rare characters of names that the first two do not have.
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "LXGWWenKai-Regular.ttf"):
        QFontDatabase.addApplicationFont(str(font_path(name)))


def dress(application: QApplication, scale: int) -> None:
    """Gives the whole program its look at a size of `scale` per cent (100-160); safe to call again."""
    kept = min(max(scale, SMALLEST), LARGEST)
    if application.property("dressed") == kept:
        return  # Once more would polish every widget there is for nothing.
    application.setProperty("dressed", kept)
    application.setStyle("Fusion")
    application.setPalette(_palette())
    font = QFont([FAMILY, RARE_FAMILY])
    font.setPointSizeF(BASE_POINT_SIZE * kept / 100)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    application.setFont(font)
    application.setStyleSheet(style_sheet(kept))


def style_sheet(scale: int) -> str:
    """The shipped sheet with its colours and its pixels filled in."""
    text = _COMMENT.sub("", resource("style", "fieldsurvey.qss").read_text(encoding="utf-8"))

    words = {**COLOURS, "here": resource("style").as_posix()}

    def filled(found: re.Match[str]) -> str:
        return words[found[1]] if found[1] else f"{max(1, round(int(found[2]) * scale / 100))}px"

    return _TOKEN.sub(filled, text)


def set_state(widget: QWidget, name: str, value: str) -> None:
    """Sets a property that the style sheet looks at, and lets it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # Not looked at yet; that comes with its first showing.
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def ems(widget: QWidget, count: float) -> int:
    """A width of so many Chinese characters in the widget's own type."""
    return round(widget.fontMetrics().horizontalAdvance("口") * count)


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "ground",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "paper",
        QPalette.ColorRole.AlternateBase: "stripe",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "paper",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "blue",
        QPalette.ColorRole.HighlightedText: "paper",
        QPalette.ColorRole.Link: "blue",
        QPalette.ColorRole.PlaceholderText: "faint",
    }
    for role, name in roles.items():
        palette.setColor(role, QColor(COLOURS[name]))
    return palette
