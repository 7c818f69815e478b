"""The command ``serve``."""

from typing import Annotated

import typer

from genre_core.cli.common import SHIPPED_BUNDLE, BundleFolder
from genre_core.errors import ConfigError
from genre_core.prediction.predictor import Predictor

__all__ = ["serve"]


def serve(
    bundle: BundleFolder = SHIPPED_BUNDLE,
    host: Annotated[
        str,
        typer.Option(help="The address to listen at; 0.0.0.0 lets other machines in."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
) -> None:
    """Answer programs over HTTP: one plot, or batches of them, as JSON.

    Needs the libraries named in requirements-serve.txt. What the requests look like is told at
    /openapi.json. Texts are neither stored nor logged.
    """
    try:
        from genre_core.serving import server
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"Serving needs {error.name}, which is not installed. "
            "Run `.venv/bin/python -m pip install -r requirements-serve.txt`."
        ) from error
    predictor = Predictor(bundle)
    with server.listen(host, port) as listener:
        name = predictor.bundle.manifest.name
        typer.echo(f"{server.address(listener)} answers with the model {name}. Ctrl-C stops it.")
        server.serve(predictor, listener)
    typer.echo("Stopped.")
