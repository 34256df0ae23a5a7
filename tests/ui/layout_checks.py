"""What the eye would find wrong with a page: cut text, parts on top of each other, a keyboard that jumps about."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QMainWindow,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from ui.widgets.choice_line import ChoiceList
from ui.widgets.eliding_label import ElidingLabel

SLACK_PX = 2
DEPTH = 8


def faults(window: QMainWindow, size: tuple[int, int]) -> list[str]:
    """Everything that is wrong with what is in view, once its layouts have come to rest."""
    for _ in range(DEPTH):
        # What lies within scrolled areas is laid out one level at a time, each by an event of its own.
        QApplication.processEvents()
    found = []
    if (window.width(), window.height()) != size:
        found.append(f"window: wants {window.width()}x{window.height()} where there is {size[0]}x{size[1]}")
    shown = [part for part in window.findChildren(QWidget) if part.isVisible()]
    for part in shown:
        if isinstance(part, QScrollArea) and part.objectName().startswith("area:"):
            needs, has = part.widget().width(), part.viewport().width()
            if needs > has + SLACK_PX:
                found.append(f"{_path(part)}: what scrolls up and down needs {needs} px across and has {has}")
        found += [f"{_path(part)}: {fault}" for fault in (*_cut(part), *_outside(part))]
    found += _on_top_of_each_other(window.centralWidget())
    stack = window.findChild(QWidget, "pages")
    if stack is not None:
        found += _taken(window, stack)
        found += _jumps(stack)
    return found


def _taken(window: QMainWindow, stack: QWidget) -> Iterator[str]:
    """Letters of the navigation that something in view on the page takes too."""
    navigation = window.findChild(QWidget, "navigation")
    if navigation is None or not navigation.isVisible():
        return
    letters = {letter for each in navigation.findChildren(QAbstractButton) for letter in _letters(each)}
    for part in stack.findChildren(QWidget):
        for letter in letters & _letters(part) if part.isVisible() else ():
            yield f"{_path(part)}: takes Alt+{letter} of the navigation"


def _letters(part: QWidget) -> set[str]:
    if isinstance(part, QTabBar):
        texts = [part.tabText(number) for number in range(part.count())]
    else:
        texts = [part.text()] if isinstance(part, QAbstractButton) else []
    shortcuts = (QKeySequence.mnemonic(each).toString() for each in texts)
    return {each.removeprefix("Alt+") for each in shortcuts if each}


def _cut(part: QWidget) -> Iterator[str]:
    if isinstance(part, ElidingLabel | QToolButton):
        return  # The first gives way on purpose, the second is Qt's own, such as the cross in the search line.
    if isinstance(part, QLabel):
        yield from _cut_label(part)
    elif isinstance(part, QAbstractButton | QComboBox | QTabBar):
        yield from _cut_button(part)
    elif isinstance(part, QHeaderView) and part.orientation() is Qt.Orientation.Horizontal:
        yield from _cut_headers(part)


def _cut_label(part: QLabel) -> Iterator[str]:
    if part.text() and part.wordWrap():
        needed = part.heightForWidth(part.width())
        if needed > part.height() + SLACK_PX:
            yield f"text needs {needed} px of height and has {part.height()}: {part.text()[:30]}"
    elif part.text() and part.sizeHint().width() > part.width() + SLACK_PX:
        yield f"text needs {part.sizeHint().width()} px and has {part.width()}: {part.text()[:30]}"


def _cut_button(part: QWidget) -> Iterator[str]:
    needed = part.sizeHint() if isinstance(part, QAbstractButton) else part.minimumSizeHint()
    if needed.width() > part.width() + SLACK_PX or needed.height() > part.height() + SLACK_PX:
        text = part.text() if isinstance(part, QAbstractButton) else ""
        yield f"needs {needed.toTuple()} and has {part.size().toTuple()}: {text[:20]}"


def _cut_headers(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count()):
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        room = header.sectionSize(section)
        if title and not header.isSectionHidden(section) and header.fontMetrics().horizontalAdvance(title) > room:
            yield f"column {title} needs more than {room} px"


def _outside(part: QWidget) -> Iterator[str]:
    parent = part.parentWidget()
    if parent is None or part.isWindow() or isinstance(part, ChoiceList) or _scrolls(parent):
        return
    grown = parent.rect().adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
    if not grown.contains(part.geometry()):
        yield f"lies at {part.geometry().getRect()} outside its parent's {parent.rect().getRect()}"


def _scrolls(parent: QWidget) -> bool:
    above = parent.parentWidget()
    is_view = parent.objectName() in ("qt_scrollarea_viewport", "qt_scrollarea_vcontainer", "qt_scrollarea_hcontainer")
    return is_view or isinstance(above, QScrollArea)


def _on_top_of_each_other(parent: QWidget) -> list[str]:
    found = []
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not isinstance(child, ChoiceList)
    ]
    if parent.layout() is not None:
        for number, one in enumerate(children):
            for other in children[number + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > SLACK_PX and shared.height() > SLACK_PX:
                    found.append(f"{_path(one)} and {_path(other)} share {shared.getRect()}")
    for child in children:
        found += _on_top_of_each_other(child)
    return found


def _jumps(page: QWidget) -> list[str]:
    stops = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        can_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if can_stop and widget.focusProxy() is None and page.isAncestorOf(widget) and widget.isVisible():
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return [
        f"the keyboard jumps from {_path(before)} back to {_path(after)}"
        for before, after in pairwise(stops)
        if _is_behind(*_places(before, after, page))
    ]


def _is_behind(was: QRect, now: QRect) -> bool:
    return now.bottom() < was.top() and now.left() <= was.left()


def _places(before: QWidget, after: QWidget, page: QWidget) -> tuple[QRect, QRect]:
    """Where both are: on what scrolls when it is the same for both, else as they are seen."""
    sheets = [_sheet_of(part) for part in (before, after)]
    if sheets[0] is not None and sheets[0] is sheets[1]:
        sheet = sheets[0]
        return _on(sheet, before), _on(sheet, after)
    return _seen_at(before, page), _seen_at(after, page)


def _on(sheet: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(sheet, QPoint(0, 0)), part.size())


def _sheet_of(part: QWidget) -> QWidget | None:
    above: QWidget | None = part
    while above is not None:
        parent = above.parentWidget()
        if parent is not None and parent.objectName() == "qt_scrollarea_viewport":
            return above
        above = parent
    return None


def _seen_at(part: QWidget, page: QWidget) -> QRect:
    """Where a part is on the page; what is scrolled out of view stands at the edge of what it scrolls in."""
    place = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
    above = part.parentWidget()
    while above is not None and above is not page:
        if above.objectName() == "qt_scrollarea_viewport":
            view = QRect(above.mapTo(page, QPoint(0, 0)), above.size())
            place.moveTop(min(max(place.top(), view.top() - place.height()), view.bottom()))
            place.setHeight(max(1, min(place.height(), view.bottom() - place.top())))
        above = above.parentWidget()
    return place


def _path(part: QWidget) -> str:
    names: list[str] = []
    above: QWidget | None = part
    while above is not None and len(names) < 3:
        names.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names)
