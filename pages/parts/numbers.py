"""The numbers under a chart: a table to open, and the same as a file."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.downloads import download
from pages.parts.scripts import mount
from pages.parts.tables import to_csv
from pages.parts.words import plain, small

__all__ = ["as_text", "show_numbers", "show_table"]

_TALL_ROWS, _TALL_PIXELS = 14, 420
_MOST_ROWS = 250
"""Of a table: a browser takes seconds over thousands, which nobody reads."""


def show_numbers(
    frame: pd.DataFrame, name: str, what: str, formats: Mapping[str, str] | None = None
) -> None:
    """An expander with the frame and its download, and those of the chart or charts above it.

    ``name`` is that of the file, without its end; ``what`` says in words what the table holds.
    ``formats`` say how the table shows a column, as ``str.format`` does; the file has all decimals.
    """
    with st.expander("Show the numbers", key=f"numbers-{name}"):
        show_table(frame[:_MOST_ROWS], what, formats)
        if len(frame) > _MOST_ROWS:
            st.markdown(
                small(f"The first {_MOST_ROWS} of {len(frame):,} rows: the file has them all.")
            )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            make = partial(to_csv, frame)
            download("Download as CSV", make, f"plotline-{name}.csv", f"{name}-csv")
            mount("picture", data={"name": f"plotline-{name}"}, key=f"{name}-picture")


def show_table(frame: pd.DataFrame, what: str, formats: Mapping[str, str] | None = None) -> None:
    """The frame as a table, which scrolls when it is long.

    Not ``st.dataframe``, whose own download would leave formulas in the cells.
    """
    height = _TALL_PIXELS if len(frame) > _TALL_ROWS else "content"
    st.table(as_text(frame, formats or {}), hide_index=True, height=height, alt=what)


def as_text(frame: pd.DataFrame, formats: Mapping[str, str]) -> pd.DataFrame:
    """All cells as text that is shown as it is; whole numbers get commas, what is missing nothing."""
    return pd.DataFrame(
        {
            column.replace("_", " "): [
                _cell(value, formats.get(column, "")) for value in frame[column]
            ]
            for column in frame.columns
        }
    )


def _cell(value: Any, form: str) -> str:
    if isinstance(value, str):
        return plain(value)
    if pd.isna(value):
        return ""
    if form:
        return form.format(value)
    if pd.api.types.is_bool(value):
        return "✓ yes" if value else "no"
    return f"{value:,}" if hasattr(value, "__index__") else str(value)
