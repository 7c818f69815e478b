"""The command ``teach``."""

from pathlib import Path
from typing import Annotated

import typer

from genre_core.cli.common import load_each, note
from genre_core.errors import ConfigError

__all__ = ["teach"]


def teach(
    corpus: Annotated[
        str,
        typer.Option(help="A name of the catalogue or the path of a table; join several by +."),
    ],
    weights: Annotated[
        Path,
        typer.Option(help="A folder with MiniLM-L6, or another BERT, in the Hugging Face format."),
    ],
    output: Annotated[Path, typer.Option(help="The folder to write the lessons to.")],
    epochs: Annotated[int, typer.Option(help="Times a teacher reads every plot.", min=1)] = 1,
    teachers: Annotated[
        int,
        typer.Option(help="Teachers, each from another seed; their weights are averaged.", min=1),
    ] = 1,
    max_words: Annotated[int, typer.Option(help="Words a teacher is asked about.")] = 20_000,
) -> None:
    """Tune a transformer on the training plots, and keep what it says about them for `train --lessons`.

    On two cores 29,000 plots take about a quarter of an hour a teacher, and as long again to ask. Needs the
    libraries named in requirements-teacher.txt.
    """
    try:
        from genre_core.training.teach import teach as run
        from genre_core.training.teacher import TeacherConfig
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"A teacher needs {error.name}, which is not installed. "
            "Run `.venv/bin/python -m pip install -r requirements-teacher.txt`."
        ) from error
    validation = run(
        load_each(corpus),
        weights,
        output,
        TeacherConfig(epochs=epochs),
        n_teachers=teachers,
        max_words=max_words,
        say=note,
    )
    for name, scores in validation.items():
        typer.echo(
            f"{name}, validation, what was taught: mAP {scores.mAP:.3f}, micro-F1 "
            f"{scores.micro_f1:.3f} at its best single threshold; {scores.n_plots:,} plots"
        )
    typer.echo(f"{output} written.")
