"""The bureau's officer in tests: the commands an officer types, and what they must print."""

from __future__ import annotations

import json
from pathlib import Path

from app.common.clock import BEIJING, SystemClock
from app.services.sample.content import load_sample
from tests.e2e.driving import told_by

SAMPLE = load_sample()
TODAY = SystemClock().now().astimezone(BEIJING).date().isoformat()


class Bureau:
    """The officer at the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.trust = folder, folder / "发出" / "bureau.xptrust"
        self.db = f"sqlite:///{(folder / 'bureau.db').as_posix()}"
        told = told_by("bureau", "init", "--db", self.db, "--name", "某市人社局", "--out", folder / "发出")
        self.fingerprint = told.splitlines()[-1].split("：")[1]
        self._requests: list[Path] = []

    def enrols(self, request: Path) -> str:
        """The person's number, as ``verify`` tells it."""
        self._requests.append(request)
        told = told_by("verify", request, "--trust", self.trust)
        return told.split("身份编号 ")[1].split("，")[0]

    def tasks(self, expert: str, leader: str, form: str) -> Path:
        spec = {
            "batch": {"name": "终期验收", "issuer": "某市人社局", "year": 2026, "form": form},
            "scheme": SAMPLE.scheme,
            "policy": SAMPLE.policy,
            "panel": [
                {"person": leader, "role": "leader", "scores": False},
                {"person": expert, "role": "expert"},
            ],
            "visits": [
                {
                    "project": {"name": "培训基地", "unit": "某职业技术学院"},
                    "profile": SAMPLE.profile,
                    "date_from": TODAY,
                    "date_to": TODAY,
                }
            ],
        }
        (self.folder / "批次.json").write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
        task = self.folder / "第一组.xptask"
        told_by("bureau", "task", "--db", self.db, "--out", task, self.folder / "批次.json", *self._requests)
        return task

    def takes(self, package: Path, total: str) -> None:
        told = json.loads(told_by("bureau", "import", "--db", self.db, "--json", package))
        assert told["fate"] == "taken", told
        (row,) = json.loads(told_by("bureau", "status", "--db", self.db, "--json"))["projects"]
        assert (row["unit"], row["total"]) == ("某职业技术学院", total)
