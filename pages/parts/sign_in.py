"""Signing in, where the server's owner has set it up: by OpenID Connect, as Streamlit does it."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from pages.parts.words import plain, small

__all__ = ["is_let_in", "show_sign_in", "show_sign_out"]

_AUTH = "auth"
_NEEDED = ("authlib", "httpx2")


def is_let_in() -> bool:
    """Whether this viewer may see the pages: all may where ``secrets.toml`` has no part ``[auth]``."""
    if _is_unreadable():
        return False
    # Streamlit tells it of nobody where there is no such part.
    return bool(st.user.to_dict().get("is_logged_in", True))


def show_sign_in() -> None:
    """What stands in the place of every page until the viewer has signed in."""
    st.title("Plotline", anchor=False)
    if _is_unreadable():
        _say_wrong("Its `secrets.toml` cannot be read. Its log tells why.")
        return
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        _say_wrong(
            f"It needs {' and '.join(missing)}: `python -m pip install -r requirements-login.txt`."
        )
        return
    st.write("Please sign in: the owner of this server lets in those they know.")
    with st.container(horizontal=True):
        for provider in _providers(st.secrets[_AUTH]):
            label = f"Sign in with {plain(provider)}" if provider else "Sign in"
            st.button(
                label,
                type="primary",
                icon=":material/login:",
                key=f"sign-in-{provider}",
                on_click=st.login,
                args=(provider,),
            )


def show_sign_out() -> None:
    """A way out, beneath the page, for one who has signed in."""
    who = st.user.to_dict()
    if not who.get("is_logged_in"):
        return
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        name = who.get("name") or who.get("email") or "Somebody"
        st.markdown(small(f"Signed in: {plain(str(name)[:100])}"), width="content")
        st.button("Sign out", icon=":material/logout:", type="tertiary", on_click=st.logout)


def _providers(auth: Mapping[str, Any]) -> list[str | None]:
    """The names of the providers; None for the one that has no name."""
    named = [name for name, value in auth.items() if isinstance(value, Mapping)]
    return [None, *named] if "client_id" in auth else list(named)


def _is_unreadable() -> bool:
    """Whether there are secrets that cannot be read: who may come in is not known then."""
    files = config.get_option("secrets.files")
    return any(Path(file).exists() for file in files) and not st.secrets.load_if_toml_exists()


def _say_wrong(what: str) -> None:
    st.error(
        f"Signing in is not set up rightly, so that nobody can be let in. {what}",
        icon=":material/error:",
    )
