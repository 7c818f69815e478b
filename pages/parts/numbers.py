"""The numbers under a chart: a table to open, and the same as a file."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts.tables import to_csv

__all__ = ["show_numbers"]


def show_numbers(
    frame: pd.DataFrame, name: str, what: str, formats: Mapping[str, str] | None = None
) -> None:
    """An expander with the frame and its download.

    ``name`` is that of the file, without its end; ``what`` says in words what the table holds.
    ``formats`` are those of ``st.column_config.NumberColumn``; the file has the whole numbers.
    """
    columns = {
        column: st.column_config.NumberColumn(format=form)
        for column, form in (formats or {}).items()
    }
    with st.expander("Show the numbers"):
        st.dataframe(frame, hide_index=True, alt=what, column_config=columns, key=f"{name}-table")
        st.download_button(
            "Download as CSV",
            to_csv(frame),
            file_name=f"plotline-{name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"{name}-csv",
        )
