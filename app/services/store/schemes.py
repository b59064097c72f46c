"""The schemes that are shipped: found by folder, read and validated when one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.common.errors import EnvironmentTrouble
from app.common.paths import resources
from app.scoring import Scheme, load_scheme

FILE = "scheme.yaml"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}", re.ASCII)
LINE = {key: re.compile(rf"^{key}:[ \t]*(.+?)[ \t]*$", re.MULTILINE) for key in ("title", "version", "kind")}


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """A scheme as a list shows it: found in the lines of its head, the rest not parsed."""

    id: str
    version: str
    title: str
    kind: str


class SchemeLibrary(Mapping[str, Scheme]):
    """Schemes by their id, each loaded once, at its first use. Reads ``<folder>/<id>/scheme.yaml``."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resources() / "schemes"
        self._loaded: dict[str, Scheme] = {}

    def __getitem__(self, scheme_id: str) -> Scheme:
        if scheme_id not in self._loaded:
            if not self._known(scheme_id):
                raise KeyError(scheme_id)
            self._loaded[scheme_id] = load_scheme(_read(self._path(scheme_id)))
        return self._loaded[scheme_id]

    def __contains__(self, scheme_id: object) -> bool:
        return isinstance(scheme_id, str) and (scheme_id in self._loaded or self._known(scheme_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids())

    def __len__(self) -> int:
        return len(self.ids())

    def ids(self) -> tuple[str, ...]:
        """Ids of all schemes, sorted; nothing is loaded."""
        found = (path.parent.name for path in self._folder.glob(f"*/{FILE}"))
        return tuple(sorted({name for name in found if NAME.fullmatch(name)} | self._loaded.keys()))

    def titles(self) -> dict[str, str]:
        """Titles by id; a scheme that was not loaded yet is not parsed, only its title line is looked up."""
        return {each.id: each.title for each in self.entries()}

    def entries(self) -> tuple[SchemeEntry, ...]:
        """Every scheme for a list, sorted by id; nothing is parsed whole."""
        return tuple(self._entry(scheme_id) for scheme_id in self.ids())

    def source(self, scheme_id: str) -> bytes:
        """The very bytes of a shipped scheme, as a package carries them. Raises KeyError."""
        if not self._known(scheme_id):
            raise KeyError(scheme_id)
        return _read(self._path(scheme_id))

    @staticmethod
    def from_bytes(data: bytes) -> Scheme:
        """A scheme that came another way, in a package say. Raises Refusal naming every fault."""
        return load_scheme(data)

    def _path(self, scheme_id: str) -> Path:
        return self._folder / scheme_id / FILE

    def _known(self, scheme_id: str) -> bool:
        return NAME.fullmatch(scheme_id) is not None and self._path(scheme_id).is_file()

    def _entry(self, scheme_id: str) -> SchemeEntry:
        loaded = self._loaded.get(scheme_id)
        if loaded is not None:
            return SchemeEntry(scheme_id, loaded.version, loaded.title, loaded.kind)
        text = _read(self._path(scheme_id)).decode("utf-8", errors="replace")
        found = {key: line.search(text) for key, line in LINE.items()}
        said = {key: match[1].strip("\"'") if match else "" for key, match in found.items()}
        return SchemeEntry(scheme_id, said["version"], said["title"] or scheme_id, said["kind"])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentTrouble(
            f"不能读取考核细则 {path.parent.name}：{reason}。", advice="请重新安装程序。", code="XP-9002"
        ) from error
