"""What Qt says by itself (menus of a field, file dialogs, standard buttons), in Chinese."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

LACKING = {"&Look in:": "位置(&L)：", "Files of &type:": "文件类型(&T)："}
"""What Qt's own file of Chinese words has not kept up with."""


class QtWords(QTranslator):
    """Qt's own Chinese words, which come with it, and those that they lack."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Chinese words; None where there are none."""
        return super().translate(context, source, disambiguation, n) or LACKING.get(source)


def speak_chinese(app: QObject) -> QtWords:
    """The words to install for an application; dates and numbers are Chinese from now on."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    return QtWords(app)
