"""The printers of this machine, as Qt knows them; tests put printers that write to a file in its place."""

from collections.abc import Callable
from typing import Final

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.settings import MOST_COPIES, Duplex, PrintChoice
from ui.screens.printing.errors import PrintedToFileError
from ui.screens.printing.pages import prepared

TRAYS: Final = {
    QPrinter.PaperSource.Upper: "上层纸盒",
    QPrinter.PaperSource.Middle: "中层纸盒",
    QPrinter.PaperSource.Lower: "下层纸盒",
    QPrinter.PaperSource.Manual: "手送口",
    QPrinter.PaperSource.LargeCapacity: "大容量纸盒",
    QPrinter.PaperSource.Cassette: "纸盒",
    QPrinter.PaperSource.FormSource: "按纸张选纸盒",
}
# Every job of a run would be written over the one before; and a part of the pages is no paper of record.
NOT_ASKED: Final = (
    QAbstractPrintDialog.PrintDialogOption.PrintToFile,
    QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
    QAbstractPrintDialog.PrintDialogOption.PrintSelection,
    QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage,
)


class Printers:
    """Asks the system; quick enough for the window's thread, as its own dialogs do."""

    def names(self) -> list[str]:
        """The printers that are set up on this machine."""
        return QPrinterInfo.availablePrinterNames()

    def usual(self) -> str:
        """The system's own printer, or nothing."""
        return QPrinterInfo.defaultPrinterName()

    def trays(self, name: str) -> dict[int, str]:
        """The trays that one can choose from, by number; only Windows tells them to Qt."""
        asked = getattr(self._named(name), "supportedPaperSources", None)
        found = asked() if asked is not None else []
        return {source.value: TRAYS[source] for source in found if source in TRAYS}

    def can_turn(self, name: str) -> bool:
        """Whether it turns sheets by itself, as far as the system knows."""
        modes = QPrinterInfo.printerInfo(name).supportedDuplexModes()
        return any(mode is not QPrinter.DuplexMode.DuplexNone for mode in modes)

    def make(self, choice: PrintChoice) -> QPrinter:
        """A printer that prints forms as chosen; the sides are in the order in which they are given."""
        return prepared(self._named(choice.printer or self.usual()), tray=choice.tray, duplex=duplex_of(choice))

    def ask(
        self,
        choice: PrintChoice,
        parent: QWidget,
        then: Callable[[PrintChoice], None],
        refused: Callable[[FieldSurveyError], None],
    ) -> None:
        """Lets the system's dialog ask; `then` hears what was chosen there, `refused` why it cannot be printed so.

        Its printer goes with it: each job gets one of its own, made from the choice.
        """
        printer = self.make(choice)
        printer.setCopyCount(choice.copies)
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle("打印")
        for option in NOT_ASKED:
            dialog.setOption(option, False)

        def chosen() -> None:
            try:
                made = self.chosen(choice, printer)
            except PrintedToFileError as problem:
                refused(problem)
            else:
                then(made)

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def chosen(self, before: PrintChoice, printer: QPrinter) -> PrintChoice:
        """What somebody has set on a printer; a tray stays chosen as long as the printer has it.

        Raises:
            PrintedToFileError: it would write into a file.
        """
        if printer.outputFileName():
            raise PrintedToFileError
        name = printer.printerName()
        trays = self.trays(name)
        tray = next((each for each in (printer.paperSource().value, before.tray) if each in trays), -1)
        turns = printer.duplex() is not QPrinter.DuplexMode.DuplexNone
        duplex: Duplex = "auto" if turns else "manual" if before.duplex == "manual" else "single"
        return PrintChoice(name, tray, duplex, min(max(printer.copyCount(), 1), MOST_COPIES))

    def _named(self, name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(name)
        return printer


def duplex_of(choice: PrintChoice) -> QPrinter.DuplexMode:
    """What the printer itself is to do: sheets turned by hand go through it one side at a time."""
    is_auto = choice.duplex == "auto"
    return QPrinter.DuplexMode.DuplexLongSide if is_auto else QPrinter.DuplexMode.DuplexNone
