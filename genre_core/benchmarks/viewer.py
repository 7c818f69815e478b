"""One viewer of the app, without a browser: it speaks the messages that Streamlit's pages speak.

Written for the Streamlit that requirements.txt names. Like a browser it remembers large messages, so that
the server sends them once, echoes the address, and asks for parts of a page anew as often as it is told to.
Files that a browser loads once and keeps, such as Streamlit's own scripts, are not asked for.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from genre_core.benchmarks.drawn import Drawn

if TYPE_CHECKING:
    from streamlit.proto.WidgetStates_pb2 import WidgetState

__all__ = ["Viewer", "viewing"]

_PATIENCE_SECONDS = 60.0
_CLICK_SECONDS = (
    0.1  # from leaving the box, as the mouse goes down, to the button's press, as it comes up
)
_LOOK_SECONDS = 0.25


class Viewer:
    """A tab with the app in it."""

    def __init__(self, host: str, line: ClientConnection):
        self.drawn = Drawn()
        self._host, self._line, self._path = host, line, ""

    @property
    def faults(self) -> list[str]:
        """All that went wrong so far, as a person would have seen it."""
        return self.drawn.faults

    async def open(self, path: str = "", query: str = "") -> float:
        """Open a page by its address; returns seconds until it is drawn."""
        self._path, self.drawn.query = path, query
        self.drawn.page = ""
        return await self._until_drawn(page_name=path)

    async def switch(self, path: str) -> float:
        """Go to a page by the menu; returns seconds until it is drawn."""
        self._path, self.drawn.query = path, ""
        self.drawn.page = self.drawn.pages[path]
        return await self._until_drawn()

    async def predict(self, plot: str) -> float:
        """Write a plot, press the button; returns seconds from the press until the page is drawn for it.

        Leaving the box applies its text, as in a browser, which draws the page as well. If that takes longer
        than the mouse's way down and up, the rest counts.
        """
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        written = WidgetState(id=self.drawn.box, string_value=plot)
        drawing = await self._until_drawn([written])
        await asyncio.sleep(max(0.0, _CLICK_SECONDS - drawing))
        pressed = WidgetState(id=self.drawn.button, trigger_value=True)
        return max(0.0, drawing - _CLICK_SECONDS) + await self._until_drawn([written, pressed])

    async def listen(self) -> None:
        """Take every message until the line is closed."""
        try:
            async for data in self._line:
                self.drawn.take(data if isinstance(data, bytes) else data.encode())
        except ConnectionClosed as error:
            self.faults.append(f"The line broke: {error}")
        self.drawn.is_whole.set()

    async def draw_parts(self) -> None:
        """Ask for the parts of the page that are to be drawn anew, each when its time has come."""
        due: dict[str, float] = {}
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = time.monotonic()
            due = {part: due.get(part, now + wait) for part, wait in self.drawn.parts.items()}
            for part in [part for part, at in due.items() if at <= now]:
                with suppress(ConnectionClosed):  # who listens tells of it
                    await self._send(part=part)
                due[part] = now + self.drawn.parts[part]

    async def _until_drawn(
        self, widgets: "Sequence[WidgetState]" = (), page_name: str = ""
    ) -> float:
        started_at = time.perf_counter()
        self.drawn.expect()
        try:
            await self._send(widgets, page_name=page_name)
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.drawn.is_whole.wait()
        except TimeoutError:
            self.faults.append(f"No page in {_PATIENCE_SECONDS:.0f} seconds.")
        except ConnectionClosed as error:
            self.faults.append(f"The line broke: {error}")
        return time.perf_counter() - started_at

    async def _send(
        self, widgets: "Sequence[WidgetState]" = (), *, part: str = "", page_name: str = ""
    ) -> None:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.drawn.query
        asked.widget_states.widgets.extend(widgets)
        asked.page_script_hash, asked.page_name = self.drawn.page, page_name
        asked.fragment_id, asked.is_auto_rerun = part, bool(part)
        asked.cached_message_hashes.extend(self.drawn.remembered)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en"
        asked.context_info.url = f"http://{self._host}/{self._path}"
        await self._line.send(message.SerializeToString())


@asynccontextmanager
async def viewing(host: str) -> AsyncGenerator[Viewer]:
    """A viewer who has come and opened nothing yet, until they go."""
    place, protocols = f"ws://{host}/_stcore/stream", [Subprotocol("streamlit")]
    async with connect(place, subprotocols=protocols, max_size=None) as line:
        viewer = Viewer(host, line)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(viewer.listen())
            drawing = tasks.create_task(viewer.draw_parts())
            yield viewer
            drawing.cancel()
            await line.close()
