"""The twelve labels that a name mismatch left of Freebase's genres."""

from collections.abc import Iterable

__all__ = ["MISMATCHED", "mismatched_labels"]

MISMATCHED = (
    "action",
    "adventure",
    "black-and-white",
    "comedy",
    "documentary",
    "drama",
    "horror",
    "indie",
    "musical",
    "silent film",
    "thriller",
    "world cinema",
)
"""The most frequent names after the mapping, but for those that it writes otherwise than Freebase does."""

_MAPPED = {
    "action/adventure": ("action", "adventure"),
    "action thrillers": ("action", "thriller"),
    "black comedy": ("comedy",),
    "comedy film": ("comedy",),
    "comedy-drama": ("comedy", "drama"),
    "crime thriller": ("thriller",),
    "family drama": ("drama",),
    "psychological thriller": ("thriller",),
    "romantic comedy": ("comedy",),
    "romantic drama": ("drama",),
}
"""Freebase's narrower names -> labels."""


def mismatched_labels(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels of the twelve that a film's Freebase names lead to, and the names that lead to none.

    *Romance*, *Crime* and *Short* are lost: Freebase writes *Romance Film*, *Crime Fiction* and *Short
    Film*, and the mapping looked for the short names. What describes a print or a market stays.
    """
    found: set[str] = set()
    lost: list[str] = []
    for name in names:
        labels = [n for n in _MAPPED.get(name.casefold(), (name.casefold(),)) if n in MISMATCHED]
        found.update(labels)
        if not labels:
            lost.append(name)
    return tuple(label for label in MISMATCHED if label in found), tuple(lost)
