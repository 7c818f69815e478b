"""The few scripts that run in the browser, for what a page cannot do from the server."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

__all__ = ["mount"]

_FOLDER = Path(__file__).parent


def mount(name: str, **settings: Any) -> None:
    """Put ``scripts/name.html`` on the page with its script; settings are those of the component."""
    _component(name)(**settings)


@cache
def _component(name: str) -> Callable[..., Any]:
    html, css, js = (
        (_FOLDER / file).read_text(encoding="utf-8")
        for file in (f"{name}.html", "style.css", f"{name}.js")
    )
    return component(f"plotline-{name}", html=html, css=css, js=js)
