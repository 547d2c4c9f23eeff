"""Every sentence a refusal can say, by code; and what a database constraint's name refuses.

One module per area, each with SENTENCES (code → template), where its tables have named constraints
CONSTRAINTS (name → kind, code, obligation), and where it has events HAPPENED. A code or name may
stand only once.
"""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from cairong.kernel.errors import Finding, Refusal
from cairong.policy.catalogue.words import SentenceFormatter
from cairong.policy.clauses import Clause, clause, known

Constraint = tuple[str, str, str]
UNWRITTEN = "这一步不能这样做({code})。请核对所填内容,或联系平台运维。"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One finding in words, with the clause it rests on (None where it rests on none)."""

    text: str
    code: str
    obligation: str
    clause: Clause | None


def merge[T](parts: dict[str, dict[str, T]]) -> dict[str, T]:
    """Join the areas' tables. Raises ValueError naming what two areas both claim."""
    whole: dict[str, T] = {}
    for area, part in parts.items():
        if twice := whole.keys() & part.keys():
            raise ValueError(f"catalogue/{area}.py repeats {sorted(twice)}")
        whole |= part
    return whole


def areas(table: str) -> dict[str, Any]:
    """Gather a table of every area that has one."""
    names = sorted(each.name for each in iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: getattr(module, table, {}) for name, module in modules.items()}


SENTENCES: dict[str, str] = merge(areas("SENTENCES"))
CONSTRAINTS: dict[str, Constraint] = merge(areas("CONSTRAINTS"))
_FORMATTER = SentenceFormatter()


def sentence(finding: Finding) -> str:
    """Say one finding in Chinese: what is wrong, with which value, and what to do."""
    template = SENTENCES.get(finding.code, UNWRITTEN)
    return _FORMATTER.vformat(template, (), {"code": finding.code, **finding.params})


def with_basis(finding: Finding) -> str:
    """Say one finding, with the clause it rests on where it rests on one."""
    said = sentence(finding)
    return f"{said}(依据 {finding.obligation})" if finding.obligation else said


def sentences(refusal: Refusal) -> list[Sentence]:
    """Say every finding of a refusal, each with the clause it rests on."""
    return [
        Sentence(
            text=sentence(finding),
            code=finding.code,
            obligation=finding.obligation,
            clause=clause(finding.obligation) if known(finding.obligation) else None,
        )
        for finding in refusal.findings
    ]
