"""Run one variant of one recipe: a bundle and a result, each whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genre_core.errors import ConfigError
from genre_core.faults import config_error
from genre_core.prediction.bundle import Bundle, check_place, load_bundle
from genre_core.prediction.results import ByAuthors, Result, judge_bundle, time_bundle, write_json
from genre_core.prediction.stored_scores import StoredScores
from genre_core.recipes.contract import Recipe, RecipeConfig
from genre_core.recipes.metrics import find_metric
from genre_core.recipes.registry import find_recipe

__all__ = ["RESULT", "configure", "rescore", "result_of", "run_recipe"]

RESULT = "result.json"


def configure(name: str, variant: str, **changes: Any) -> Recipe[Any]:
    """A recipe with one of its configurations, changed; ConfigError names every setting at fault."""
    kind = find_recipe(name)
    if variant not in kind.variants:
        raise ConfigError(
            f"{name} has the variants {', '.join(kind.variants)}; got {variant!r}. Choose one."
        )
    before = kind.variants[variant]
    try:
        config: RecipeConfig = type(before).model_validate({**before.model_dump(), **changes})
    except ValidationError as error:
        raise config_error(error) from error
    return kind(config)


def run_recipe(
    recipe: Recipe[Any], variant: str, folder: Path, say: Callable[[str], object] = str
) -> Result:
    """Prepare, build, train, write ``bundle`` and then ``result.json`` into ``folder``."""
    place = folder / "bundle"
    check_place(place)
    say(f"{recipe.name}, {variant}: reading {recipe.config.corpus}")
    task = recipe.prepare(recipe.corpora())
    n_films = ", ".join(f"{len(films):,} {split}" for split, films in task.splits.items())
    say(f"{n_films} films, {len(task.labels)} labels, {len(task.encoder.vocabulary):,} words")
    for note in task.notes:
        say(f"Note: {note}")
    trained = recipe.train(recipe.build(task), task, say)
    say(f"Trained in {trained.seconds:.0f} s; exporting, choosing thresholds, scoring test once")
    recipe.bundle(trained, task, place, name=f"{recipe.name}-{variant}")
    result = result_of(recipe, variant, load_bundle(place))
    write_json(folder / RESULT, result)
    return result


def rescore(recipe: Recipe[Any], variant: str, bundle: Path, folder: Path) -> Result:
    """Write ``result.json`` of a bundle that is there into ``folder``, without training."""
    result = result_of(recipe, variant, load_bundle(bundle))
    write_json(folder / RESULT, result)
    return result


def result_of(recipe: Recipe[Any], variant: str, bundle: Bundle) -> Result:
    """The result of a bundle that is there, such as the one that ships."""
    manifest, test = bundle.manifest, bundle.scores("test")
    milliseconds, plots_per_second = time_bundle(bundle)
    needed = ("model.onnx", "vocabulary.txt")
    return Result(
        recipe=recipe.name,
        variant=variant,
        title=recipe.title,
        protocol=recipe.config.protocol,
        corpora=tuple(manifest.data),
        genres=manifest.genres,
        thresholds=manifest.thresholds,
        n_train=sum(films["train"] for films in manifest.data.values()),
        notes=tuple(manifest.training.get("notes", ())),
        is_sample=recipe.config.max_films is not None,
        by_authors=_by_authors(recipe, test) if recipe.config.protocol == "authors" else None,
        judged=judge_bundle(bundle),
        figures=recipe.figures(bundle.scores("validation"), test),
        epochs=manifest.training.get("epochs_run", 0),
        train_seconds=manifest.training.get("seconds"),
        megabytes=sum((bundle.folder / name).stat().st_size for name in needed) / 1e6,
        milliseconds=milliseconds,
        plots_per_second=plots_per_second,
    )


def _by_authors(recipe: Recipe[Any], test: StoredScores) -> ByAuthors | None:
    if recipe.reported is None:
        return None
    metric = find_metric(recipe.reported.metric)
    return ByAuthors(
        metric=recipe.reported.metric,
        words=metric.words,
        reported=recipe.reported.figure,
        reported_on=recipe.reported.on,
        ours=metric.measure(test.labels, test.probabilities),
        nothing=metric.nothing(test.labels),
        is_better=metric.is_better,
        n_films=len(test.labels),
    )
