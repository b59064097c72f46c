"""Whether what a lock names is really there: every package in its version, every module of it importable.

Run by the environment's own Python before the sign that all is done is left. An installer that ends well
may have put its packages elsewhere, or nowhere.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# What packages raise that are not whole, or lack a library of the system; anything else shows as it is.
UNUSABLE = (
    ImportError,
    OSError,
    SyntaxError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
)
NAMED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<condition>\s*;)?")


def faults(lock: Path) -> Iterator[str]:
    """What of the lock is not there, a line each. A package for other systems may be absent."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if (named := NAMED.match(line)) is not None:
            yield from _faults_of(named["name"], named["version"], conditional=bool(named["condition"]))


def _faults_of(name: str, version: str, *, conditional: bool) -> Iterator[str]:
    try:
        installed = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        if not conditional:
            yield f"{name} {version}: absent"
        return
    if installed.version != version:
        yield f"{name} {version}: {installed.version} is there"
    for module in sorted(_modules(installed)):
        try:
            importlib.import_module(module)
        except UNUSABLE as error:
            yield f"{name} {version}: {module}: {type(error).__name__}: {error}"


def _modules(installed: importlib.metadata.Distribution) -> set[str]:
    """The names that a package can be imported by."""
    files = [each.parts for each in installed.files or ()]
    packages = {parts[0] for parts in files if len(parts) == 2 and parts[1] == "__init__.py"}
    singles = {parts[0].split(".")[0] for parts in files if len(parts) == 1 and _is_module(parts[0])}
    return {name for name in packages | singles if name.isidentifier()}


def _is_module(name: str) -> bool:
    return name.endswith((".py", ".so", ".pyd"))


def main(lock: str) -> int:
    """Print the faults on standard error; the exit code says whether there were any."""
    found = list(faults(Path(lock)))
    sys.stderr.write("".join(f"{each}\n" for each in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
