"""The register of obligations: the notice's sentences and the law articles cited beside them."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parent / "data"
NOTICE_TITLE = "关于印发深入推进政府采购合同融资工作实施方案的通知"
NOTICE_NUMBER = "洛财购〔2021〕4号"

Force = Literal["must", "should", "may"]
FORCE_WORDS: dict[Force, str] = {"must": "应当", "should": "力争", "may": "可以"}


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One obligation. `words` are the text's own where `verbatim`, else its sense.

    `part` is the heading it stands under (for a law its title and article), `asks` what it asks
    of the software (empty for laws).
    """

    id: str
    part: str
    who: str
    force: Force
    words: str
    asks: str = ""
    of_notice: bool = True
    verbatim: bool = True


def read_data(name: str) -> Any:
    """Read one JSON file of policy/data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_lines(name: str) -> list[str]:
    """Read the lines of one text file of policy/data."""
    return (DATA / name).read_text(encoding="utf-8").split("\n")[:-1]


@cache
def _register() -> dict[str, Clause]:
    notice = [Clause(**row) for row in read_data("clauses.json")]
    laws = [Clause(part=row.pop("title"), of_notice=False, **row) for row in read_data("laws.json")]
    return {each.id: each for each in (*notice, *laws)}


def known(clause_id: str) -> bool:
    """Whether the notice or the list of cited laws has this id."""
    return clause_id in _register()


def clause(clause_id: str) -> Clause:
    """Return the record of one obligation. Raises KeyError for an unknown id."""
    return _register()[clause_id]


def all_clauses() -> tuple[Clause, ...]:
    """List every obligation of the notice, then every cited law article, in order."""
    return tuple(_register().values())


def notice_clauses() -> tuple[Clause, ...]:
    """List the obligations of the notice alone, in its order."""
    return tuple(each for each in all_clauses() if each.of_notice)


@cache
def letter() -> str:
    """Return the notice letter (附) word for word: lines joined by LF, none at the end (D7)."""
    return (DATA / "letter.txt").read_text(encoding="utf-8")


def letter_hash() -> str:
    """Return SHA-256 of the letter's UTF-8 text in lower-case hex (D7)."""
    return hashlib.sha256(letter().encode()).hexdigest()
