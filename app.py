"""The app: page config, navigation, and the page that is asked for.

Start it with ``make run``, or ``streamlit run app.py``.
"""

import streamlit as st

from pages import dataset, models, predict, thresholds, train
from pages.parts.style import apply_style


def main() -> None:
    """Run the page that the address names; any page may be the first one opened after a start."""
    st.set_page_config(page_title="Plotline", page_icon="🎬", layout="wide")
    apply_style()
    pages = [
        st.Page(dataset.render, title="Dataset", icon=":material/movie:", url_path="dataset"),
        st.Page(
            thresholds.render,
            title="Thresholds",
            icon=":material/vertical_align_center:",
            url_path="thresholds",
        ),
        st.Page(train.render, title="Train", icon=":material/show_chart:", url_path="train"),
        st.Page(
            predict.render, title="Predict", icon=":material/edit_note:", default=True, url_path=""
        ),
        st.Page(models.render, title="Models", icon=":material/leaderboard:", url_path="models"),
        # The default page answers at "/" only; its own name has to open it as well.
        st.Page(predict.render, title="Predict", url_path="predict", visibility="hidden"),
    ]
    st.navigation(pages, position="top").run()


if __name__ == "__main__":
    main()
