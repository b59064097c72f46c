# What the tests use of pytest-qt, whose own keys and mouse say nothing of what they take.

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self, TypeAlias

from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

Troubles: TypeAlias = list[tuple[type[BaseException], BaseException, TracebackType]]

class SignalBlocker:
    signal_triggered: bool
    args: list[Any] | None
    def wait(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

class QtBot:
    def addWidget(
        self, widget: QWidget, *, before_close_func: Callable[[Any], None] | None = None
    ) -> None: ...
    def wait(self, ms: int) -> None: ...
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None: ...
    def waitActive(self, widget: QWidget, *, timeout: int = 5000) -> AbstractContextManager[Any]: ...
    def waitExposed(self, widget: QWidget, *, timeout: int = 5000) -> AbstractContextManager[Any]: ...
    def waitSignal(
        self,
        signal: SignalInstance,
        *,
        timeout: int = 5000,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker: ...
    def waitSignals(
        self, signals: list[SignalInstance], *, timeout: int = 5000, raising: bool | None = None
    ) -> SignalBlocker: ...
    def assertNotEmitted(self, signal: SignalInstance, *, wait: int = 0) -> AbstractContextManager[None]: ...
    def captureExceptions(self) -> AbstractContextManager[Troubles]: ...
    @staticmethod
    def keyClick(
        widget: QWidget | QWindow,
        key: Qt.Key | str,
        modifier: Qt.KeyboardModifier = ...,
        delay: int = -1,
    ) -> None: ...
    @staticmethod
    def keyClicks(
        widget: QWidget, sequence: str, modifier: Qt.KeyboardModifier = ..., delay: int = -1
    ) -> None: ...
    @staticmethod
    def mouseClick(
        widget: QWidget | QWindow,
        button: Qt.MouseButton,
        stateKey: Qt.KeyboardModifier = ...,
        pos: QPoint = ...,
        delay: int = -1,
    ) -> None: ...
    @staticmethod
    def mouseDClick(
        widget: QWidget | QWindow,
        button: Qt.MouseButton,
        stateKey: Qt.KeyboardModifier = ...,
        pos: QPoint = ...,
        delay: int = -1,
    ) -> None: ...
    @staticmethod
    def mousePress(
        widget: QWidget | QWindow,
        button: Qt.MouseButton,
        stateKey: Qt.KeyboardModifier = ...,
        pos: QPoint = ...,
        delay: int = -1,
    ) -> None: ...
    @staticmethod
    def mouseRelease(
        widget: QWidget | QWindow,
        button: Qt.MouseButton,
        stateKey: Qt.KeyboardModifier = ...,
        pos: QPoint = ...,
        delay: int = -1,
    ) -> None: ...
    @staticmethod
    def mouseMove(widget: QWidget | QWindow, pos: QPoint = ..., delay: int = -1) -> None: ...
