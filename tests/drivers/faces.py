"""打印字体 in 设置, in the words of whoever chooses one."""

from PySide6.QtWidgets import QComboBox

from tests.drivers.pages import Page


class FacesPage(Page):
    """The card of 设置 where one chooses what forms are printed in; `use` is `body` or `title`."""

    name = "about"

    @property
    def told(self) -> str:
        """What is said about the machine's fonts."""
        return self.app.text("faces_told")

    def offered(self, use: str) -> list[str]:
        """What there is to choose from, as the list has it."""
        combo = self._list(use)
        return [combo.itemText(line) for line in range(combo.count())]

    def chosen(self, use: str) -> str:
        """What is in use."""
        return self._list(use).currentText()

    def choose(self, use: str, name: str) -> "FacesPage":
        """Chooses a face by its name."""
        combo = self._list(use)
        combo.setCurrentIndex(combo.findText(name))
        combo.activated.emit(combo.currentIndex())
        self.app.settle()
        return self

    def _list(self, use: str) -> QComboBox:
        return self.app.find(QComboBox, f"{use}_face")
