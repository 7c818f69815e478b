"""Texts that Hypothesis draws: every character there is, and those that make up words."""

from hypothesis import strategies as st

__all__ = ["any_text", "plots"]

_every_character = st.characters(exclude_categories=())  # lone surrogates and NUL among them
_characters_of_words = st.sampled_from("abs19'’_-. \n\0é\u202eש🎬")

any_text = st.text(_every_character, max_size=60) | st.text(_characters_of_words, max_size=60)

_words = ("the", "a", "ghost", "sheriff", "love", "kiss", "prank", "zyzzyva")

plots = st.lists(st.sampled_from(_words), max_size=70).map(" ".join)
"""Plots in the words of the tiny corpus, one word it has not, from none to more than it reads."""
