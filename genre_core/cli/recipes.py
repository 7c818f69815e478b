"""The commands ``recipes list``, ``recipes run``, ``recipes tune`` and ``recipes report``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from genre_core.cli.common import AsJson, note, print_json
from genre_core.cli.tune import settings_of, tune
from genre_core.errors import ConfigError
from genre_core.jobs.places import runs_home

if TYPE_CHECKING:
    from genre_core.prediction.results import Result

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Run published systems beside ours: as their authors ran them, and on the same films.",
)

Output = Annotated[
    Path | None,
    typer.Option(help="The folder of all runs.", show_default="the app's folder of runs"),
]


@app.command("list")
def list_recipes(as_json: AsJson = False) -> None:
    """Every recipe, its variants and what its authors report."""
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.recipes.registry import RECIPES, find_recipe

    rows: list[dict[str, Any]] = []
    for name in RECIPES:
        kind = find_recipe(name)
        reported = kind.reported and kind.reported.figure
        rows.append(
            {
                "name": name,
                "title": kind.title,
                "variants": list(kind.variants),
                "reported": reported,
            }
        )
    if as_json:
        print_json({"recipes": rows})
        return
    for row in rows:
        figure = f"; reported {row['reported']:.3f}" if row["reported"] else ""
        typer.echo(f"{row['name']:<28}{row['title']}{figure}")
        typer.echo(f"{'':<28}variants: {', '.join(row['variants'])}")


@app.command()
def run(
    names: Annotated[list[str], typer.Argument(help="Recipes by name; `recipes list` shows them.")],
    variant: Annotated[
        str | None,
        typer.Option(help="One variant.", show_default="all of them, one after the other"),
    ] = None,
    corpus: Annotated[
        str | None, typer.Option(help="Other corpora, or a table of your own.")
    ] = None,
    films: Annotated[
        int | None, typer.Option(help="Read so many films of each split, to try out.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Times every training text is read.")] = None,
    weights: Annotated[
        str | None, typer.Option(help="For distilbert: a folder of weights, or a preset's name.")
    ] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", help="Any other setting, as name=value.")
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Score this bundle of the recipe rather than train one.")
    ] = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Train recipes, and write a bundle and a result of each variant.

    They come to `OUTPUT/NAME-VARIANT`, where the app finds them too.
    """
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.recipes.registry import find_recipe
    from genre_core.recipes.run import configure, rescore, run_recipe

    changes = settings_of(change, corpus=corpus, max_films=films, epochs=epochs, weights=weights)
    chosen = [
        (name, v) for name in names for v in ([variant] if variant else find_recipe(name).variants)
    ]
    recipes = [(configure(name, v, **changes), v) for name, v in chosen]
    if bundle and len(recipes) > 1:
        raise ConfigError(
            f"A bundle is of one recipe and one variant; got {len(recipes)}. Name one with --variant."
        )
    results: list[Result] = []
    for recipe, v in recipes:
        folder = (output or runs_home()) / f"{recipe.name}-{v}"
        made = rescore(recipe, v, bundle, folder) if bundle else run_recipe(recipe, v, folder, note)
        results.append(made)
    if as_json:
        print_json({"results": [result.model_dump() for result in results]})
        return
    for result in results:
        if by := result.by_authors:
            typer.echo(
                f"{result.recipe}, {result.variant}: {by.words}: {by.ours:.3f} "
                f"(naming nothing: {by.nothing:.3f})"
            )
        for name, judged in result.judged.items():
            typer.echo(
                f"{result.recipe}, {result.variant}, {name}, test: micro-F1 {judged.micro_f1.estimate:.3f}, "
                f"macro-F1 {judged.macro_f1.estimate:.3f}, mAP {judged.mAP.estimate:.3f}; "
                f"{judged.n_films:,} texts"
            )


@app.command()
def report(
    output: Output = None,
    readme: Annotated[Path, typer.Option(help="The page whose table is written anew.")] = Path(
        "README.md"
    ),
    systems: Annotated[
        Path, typer.Option(help="The page about each system, whose tables are written anew.")
    ] = Path("docs/reference-systems.md"),
) -> None:
    """Write all results to assets/results/results.json, and the tables of two pages from them."""
    from genre_core.training.process import start_process

    start_process("cpu")
    from genre_core.recipes.report import write_report

    rows = write_report(output or runs_home(), readme, systems=systems)
    typer.echo(
        f"{len(rows)} results in assets/results/results.json; {readme} and {systems} written."
    )


app.command()(tune)
