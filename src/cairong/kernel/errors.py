"""Refusals: the six ways an act is answered with «no», each with its findings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from cairong.kernel.actor import Role


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be.

    `code` names a sentence of the catalogue (policy/catalogue), `obligation` the clause it
    rests on (an id of NOTICE.md, or an article such as 采购法§47; empty where none applies),
    `params` the facts the sentence is filled with, already in words or plain values.
    """

    code: str
    obligation: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, obligation: str = "", /, **params: Any) -> "Finding":
        """Make a finding as a refusal is made: by its code, its clause, and the facts by name."""
        return cls(code=code, obligation=obligation, params=params)


class Refusal(Exception):  # noqa: N818 - an answer, not an error of the program
    """An act that is answered with «no». Carries at least one finding."""

    kind: ClassVar[str] = "Refusal"
    status: ClassVar[int] = 409
    kept: bool = False  # whether a record of it stands in audit

    def __init__(self, code: str | Finding, obligation: str = "", **params: Any) -> None:
        first = code if isinstance(code, Finding) else Finding.of(code, obligation, **params)
        self.findings: tuple[Finding, ...] = (first,)
        super().__init__(f"{self.kind}: {first.code}")

    def tell(self, reader: Role) -> None:
        """Say what is for its reader alone; most refusals say the same to everybody."""

    @property
    def obligation(self) -> str:
        """The clause of the first finding, empty where it rests on none."""
        return self.findings[0].obligation


class NotFound(Refusal):
    """There is no such record, or it is not yours: the answer is the same."""

    kind, status = "NotFound", 404


class NotAllowed(Refusal):
    """The actor's role or person may not do this."""

    kind, status = "NotAllowed", 403


class NotShown(Refusal):
    """The act wants the second factor shown anew first; nothing is refused for good."""

    kind, status = "NotShown", 403


class WrongState(Refusal):
    """The record is not in a state from which this can be done.

    `possible` lists what can be done from its state: in words, with the roles that may.
    """

    kind, status = "WrongState", 409
    possible: Sequence[tuple[str, Collection[Role]]] = ()

    @classmethod
    def of(
        cls, *, thing: str, state: str, act: str, possible: Sequence[tuple[str, Collection[Role]]]
    ) -> Self:
        """Refuse an act on a thing in a state; `tell` narrows what is possible to its reader."""
        words = [word for word, _ in possible]
        refusal = cls("state.cannot", thing=thing, state=state, act=act, possible=_listed(words))
        refusal.possible = possible
        return refusal

    def tell(self, reader: Role) -> None:
        """Offer the reader only what its own role may do."""
        if self.possible:
            words = _listed(word for word, roles in self.possible if reader in roles)
            first, *more = self.findings
            self.findings = (replace(first, params={**first.params, "possible": words}), *more)


class Conflict(Refusal):
    """Somebody else was first, or the same was done before with other facts."""

    kind, status = "Conflict", 409


class Repeated(Conflict):
    """The very same request was carried out before; names the record it led to."""

    def __init__(self, subject_type: str, subject_id: str) -> None:
        super().__init__("conflict.repeated")
        self.subject_type, self.subject_id = subject_type, subject_id


class PolicyBreach(Refusal):
    """One or more rules bar the act; every one of them is named."""

    kind, status = "PolicyBreach", 422

    def __init__(self, first: str | Finding, *more: Finding, **params: Any) -> None:
        super().__init__(first, **params)
        self.findings = (*self.findings, *more)


class Invalid(Refusal):
    """A value cannot be understood or is out of range. Names the field and the value."""

    kind, status = "Invalid", 422

    def __init__(
        self, code: str, obligation: str = "", *, field: str, value: object = "", **params: Any
    ) -> None:
        super().__init__(code, obligation, field=field, value=str(value)[:200], **params)
        self.field, self.value = field, value


KINDS: dict[str, type[Refusal]] = {
    kind.kind: kind for kind in (NotFound, NotAllowed, WrongState, Conflict, PolicyBreach, Invalid)
}


def _listed(words: Iterable[str]) -> str:
    """Write words one after another, each once."""
    return "、".join(dict.fromkeys(words))
