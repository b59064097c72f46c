"""Whether the publisher signed the interpreter's files: Authenticode, looked at with osslsigncode.

The chain must end at a root of this machine, or at the publisher's root that is pinned here and lies in the
signatures themselves. The moment is that of the countersignature: the signing certificates live for days.
No revocation list is asked for: building must not depend on whether one can be reached.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tools.packaging.workshop import NotMadeError, said

ROOT_SHA256 = "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270"
"""Microsoft Identity Verification Root Certificate Authority 2020, which is in no list of Debian's."""

SIGNER = "O=Python Software Foundation/CN=Python Software Foundation"
REDISTRIBUTED = {"vcruntime140.dll", "vcruntime140_1.dll"}
"""Microsoft's own, under a root that is at hand nowhere: of these only the signer's name and the digest."""
REDISTRIBUTOR = "O=Microsoft Corporation"
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def check(folder: Path) -> str:
    """Look at every exe, dll and pyd of a folder; a word on what was seen. Raises NotMadeError."""
    if shutil.which("osslsigncode") is None:
        return "not looked at: osslsigncode is not installed (sudo apt-get install -y osslsigncode)"
    files = sorted(path for path in folder.iterdir() if path.suffix in {".exe", ".dll", ".pyd"})
    with tempfile.TemporaryDirectory() as place:
        roots = _roots(folder / "python.exe", Path(place))
        for path in files:
            _must_be_signed(path, roots)
    return f"{len(files)} files signed by their publisher"


def _roots(sample: Path, place: Path) -> Path:
    """This machine's roots and the pinned one, in a file."""
    raw = place / "signature.der"
    said(["osslsigncode", "extract-signature", "-in", str(sample), "-out", str(raw)])
    held = said(["openssl", "pkcs7", "-inform", "DER", "-in", str(raw), "-print_certs"])
    pinned = [pem for pem in _PEM.findall(held) if _fingerprint(pem) == ROOT_SHA256]
    if not pinned:
        raise NotMadeError(f"{sample.name} does not hold the root that is pinned")
    system = Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt")
    roots = place / "roots.pem"
    roots.write_text("\n".join((pinned[0], system.read_text(encoding="utf-8"))), encoding="utf-8")
    return roots


def _fingerprint(pem: str) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def _must_be_signed(path: Path, roots: Path) -> None:
    told = _looked_at(path, roots, None)
    moment = re.search(r"Timestamp time: (.+) GMT", told)
    if moment is None:
        raise NotMadeError(f"{path.name} has no countersignature")
    at = datetime.strptime(moment[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    if complaint := fault_in(_looked_at(path, roots, int(at.timestamp())), path.name):
        raise NotMadeError(f"{path.name}: {complaint}")


def fault_in(told: str, name: str) -> str:
    """What is wrong with the first signature by osslsigncode's own words; empty for a good one."""
    first = told.split("Signature Index: 1", maxsplit=1)[0]
    digests = re.search(r"Current message digest +: (\w+)\s+Calculated message digest : (\w+)", first)
    if digests is None or digests[1] != digests[2]:
        return "its content is not what was signed"
    redistributed = name in REDISTRIBUTED
    if (REDISTRIBUTOR if redistributed else SIGNER) not in first:
        return "signed by somebody else"
    chained = "Signing certificate chain verified using:" in first and "PKCS7_verify error" not in first
    return "" if redistributed or chained else "the signer's chain does not hold"


def _looked_at(path: Path, roots: Path, moment: int | None) -> str:
    command = ["osslsigncode", "verify", "-ignore-cdp", "-CAfile", str(roots), "-TSA-CAfile", str(roots)]
    at = [] if moment is None else ["-time", str(moment)]
    done = subprocess.run([*command, *at, "-in", str(path)], capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")
