"""The app: page config, navigation, and the page that is asked for.

Start it with ``make run``, or ``streamlit run app.py``.
"""

from urllib.parse import urlsplit

import streamlit as st

from pages import dataset, models, predict, thresholds, train
from pages.parts.garbage import spare
from pages.parts.read_only import show_read_only
from pages.parts.sign_in import is_let_in, show_sign_in, show_sign_out
from pages.parts.style import apply_style


def main() -> None:
    """Run the page that the address names; any page may be the first one opened after a start."""
    st.set_page_config(page_title="Plotline", page_icon="🎬", layout="wide")
    apply_style()
    is_named = urlsplit(st.context.url or "").path.endswith("/predict")
    pages = [
        st.Page(dataset.render, title="Dataset", icon=":material/movie:", url_path="dataset"),
        st.Page(
            thresholds.render,
            title="Thresholds",
            icon=":material/vertical_align_center:",
            url_path="thresholds",
        ),
        st.Page(train.render, title="Train", icon=":material/show_chart:", url_path="train"),
        # The default page answers at "/" only; its own name has to open it as well. The menu has the
        # one of both that is open, and marks it.
        *(
            st.Page(
                predict.render,
                title="Predict",
                icon=":material/edit_note:",
                url_path=path,
                default=not path,
                visibility="visible" if is_named == bool(path) else "hidden",
            )
            for path in ("", "predict")
        ),
        st.Page(models.render, title="Models", icon=":material/leaderboard:", url_path="models"),
    ]
    if not is_let_in():
        st.navigation(pages, position="hidden")
        show_sign_in()
        return
    page = st.navigation(pages, position="top")
    show_read_only()
    page.run()
    show_sign_out()
    spare(page.title)


if __name__ == "__main__":
    main()
