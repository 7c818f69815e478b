"""The command ``data statistics``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, AsJson, BundleFolder, print_json
from genre_core.data.catalogue import CATALOGUE, folder_of, load

if TYPE_CHECKING:
    from genre_core.text.statistics import Counted

__all__ = ["statistics"]

CMU_METADATA = "cmu_metadata"


def statistics(
    name: Annotated[
        str,
        typer.Argument(
            help=f"A corpus of the catalogue, or {CMU_METADATA} for all 81,741 films of the CMU "
            "metadata, which come without plots."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option(help="The file; without it, one of those that ship.")
    ] = None,
    bundle: BundleFolder = SHIPPED_BUNDLE,
    as_json: AsJson = False,
) -> None:
    """Count a corpus for the dataset page, which then shows its charts without its films.

    The file holds counts and words, and no plot and no title.
    """
    from genre_core.prediction.bundle import load_bundle
    from genre_core.text.statistics import measure
    from genre_core.text.statistics_file import STATISTICS, write_statistics

    model = load_bundle(bundle)
    counted = _count(name)
    found = measure(counted, model.vocabulary, model.manifest.files["vocabulary.txt"])
    place = output or STATISTICS / f"{name}.json"
    write_statistics(found, place)
    facts = {"name": name, "films": found.n_films, "plots": found.n_plots, "output": str(place)}
    if as_json:
        print_json(facts)
        return
    typer.echo(
        f"{found.n_films:,} films and {found.n_plots:,} plots of {name}, counted in {place}."
    )


def _count(name: str) -> "Counted":
    from genre_core.data.readers.cmu import read_cmu_metadata
    from genre_core.text.statistics import Counted

    if name == CMU_METADATA:
        entry = CATALOGUE["cmu"]
        rows, countries = read_cmu_metadata(folder_of(entry) / entry.files[0].path)
        return Counted(name, rows, countries)
    return Counted(name, load(name).films, {})
