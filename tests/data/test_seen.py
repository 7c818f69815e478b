from hypothesis import given
from hypothesis import strategies as st

from genre_core.data.seen import Seen

blocks = st.lists(st.lists(st.text("ab", max_size=3), max_size=8), max_size=8)


@given(blocks)
def test_each_text_is_new_once(blocks: list[list[str]]) -> None:
    """As a set would have it, within a block and over all of them."""
    seen, known = Seen(), set()
    for block in blocks:
        wanted = []
        for text in block:
            wanted.append(text not in known)
            known.add(text)
        assert wanted == seen.are_new(block).tolist()
