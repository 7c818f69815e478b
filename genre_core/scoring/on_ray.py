"""The same on a Ray cluster: Ray Data hands each worker a task, and that of a dead one to another."""
# Ray is no part of the development environment.
# pyright: reportMissingImports=false

import logging
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from genre_core.errors import ConfigError, PlotlineError
from genre_core.scoring.parts import Part
from genre_core.scoring.scorer import Order, Scorer, Task

__all__ = ["Worker", "check_ray", "score_on_ray"]

_STORE_BYTES = 100 * 10**6
"""Of shared memory: only tasks and counts travel, for plots are read and written where they are scored."""


class Worker:
    """One predictor in a process of its own; made anew where that process died."""

    def __init__(self, order: Order):
        self._scorer = Scorer(order, threads=1)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[str]]:
        """Of a task, what its parts tell of themselves; or the sentence that says what is wrong."""
        try:
            tasks = [Task.model_validate_json(str(task)) for task in batch["task"]]
            parts = [part for task in tasks for part in self._scorer.parts(task)]
            return {"part": [part.model_dump_json() for part in parts], "fault": [""] * len(parts)}
        except (PlotlineError, OSError) as error:
            return {"part": [""], "fault": [str(error)]}


def score_on_ray(
    tasks: Sequence[Task], order: Order, workers: int | None, count: Callable[[int], None]
) -> list[Part]:
    """The parts of all tasks, in whatever order they are done.

    RAY_ADDRESS names a cluster; without it one is started on this machine and stopped at the end. A task
    whose worker dies is given to another, which writes its parts under the same names: no row is lost,
    and none is there twice. Raises ConfigError where Ray is not installed or has fewer processors.
    """
    written: list[Part] = []
    with _cluster(workers) as (data, size):
        rows = data.from_items(
            [{"task": task.model_dump_json()} for task in tasks], override_num_blocks=len(tasks)
        ).map_batches(
            Worker,
            batch_size=1,
            num_cpus=1,
            compute=data.ActorPoolStrategy(
                size=min(size, len(tasks)), max_tasks_in_flight_per_actor=1
            ),
            fn_constructor_args=(order,),
        )
        for row in rows.iter_rows():
            if row["fault"]:
                raise PlotlineError(row["fault"])
            written.append(Part.model_validate_json(row["part"]))
            count(written[-1].rows)
    return written


def check_ray() -> None:
    """Raise ConfigError where Ray is not installed."""
    if find_spec("ray") is None:
        raise ConfigError(
            "The engine ray needs Ray, which is not installed. "
            "Run `.venv/bin/python -m pip install -r requirements-ray.txt`."
        )


@contextmanager
def _cluster(workers: int | None) -> Generator[tuple[Any, int]]:
    """Ray Data, and how many workers there are to be."""
    check_ray()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # or Ray would tell its makers
    import ray
    import ray.data

    quiet = {"logging_level": logging.ERROR, "log_to_driver": False}
    if os.environ.get("RAY_ADDRESS"):
        ray.init(**quiet)
    else:
        ray.init(
            "local",
            num_cpus=workers,
            include_dashboard=False,
            object_store_memory=_STORE_BYTES,
            **quiet,
        )
    try:
        found = int(ray.cluster_resources().get("CPU", 0))
        if workers and workers > found:
            raise ConfigError(
                f"Each worker needs a processor; got --workers {workers}, and the cluster has {found}. "
                f"Take --workers {found}."
            )
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield ray.data, workers or found
    finally:
        ray.shutdown()
