"""More texts for a teacher to speak about than there are films.

Parts: a long plot is cut between sentences into pieces of some 30 to 100 words; of a short one, some
sentences are left out. What a part is about is not what the whole is about, so it has no labels of its own:
it is of use where a teacher reads it (Tang et al. 2019, https://arxiv.org/abs/1903.12136).
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

__all__ = ["Part", "cut_parts"]

Part = tuple[int, str]
"""The place of its plot, and its text."""

_LONG = 110  # words
_PIECE = (30, 100)  # words, from the first to before the second
_FEWEST_WORDS = (8, 16)  # of a part of a short plot, of the last piece of a long one
_KEPT = 0.6  # of the sentences of a short plot
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def cut_parts(plots: Sequence[str], *, seed: int) -> list[Part]:
    """Parts of all plots, in their order; one seed gives the same parts."""
    chance = np.random.default_rng(seed)
    parts: list[Part] = []
    for place, plot in enumerate(plots):
        sentences = [sentence for sentence in _SENTENCE_END.split(plot) if sentence.strip()]
        if len(plot.split()) > _LONG:
            parts += [(place, piece) for piece in _pieces(sentences, chance)]
        elif len(sentences) > 1:
            fewer = _leave_out(sentences, chance)
            if len(fewer.split()) >= _FEWEST_WORDS[0]:
                parts.append((place, fewer))
    return parts


def _pieces(sentences: Sequence[str], chance: np.random.Generator) -> Iterator[str]:
    words: list[str] = []
    wanted = chance.integers(*_PIECE)
    for sentence in sentences:
        of_sentence = sentence.split()
        for start in range(0, len(of_sentence), _PIECE[1]):  # a sentence without an end is cut too
            words += of_sentence[start : start + _PIECE[1]]
            if len(words) >= wanted:
                yield " ".join(words[:140])
                words = []
                wanted = chance.integers(*_PIECE)
    if len(words) >= _FEWEST_WORDS[1]:
        yield " ".join(words)


def _leave_out(sentences: Sequence[str], chance: np.random.Generator) -> str:
    kept = chance.random(len(sentences)) < _KEPT
    if kept.all() or not kept.any():
        kept[:] = False
        kept[chance.integers(len(sentences))] = True
    return " ".join(sentence for sentence, is_kept in zip(sentences, kept, strict=True) if is_kept)
