"""What fuzzing draws from: files that are nearly right, JSON that is nearly right, and plain noise."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

__all__ = ["HOSTILE_TEXTS", "damaged", "json_lines", "mutated_json", "tables", "texts"]

HOSTILE_TEXTS = (
    "",
    "\0",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(A1)",
    "+1+1",
    "@SUM(A1)",
    "../../etc/passwd",
    "CON",
    "nul.txt",
    "Dramа",  # the last letter is Cyrillic
    "\u202egnp.exe",
    "\ud800",
    "\ufeffplot",
    "２０２６",
    "٠١٢",
    "nan",
    "-inf",
    "1e999",
    "[" * 300,
    "x" * 2_001,
    "ghost " * 50,
    "A lamp hums in the dark, and a ghost answers.",
)
_HOSTILE_VALUES: tuple[Any, ...] = (
    *HOSTILE_TEXTS,
    None,
    True,
    0,
    -1,
    0.5,
    2**31,
    10**30,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {},
    [[]],
    [None],
    {"": None},
)

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(HOSTILE_TEXTS), max_size=5).map(" ".join),
    st.text(st.characters(), max_size=100),
).map(lambda text: text.encode("utf-8", "surrogatepass"))

_CELLS = st.one_of(
    st.sampled_from(HOSTILE_TEXTS).map(lambda text: text.replace("\ud800", "?")),
    st.sampled_from(
        ["Drama", "Comedy|War", "['Drama', 'War']", '[{"name": "Drama"}]', "1999", '"']
    ),
    st.text(max_size=20),
)
_HEADERS = st.sampled_from(
    ["plot,genres", "id;title;year;genres;plot;country", "Plot\tGenres\tsplit", "overview", '"', ""]
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table in some encoding: cells and quotes as they come, rows now and then too wide."""
    header = draw(_HEADERS)
    delimiter = next((sign for sign in ",;\t" if sign in header), ",")
    rows = draw(st.lists(st.lists(_CELLS, max_size=6), max_size=6))
    quote = draw(st.sampled_from(["", '"']))
    lines = [header, *(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)]
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines) + draw(
        st.sampled_from(["\n", ""])
    )
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return text.encode(encoding, "replace")


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A file with some bytes changed, a piece left out or twice, or its end cut."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del data[at : at + draw(st.integers(1, 64))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 64))]
            case _:
                del data[at:]
    return bytes(data)


@st.composite
def mutated_json(draw: st.DrawFn, document: Any, most: int = 3) -> Any:
    """A JSON value of which some parts are something else, gone, or under another name."""
    made = {"all": copy.deepcopy(document)}
    for _ in range(draw(st.integers(0, most))):
        parent, key = _place(draw, made)
        match draw(st.integers(0, 3)):
            case 0 if parent is not made:
                del parent[key]
            case 1 if isinstance(parent, dict) and parent is not made:
                parent[draw(st.sampled_from(HOSTILE_TEXTS))] = parent[key]
            case _:
                parent[key] = copy.deepcopy(draw(st.sampled_from(_HOSTILE_VALUES)))
    return made["all"]


def json_lines(documents: list[Any]) -> st.SearchStrategy[bytes]:
    """Lines of JSON, in any order, some of them mutated; now and then one that is torn."""
    lines = st.sampled_from(documents).flatmap(mutated_json).map(json.dumps)
    torn = lines.map(lambda line: line[: len(line) // 2])
    return st.lists(st.one_of(lines, lines, torn, st.text(max_size=10)), max_size=12).map(
        lambda found: "\n".join([*found, ""]).encode("utf-8", "replace")
    )


def _place(draw: st.DrawFn, made: dict[str, Any]) -> tuple[Any, Any]:
    """Somewhere in it, each level down as likely as to stay."""
    parent, key = made, "all"
    while (inner := parent[key]) and isinstance(inner, (dict, list)) and draw(st.integers(0, 5)):
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        parent, key = inner, draw(st.sampled_from(keys))
    return parent, key
