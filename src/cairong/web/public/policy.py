"""政策: the notice sentence by sentence, each with where it lives; the laws; the letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse

from cairong.doors.conditional import holds, marked, unchanged
from cairong.doors.page import public_page
from cairong.doors.register import where
from cairong.kernel.actor import Actor, Role
from cairong.policy.clauses import (
    FORCE_WORDS,
    NOTICE_NUMBER,
    NOTICE_TITLE,
    Clause,
    all_clauses,
    letter,
    letter_hash,
    notice_clauses,
    read_data,
)
from cairong.web.frame import draw_public
from cairong.web.parts import Paper

TEXT = "text/plain; charset=utf-8"
NOT_YET = "尚未实现"
SIGN_IN = "(登录)"
KINDS = (("规则", "rules"), ("用例", "use_cases"), ("页面", "pages"))


@dataclass(frozen=True, kw_only=True)
class Lived:
    """One clause and where it lives: rules, use-cases and pages by name, tests by number."""

    clause: Clause
    force: str
    places: tuple[tuple[str, tuple[str, ...]], ...]
    tests: int
    missing: str
    seen: Paper | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """The clauses under one heading."""

    word: str
    clauses: tuple[Lived, ...]


@public_page
def policy(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the notice, each clause at its own anchor, with where it lives."""
    parts = _notice(actor.role)
    context = {
        "number": NOTICE_NUMBER,
        "name": NOTICE_TITLE,
        "parts": parts,
        "laws": _laws(actor.role),
        "done": sum(not clause.missing for part in parts for clause in part.clauses),
        "all": len(notice_clauses()),
        "letter": letter().split("\n\n"),
        "hash": letter_hash(),
    }
    return draw_public(request, actor, "public/policy.html", context)


@public_page
def policy_letter(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Give the notice letter byte for byte; its hash is on the page of the notice (D7)."""
    mark = letter_hash()
    if holds(request, mark):
        return unchanged(mark)
    return marked(HttpResponse(letter().encode(), content_type=TEXT), mark)


@cache
def _notice(role: Role) -> tuple[Part, ...]:
    return tuple(
        Part(word=word, clauses=_lived(clauses, role))
        for word, clauses in groupby(notice_clauses(), key=lambda clause: clause.part)
    )


@cache
def _laws(role: Role) -> tuple[Lived, ...]:
    return _lived((clause for clause in all_clauses() if not clause.of_notice), role)


def _lived(clauses: Iterable[Clause], role: Role) -> tuple[Lived, ...]:
    return tuple(_of(clause, where().get(clause.id, {}), role) for clause in clauses)


def _of(clause: Clause, found: Mapping[str, Any], role: Role) -> Lived:
    places = tuple((word, tuple(found[key])) for word, key in KINDS if found.get(key))
    missing = found.get("open", "")
    return Lived(
        clause=clause,
        force=FORCE_WORDS[clause.force],
        places=places,
        tests=found.get("tests", 0),
        missing="已落实一部分" if missing == NOT_YET and places else missing,
        seen=_seen(clause.id, role),
    )


def _seen(clause: str, role: Role) -> Paper | None:
    """Find the page where a reader sees a clause at work: its word, its route, the place on it.

    Whoever is signed in is told of a page of others by its word alone, without address.
    """
    found: Mapping[str, tuple[str, str, str]] = read_data("seen.json")
    if clause not in found:
        return None
    word, route, place = found[clause]
    href = reverse(route)
    if role is Role.PUBLIC:
        return Paper(word=word, href=f"{href}{place}")
    admitted = getattr(resolve(href).func, "page_roles", ())
    opens = not admitted or role in admitted
    return Paper(word=word.removesuffix(SIGN_IN), href=f"{href}{place}" if opens else "")
