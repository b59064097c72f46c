"""What one document calls its deed, its parties and its outcomes, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The document's own words for what is done and by whom.

    deed: what is done (终期验收); paper: what the panel's word is called (专家组验收结论); panel: what the
    panel is called; assessed, assesses: who is assessed and who has it done; project: what it is about.
    problems, advice: what the two texts of the panel are called, empty for the words of the kind; refusal:
    what an application is advised that cannot make good what it lacks, empty where the unit is to mend it.
    """

    deed: str = "考核"
    paper: str = "专家组考核结论"
    panel: str = "专家组"
    assessed: str = "项目单位"
    assesses: str = "组织单位"
    project: str = "项目"
    problems: str = ""
    advice: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that a conclusion rests on: its title as it stands there, its number or place, if any."""

    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a condition comes to, where its kind's words do not say it: nothing to ask, met, not met."""

    idle: str
    met: str
    unmet: str

    def told(self, *, met: bool) -> str:
        """The words for what was found."""
        return self.met if met else self.unmet
