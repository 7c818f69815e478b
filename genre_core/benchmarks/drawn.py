"""What the server has told one viewer, from the messages that Streamlit sends to a browser."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

__all__ = ["Drawn"]

_PAGES_REMEMBERED = 2  # as Streamlit tells browsers to
_BOX, _BUTTON = "-plot", "Name the genres"


class Drawn:
    """The page as far as a benchmark looks at it. ``faults`` gathers what a person would see go wrong."""

    def __init__(self):
        self.heading = ""
        """The last heading, as Markdown: on the page Predict, the answer."""
        self.pages: dict[str, str] = {}
        """Address of each page, and the name that Streamlit has for it."""
        self.page, self.query = "", ""
        """The page that is open, by Streamlit's name, and the parameters of its address."""
        self.box, self.button = "", ""
        """Ids of the box for a plot and of the button below it."""
        self.parts: dict[str, float] = {}
        """Parts of the page to be asked for anew, and the seconds between two times."""
        self.faults: list[str] = []
        self.is_whole = asyncio.Event()
        """Set when a page that was begun after ``expect`` has been drawn to its end."""
        self._remembered: dict[str, int] = {}
        self._n_drawn, self._has_begun = 0, False

    def expect(self) -> None:
        """To be called before a page is asked for."""
        self.is_whole.clear()
        self._has_begun = False

    @property
    def remembered(self) -> list[str]:
        """Hashes of large messages that need not be sent again."""
        return list(self._remembered)

    def take(self, data: bytes) -> None:
        """One message."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = ForwardMsg.FromString(data)
        if message.metadata.cacheable:
            self._remembered[message.hash] = self._n_drawn
        take = getattr(self, f"_take_{message.WhichOneof('type')}", None)
        if take:
            take(message)

    def _take_new_session(self, message: "ForwardMsg") -> None:
        self._has_begun |= not message.metadata.run.fragment_ids

    def _take_script_finished(self, message: "ForwardMsg") -> None:
        ended = (message.FINISHED_SUCCESSFULLY, message.FINISHED_WITH_COMPILE_ERROR)
        if message.script_finished == message.FINISHED_WITH_COMPILE_ERROR:
            self.faults.append("The page could not be compiled.")
        if message.script_finished not in ended:
            return
        self._n_drawn += 1
        oldest = self._n_drawn - _PAGES_REMEMBERED
        self._remembered = {sha: page for sha, page in self._remembered.items() if page > oldest}
        if self._has_begun:
            self.is_whole.set()

    def _take_delta(self, message: "ForwardMsg") -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.faults.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.faults.append(element.alert.body)
        elif kind == "heading":
            self.heading = element.heading.body
        elif kind == "text_area" and element.text_area.id.endswith(_BOX):
            self.box = element.text_area.id
        elif kind == "button" and element.button.label == _BUTTON:
            self.button = element.button.id

    def _take_navigation(self, message: "ForwardMsg") -> None:
        pages = message.navigation.app_pages
        self.pages = {page.url_pathname: page.page_script_hash for page in pages}
        self.page = message.navigation.page_script_hash

    def _take_page_info_changed(self, message: "ForwardMsg") -> None:
        self.query = message.page_info_changed.query_string

    def _take_auto_rerun(self, message: "ForwardMsg") -> None:
        self.parts[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _take_stop_auto_rerun(self, message: "ForwardMsg") -> None:
        for part in message.stop_auto_rerun.fragment_ids:
            self.parts.pop(part, None)

    def _take_page_not_found(self, message: "ForwardMsg") -> None:
        self.faults.append(f"Page not found: {message.page_not_found.page_name}")

    def _take_session_event(self, message: "ForwardMsg") -> None:
        event = message.session_event
        if event.HasField("script_compilation_exception"):
            self.faults.append(event.script_compilation_exception.message)
