"""Tools, Scripts, Color line art with nurie."""

from krita import Extension, Krita
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from . import coloring

TITLE = "Color line art with nurie"


class ColorLineArt(Extension):
    """The menu entry."""

    def setup(self):
        """Krita asks for this; there is nothing to set up."""

    def createActions(self, window):  # noqa: N802  (Krita's name)
        """Add the entry to a window."""
        window.createAction("nurie_color", TITLE, "tools/scripts").triggered.connect(self.color)

    def color(self):
        """Color the active layer of the active document."""
        document = Krita.instance().activeDocument()
        node = document and document.activeNode()
        if not node:
            QMessageBox.information(None, TITLE, "Open a picture and choose its line layer first.")
            return
        command = self.command()
        if not command:
            return
        pick, chosen = QInputDialog.getInt(
            None, TITLE, f'Lines: "{node.name()}".\nWhich of the nine colorings?', 1, 1, 9
        )
        if not chosen:
            return
        QApplication.setOverrideCursor(Qt.WaitCursor)
        try:
            coloring.color(document, node, command, pick)
        except coloring.ColoringError as error:
            QApplication.restoreOverrideCursor()
            QMessageBox.warning(None, TITLE, str(error))
        else:
            QApplication.restoreOverrideCursor()

    def command(self):
        """The nurie program; the user is asked once where it is, if it is not on the path."""
        krita = Krita.instance()
        found = coloring.find_command(krita.readSetting("nurie", "command", ""))
        if not found:
            found, _ = QFileDialog.getOpenFileName(None, "Where is the nurie program?")
            krita.writeSetting("nurie", "command", found)
        return found
