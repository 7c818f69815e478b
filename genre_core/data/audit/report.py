"""All rules of the open corpus on one table of films."""

from dataclasses import dataclass
from pathlib import Path

from genre_core.data.audit.check import Check
from genre_core.data.audit.film_table import read_film_table
from genre_core.data.audit.form import form_checks
from genre_core.data.audit.others import checks_beside_others
from genre_core.data.audit.repeats import repeat_checks
from genre_core.data.audit.spread import spread_checks
from genre_core.data.audit.wording import wording_checks

__all__ = ["Audit", "audit"]


@dataclass(frozen=True)
class Audit:
    """What an audit of ``films`` films found, check by check."""

    films: int
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed; information and what was not checked do not count."""
        return all(check.status != "fail" for check in self.checks)


def audit(path: Path) -> Audit:
    """Check a table with the columns ``film_table.FILM_COLUMNS`` by every rule.

    Its plots are compared with the corpora in the data home, as far as they are there. Raises
    CorpusError when the table or such a corpus cannot be read.
    """
    table = read_film_table(path)
    films = table.films
    checks = (
        *form_checks(table),
        *repeat_checks(films),
        *spread_checks(films),
        *wording_checks(films),
        *checks_beside_others(films),
    )
    return Audit(len(films), checks)
