"""Memory that does not come back: the app before and after hundreds of viewers have come and gone."""

import asyncio
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from genre_core.benchmarks.app_server import AppServer, app_server
from genre_core.benchmarks.load import NO_PAUSE, warm
from genre_core.benchmarks.training_beside import runs_in
from genre_core.benchmarks.viewer import viewing
from genre_core.benchmarks.visits import Plot, Seen, plots_of, visit

__all__ = ["MOST_GROWTH", "measure_leak"]

MOST_GROWTH = 0.1
"""Share of the memory at the beginning that may be missing in the end."""

_AT_ONCE = 10
_WARM_SESSIONS, _WARM_PREDICTIONS = 30, 200
_KEPT_SECONDS = 130.0  # Streamlit keeps the session of a viewer who left for two minutes.
_LOOKS = 6


def measure_leak(
    bundle: Path, sessions: int, predictions: int, seed: int, kept_seconds: float = _KEPT_SECONDS
) -> dict[str, Any]:
    """Megabytes of the server's own process before, while and after so many sessions come and go.

    It is warm before: 30 sessions have seen all pages and predicted 200 plots. Ten are there at once,
    none of them pauses, and each sees every page. Before either end is measured all have left for longer
    than Streamlit keeps their sessions.
    """
    random = Random(seed)  # noqa: S311 - it keeps no secret
    plots = plots_of(bundle, _WARM_PREDICTIONS + predictions + 1, random)
    first, *plots = plots
    with (
        tempfile.TemporaryDirectory(prefix="plotline-leak-") as folder,
        runs_in(Path(folder) / "runs"),
        app_server(bundle, Path(folder)) as server,
    ):
        return asyncio.run(_figures(server, first, plots, sessions, random, kept_seconds))


async def _figures(
    server: AppServer,
    first: Plot,
    plots: list[Plot],
    sessions: int,
    random: Random,
    kept_seconds: float,
) -> dict[str, Any]:
    seen = Seen()

    async def settled() -> float:
        await asyncio.sleep(kept_seconds)
        await warm(server, first, random, seen)  # sessions that are too old go when another ends
        return server.megabytes()

    warming, plots = plots[:_WARM_PREDICTIONS], plots[_WARM_PREDICTIONS:]
    await _come_and_go(server, warming, _WARM_SESSIONS, random, seen)
    begin = await settled()
    looks = await _come_and_go(server, plots, sessions, random, seen)
    end = await settled()
    seen.faults += server.faults()
    return {
        "sessions": sessions,
        "predictions": len(plots),
        "memory_begin_mb": begin,
        "memory_while_mb": looks,
        "memory_end_mb": end,
        "growth": end / begin - 1,
        "errors": len(seen.faults),
        "first_errors": list(dict.fromkeys(seen.faults))[:5],
    }


async def _come_and_go(
    server: AppServer, plots: list[Plot], sessions: int, random: Random, seen: Seen
) -> list[float]:
    """Let sessions share the plots, some of them at once; returns the memory at some moments."""
    room, looks, gone = asyncio.Semaphore(_AT_ONCE), list[float](), 0

    async def one(place: int, seed: float) -> None:
        nonlocal gone
        async with room:
            async with viewing(server.host) as viewer:
                own = Random(seed)  # noqa: S311
                await visit(viewer, plots[place::sessions], seen, own, NO_PAUSE)
                seen.faults += viewer.faults
            gone += 1
            if gone % -(-sessions // _LOOKS) == 0 or gone == sessions:
                looks.append(server.megabytes())

    await asyncio.gather(*(one(place, random.random()) for place in range(sessions)))
    return looks
