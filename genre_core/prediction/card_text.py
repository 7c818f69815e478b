"""The model card of a bundle in words, as it was written when the model was trained."""

from genre_core.prediction.bundle import Bundle

__all__ = ["FITNESS", "read_section"]

FITNESS = "What to use it for, and what not"
"""The section that says what the model is meant for, and then what it is not."""

_CARD = "MODEL_CARD.md"


def read_section(bundle: Bundle, heading: str) -> list[str]:
    """Paragraphs and list items under ``## heading`` of the bundle's card; none without such a card."""
    try:
        text = (bundle.folder / _CARD).read_text(encoding="utf-8")
    except OSError:
        return []
    _, found, rest = text.partition(f"\n## {heading}\n")
    section = rest.partition("\n## ")[0] if found else ""
    blocks = section.replace("\n- ", "\n\n- ").split("\n\n")
    return [" ".join(block.split()).removeprefix("- ") for block in blocks if block.strip()]
