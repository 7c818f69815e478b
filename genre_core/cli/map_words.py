"""The command ``map-words``."""

from pathlib import Path
from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, note, print_json

__all__ = ["map_words"]


def map_words(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    output: Annotated[
        Path | None, typer.Option(help="Where to write the map; without it, the one that ships.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the map of the 500 words that tell a model most about genres.

    The dataset page shows the one that ships: draw it again after training the model that ships.
    """
    from genre_core.prediction.predictor import Predictor
    from genre_core.prediction.word_map import SHIPPED_MAP, draw_map, write_map

    place = output or SHIPPED_MAP
    note("Scoring words and drawing the map; this takes some seconds …")
    drawn = draw_map(Predictor(bundle))
    write_map(drawn, place)
    if as_json:
        print_json({"output": str(place), "words": len(drawn.words), "method": drawn.method})
        return
    typer.echo(f"{len(drawn.words)} words, placed by {drawn.method}, are in {place}.")
