"""What the viewer wants to know about the line: the genre, the purpose, the films."""

from dataclasses import dataclass

__all__ = ["AVERAGES", "OWN_WEIGHT", "PURPOSES", "Purpose", "Question"]


@dataclass(frozen=True)
class Purpose:
    """What genres are named for, and so which mistake is the worse one."""

    name: str
    beta: float
    """How many times as much finding counts as being right: the beta of F-beta."""
    why: str


OWN_WEIGHT = "My own weight"

PURPOSES: dict[str, Purpose] = {
    purpose.name: purpose
    for purpose in (
        Purpose("Balance", 1, "a missed film and a wrong name are equally bad"),
        Purpose(
            "Tags shown to viewers",
            0.5,
            "a wrong tag is seen by everyone, a missing one by nobody: being right counts twice",
        ),
        Purpose(
            "A search that must find all",
            2,
            "what is not found is lost, and a wrong hit is skipped: finding counts twice",
        ),
        Purpose(
            "A filter for children",
            4,
            "a film that slips through does harm, a film too many does not: finding counts 4 times",
        ),
    )
}

AVERAGES: dict[str, str] = {
    "micro": "every genre that is named, or should be, counts the same, so common genres weigh most",
    "macro": "every genre counts the same, a rare one as much as Drama",
    "samples": "every film counts the same, whether it has one genre or five",
}
"""How one number is made of all genres."""


@dataclass(frozen=True)
class Question:
    """What all numbers of the page depend on, but for the threshold itself."""

    genre: str | None
    """None stands for all genres together."""
    average: str
    """One of ``AVERAGES``; a lone genre has no use for it."""
    beta: float
    corpus: str | None
    """None stands for all films whose scores the bundle keeps."""

    @property
    def f_name(self) -> str:
        """F1, F2, F0.5 …"""
        return f"F{self.beta:g}"

    @property
    def subject(self) -> str:
        """The genre, or "the genre" for all of them."""
        return self.genre or "the genre"
