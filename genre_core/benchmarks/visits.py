"""What viewers do: open the app, look at every page, and predict plots of their own in between."""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from genre_core.benchmarks.viewer import Viewer
from genre_core.prediction.answer import answers
from genre_core.prediction.predictor import Predictor

__all__ = ["PAGES", "Pause", "Plot", "Seen", "plots_of", "press", "visit"]

PAGES = ("dataset", "thresholds", "train", "models")
"""Addresses of all pages but the one on which plots are read, which is the first."""

Kind = Literal["open", "switch", "predict", "burst"]

_EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "corpus" / "examples.json"
_SENTENCES = (2, 9)
_NONE_PASSED = "None passed"


@dataclass(frozen=True)
class Plot:
    """A text, and the genres that the bundle names for it, read here."""

    text: str
    genres: tuple[str, ...]


@dataclass
class Seen:
    """What all viewers of a measurement saw."""

    seconds: dict[Kind, list[float]] = field(
        default_factory=lambda: {"open": [], "switch": [], "predict": [], "burst": []}
    )
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Pause:
    """Seconds that a viewer looks and thinks between two steps, drawn evenly between these."""

    least: float
    most: float

    async def taken(self, random: Random) -> None:
        """Think."""
        await asyncio.sleep(random.uniform(self.least, self.most))


def plots_of(bundle: Path, n_plots: int, random: Random) -> list[Plot]:
    """Texts of two to nine sentences out of our own examples, each another, and what they should be named."""
    examples = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    sentences = [
        part for entry in examples for part in re.split(r"(?<=[.!?]) ", entry["plot"]) if part
    ]
    texts = [
        " ".join(random.sample(sentences, random.randint(*_SENTENCES))) for _ in range(n_plots)
    ]
    named = answers(Predictor(bundle, threads=1), texts)
    return [Plot(text, answer.genres) for text, answer in zip(texts, named, strict=True)]


async def visit(
    viewer: Viewer, plots: Sequence[Plot], seen: Seen, random: Random, pause: Pause
) -> None:
    """Open the app, look at the other pages in any order, and predict before, between and after them."""
    await pause.taken(random)
    seen.seconds["open"].append(await viewer.open())
    pages = random.sample(PAGES, len(PAGES))
    stays = len(pages) + 1
    for stay in range(stays):
        for plot in plots[stay::stays]:
            await pause.taken(random)
            await press(viewer, plot, seen, "predict")
        if stay < len(pages):
            for path in (pages[stay], ""):
                await pause.taken(random)
                seen.seconds["switch"].append(await viewer.switch(path))


async def press(viewer: Viewer, plot: Plot, seen: Seen, kind: Kind) -> None:
    """Predict one plot and compare the answer drawn with the one that is right."""
    seen.seconds[kind].append(await viewer.predict(plot.text))
    if not _says(viewer.drawn.heading, plot.genres):
        seen.faults.append(
            f"Expected {', '.join(plot.genres) or 'no genre'}; the page says: {viewer.drawn.heading}"
        )


def _says(heading: str, genres: tuple[str, ...]) -> bool:
    if not genres:
        return heading.startswith(_NONE_PASSED)
    return tuple(re.findall(r"\*\*(.+?)\*\*", heading)) == genres
