"""The app under load: many viewers at once, with and without a training beside them."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from genre_core.benchmarks.app_server import AppServer, app_server
from genre_core.benchmarks.training_beside import runs_in, training_beside
from genre_core.benchmarks.viewer import viewing
from genre_core.benchmarks.visits import Pause, Plot, Seen, plots_of, press, visit
from genre_core.jobs.runs import Run, get_run

__all__ = ["NO_PAUSE", "Load", "measure", "warm"]

NO_PAUSE, TO_THINK = Pause(0.0, 0.0), Pause(2.0, 8.0)

_LOOK_SECONDS, _QUIET_SECONDS = 0.25, 1.0
_SHOWN = 5


@dataclass(frozen=True)
class Load:
    """What is asked of the app, whatever the number of viewers."""

    predictions: int = 10
    """Of each viewer, spread over the stays on the page Predict."""
    bursts: int = 3
    """Times that all viewers press the button at the same moment, in the end."""
    pause: Pause = TO_THINK
    seed: int = 0


def measure(
    bundle: Path, viewers: Sequence[int], load: Load, *, training: bool
) -> Iterator[dict[str, Any]]:
    """Figures of each number of viewers, each with a server of its own.

    With ``training`` one run trains beside all of them, and one viewer more watches it. Milliseconds at
    the 50th and the 95th percentile until a page is drawn: ``open`` a session, ``switch`` to another page,
    ``predict`` after pauses to think and ``burst`` with all viewers at the same moment. Megabytes of the
    server's own process. Raises PlotlineError when the app or the run does not start.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plotline-load-")))
        stack.enter_context(runs_in(folder / "runs"))
        run = stack.enter_context(training_beside()) if training else None
        for n_viewers in viewers:
            random = Random(load.seed)  # noqa: S311 - it keeps no secret
            n_plots = n_viewers * (load.predictions + load.bursts) + 1
            plots = plots_of(bundle, n_plots, random)
            with app_server(bundle, folder) as server:
                yield asyncio.run(_figures(server, n_viewers, plots, load, random, run))


async def warm(server: AppServer, plot: Plot, random: Random, seen: Seen) -> None:
    """Have one viewer see everything once: what a server loads only once is loaded then."""
    async with viewing(server.host) as viewer:
        first = Seen(faults=seen.faults)
        await visit(viewer, [plot], first, random, NO_PAUSE)
        seen.faults += viewer.faults


async def _figures(
    server: AppServer,
    n_viewers: int,
    plots: list[Plot],
    load: Load,
    random: Random,
    run: Run | None,
) -> dict[str, Any]:
    seen = Seen()
    await warm(server, plots.pop(), random, seen)
    await asyncio.sleep(_QUIET_SECONDS)
    before = server.megabytes()
    async with _highest(server) as highest, _watching(server, run, seen):
        await _all_at_once(server, n_viewers, plots, load, random, seen)
    await asyncio.sleep(_QUIET_SECONDS)
    seen.faults += server.faults()
    if run and get_run(run.id).state != "running":
        seen.faults.append("The training ended before the measurement did.")
    return {
        "viewers": n_viewers,
        "training": run is not None,
        "predictions": len(seen.seconds["predict"]),
        **_percentiles(seen),
        "memory_before_mb": before,
        "memory_peak_mb": max(highest),
        "memory_after_mb": server.megabytes(),
        "errors": len(seen.faults),
        "first_errors": list(dict.fromkeys(seen.faults))[:_SHOWN],
    }


async def _all_at_once(
    server: AppServer, n_viewers: int, plots: list[Plot], load: Load, random: Random, seen: Seen
) -> None:
    n_calm = n_viewers * load.predictions
    async with AsyncExitStack() as stack:
        viewers = [await stack.enter_async_context(viewing(server.host)) for _ in range(n_viewers)]
        seeds = [Random(random.random()) for _ in viewers]  # noqa: S311
        await asyncio.gather(
            *(
                visit(viewer, plots[place:n_calm:n_viewers], seen, seed, load.pause)
                for place, (viewer, seed) in enumerate(zip(viewers, seeds, strict=True))
            )
        )
        for begin in range(n_calm, len(plots), n_viewers):
            pressed = zip(viewers, plots[begin:], strict=False)
            await asyncio.gather(*(press(*each, seen, "burst") for each in pressed))
        seen.faults += [fault for viewer in viewers for fault in viewer.faults]


@asynccontextmanager
async def _watching(server: AppServer, run: Run | None, seen: Seen) -> AsyncGenerator[None]:
    """One viewer more, who watches the run, as on a projector."""
    if run is None:
        yield
        return
    async with viewing(server.host) as viewer:
        await viewer.open("train", f"run={run.id}")
        yield
        seen.faults += viewer.faults
        if not viewer.drawn.parts:
            seen.faults.append("The run was not drawn anew while it was watched.")


@asynccontextmanager
async def _highest(server: AppServer) -> AsyncGenerator[list[float]]:
    """The server's memory, looked at again and again; the list holds what was found."""
    found = [server.megabytes()]

    async def look() -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            found.append(server.megabytes())

    looking = asyncio.create_task(look())
    try:
        yield found
    finally:
        looking.cancel()
        found.append(server.megabytes())


def _percentiles(seen: Seen) -> dict[str, float | None]:
    return {
        f"{kind}_p{percent}_ms": 1000 * float(np.percentile(seconds, percent)) if seconds else None
        for kind, seconds in seen.seconds.items()
        for percent in (50, 95)
    }
