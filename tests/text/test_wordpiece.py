"""Pieces of words are those that an uncased BERT was trained on."""

import os
import string
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genre_core.text.wordpiece import wordpieces
from tests.text.texts import any_text

_LETTERS = string.ascii_lowercase + string.digits + "東京…’–½ßσ"
PIECES = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *string.punctuation, *_LETTERS),
    *(
        "the",
        "ghost",
        "##ly",
        "##s",
        "##t",
        "haunt",
        "##ing",
        "##house",
        "don",
        *map("##{}".format, "aeinx"),
    ),
)
"""A vocabulary with every sign, few endings: some words can be put together and some cannot."""
KNOWN = frozenset(PIECES)

_of_today = st.characters(exclude_categories=("Cs", "Cn"), max_codepoint=0x1FFF)
_of_words = st.sampled_from(
    ["the", "Ghost", "ghostly", "é", "HAUNTING", "’", "'", "-", " ", "\n", "東", "x"]
)
texts = st.text(_of_today, max_size=40) | st.lists(_of_words, max_size=20).map("".join)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The ghostly haunting", ["the", "ghost", "##ly", "haunt", "##ing"]),
        ("ghosthouse, ghosts!", ["ghost", "##house", ",", "ghost", "##s", "!"]),
        ("don't", ["don", "'", "t"]),
        ("Thé GHÖST’S", ["the", "ghost", "’", "s"]),
        ("the 東京 ghost東", ["the", "東", "京", "ghost", "東"]),
        ("the\u00a0ghost\u2028the\tghost\r\nthe", ["the", "ghost", "the", "ghost", "the"]),
        ("gh\u00adost gho\0st", ["ghost", "ghost"]),
        ("sheriff", ["sheriff"]),
        ("ghost" + 96 * "s", ["ghost" + 96 * "s"]),
        ("ghost" + 95 * "s", ["ghost", *95 * ["##s"]]),
        ("[CLS] [mask]", ["[", "cls", "]", "[", "mask", "]"]),
        ("🎬", ["🎬"]),
        ("", []),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    """The longest piece first; a word of which a part is unknown, or of 101 signs, stays whole."""
    assert pieces == wordpieces(text, KNOWN)


@given(any_text)
@example("\ud800ghost")
def test_pieces_put_together_are_the_words(text: str) -> None:
    """Nothing is lost and nothing added: an endless vocabulary gives the words that pieces make up."""
    whole = wordpieces(text, _Everything())
    assert "".join(whole) == "".join(p.removeprefix("##") for p in wordpieces(text, KNOWN))


class _Everything:
    def __contains__(self, word: object) -> bool:
        return True


@given(texts)
def test_as_hugging_face_cuts(text: str) -> None:
    """The tokeniser that the published weights come with gives the same pieces."""
    tokenizers = pytest.importorskip("tokenizers", reason="comes with requirements-transformer.txt")
    reference = tokenizers.BertWordPieceTokenizer(dict(_ids()), lowercase=True)
    assert reference.encode(_known_to_all(text), add_special_tokens=False).tokens == [
        piece if piece in KNOWN else "[UNK]" for piece in wordpieces(_known_to_all(text), KNOWN)
    ]


_of_keras_hub = st.text(
    st.sampled_from(string.printable.strip("\x0b\x0c") + "éÀñçÖ’“”–—¿東京"), max_size=40
)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what keras-hub's imports warn of is not ours
def test_as_keras_hub_cuts() -> None:
    """keras-hub gives the same ids, told to strip accents, which from a preset it does not.

    Texts are those of plots. It also folds compatibility forms (™ into tm) and parts words at invisible
    signs, which BERT's own tokeniser does not, and neither do we.
    """
    keras_hub = pytest.importorskip(
        "keras_hub", reason="requirements-transformer.txt is not installed"
    )
    theirs = keras_hub.tokenizers.BertTokenizer(list(PIECES), lowercase=True, strip_accents=True)
    ids = _ids()

    @given(_of_keras_hub)
    def same(text: str) -> None:
        ours = [ids.get(piece, ids["[UNK]"]) for piece in wordpieces(text, KNOWN)]
        assert list(theirs.tokenize(text)) == ours

    same()


@pytest.mark.data
def test_real_plots_and_pieces() -> None:
    """Of real plots, by BERT's own vocabulary, hardly a word is unknown, and all pieces are as they were."""
    tokenizers = pytest.importorskip("tokenizers", reason="comes with requirements-transformer.txt")
    from genre_core.data.catalogue import load

    path = Path(os.environ["GENRE_DATA_HOME"]) / "bert" / "vocab.txt"
    if not path.is_file():
        pytest.skip("bert/vocab.txt is not in the data home")
    known = frozenset(path.read_text(encoding="utf-8").splitlines())
    reference = tokenizers.BertWordPieceTokenizer(str(path), lowercase=True)
    plots = load("overviews").films["plot"][:500]
    cut = [wordpieces(plot, known) for plot in plots]
    n_pieces = sum(map(len, cut))
    assert sum(piece not in known for pieces in cut for piece in pieces) < 0.001 * n_pieces
    for plot, pieces in zip(plots, cut, strict=True):
        of_reference = reference.encode(plot, add_special_tokens=False).tokens
        assert of_reference == [piece if piece in known else "[UNK]" for piece in pieces]


def _ids() -> dict[str, int]:
    return {piece: number for number, piece in enumerate(PIECES)}


def _known_to_all(text: str) -> str:
    """Without what younger Unicode added, which the other library's tables may not have."""
    kept = [sign for sign in text if unicodedata.ucd_3_2_0.category(sign) != "Cn"]
    return "".join(kept).replace("[", "(")  # it takes [CLS] in a text for the sign; we do not
