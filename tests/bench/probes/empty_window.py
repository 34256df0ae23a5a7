"""The reference of a start: imports what any such program imports, and shows an empty window."""

import os
import sys

import sqlalchemy  # noqa: F401  # Its import is part of what is measured.
from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 760)
window.show()
while not window.windowHandle().isExposed():
    application.processEvents()
application.processEvents()
print("ready", flush=True)
os._exit(0)
