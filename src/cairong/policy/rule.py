"""The decorator of a rule, the register of rules, and what a use-case makes of a breach."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from cairong.kernel.errors import Finding, PolicyBreach
from cairong.policy.clauses import known

P = ParamSpec("P")
Answer = Finding | None


@dataclass(frozen=True)
class Rule:
    """One registered rule: the obligations it carries out and the function."""

    obligations: tuple[str, ...]
    name: str
    function: Callable[..., Answer]


RULES: dict[str, Rule] = {}


def rule(*obligations: str) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Register a pure function as the rule of these obligations.

    Raises ValueError at import for an id that neither NOTICE.md nor the list of laws knows.
    """
    unknown = [obligation for obligation in obligations if not known(obligation)]
    if unknown or not obligations:
        raise ValueError(f"unknown obligations {unknown}: see policy/data/clauses.json")

    def register(function: Callable[P, Answer]) -> Callable[P, Answer]:
        name = f"{function.__module__.removeprefix('cairong.policy.')}.{function.__name__}"
        RULES[name] = Rule(obligations, name, function)
        return function

    return register


def findings(*answers: Answer) -> tuple[Finding, ...]:
    """Keep the answers that found something: for a breach that is recorded, not barred."""
    return tuple(answer for answer in answers if answer is not None)


def require(*answers: Answer) -> None:
    """Bar the act when any rule found something. Raises PolicyBreach with all of them."""
    found = findings(*answers)
    if found:
        raise PolicyBreach(*found)
