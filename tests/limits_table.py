"""``python -m tests.limits_table``: write the table of ``docs/limits.md`` from ``genre_core/limits.py``."""

import ast
from pathlib import Path

from genre_core import limits

__all__ = ["DOCS", "LIMITS", "document", "table"]

DOCS = Path(__file__).resolve().parents[1] / "docs" / "limits.md"
LIMITS: dict[str, int] = {name: value for name, value in vars(limits).items() if name.isupper()}
_BEGIN, _END = "<!-- limits: written by python -m tests.limits_table -->", "<!-- end of limits -->"


def table() -> str:
    """A row a limit, in their order: name, number, what it bounds and what happens beyond it."""
    body = ast.parse(Path(limits.__file__).read_text(encoding="utf-8")).body
    rows = ["| limit | is | of what, and what happens beyond it |", "| --- | --- | --- |"]
    for assigned, told in zip(body, [*body[1:], None], strict=True):
        if isinstance(assigned, ast.Assign) and isinstance(assigned.targets[0], ast.Name):
            name = assigned.targets[0].id
            rows.append(f"| `{name}` | {LIMITS[name]:,} | {_docstring(told)} |")
    return "\n".join(rows)


def document(text: str) -> str:
    """``docs/limits.md`` with the table as it should be."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{table()}\n\n{_END}{after}"


def _docstring(node: ast.stmt | None) -> str:
    """The text under an assignment; empty for a limit that nobody explained."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return " ".join(str(node.value.value).split()) if is_text else ""


if __name__ == "__main__":
    DOCS.write_text(document(DOCS.read_text(encoding="utf-8")), encoding="utf-8")
