"""What the code itself must keep to: one clock, one maker of days, no signals, one act per view."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern

import cairong
from cairong.policy.catalogue import SENTENCES
from house.test_routes import routes

SOURCE = Path(cairong.__file__).parent
MODULES = {
    str(path.relative_to(SOURCE)): path.read_text()
    for path in sorted(SOURCE.rglob("*.py"))
    if "migrations" not in path.relative_to(SOURCE).parts
}
CLOCK = {"doors/clock.py", "notary/process.py"}  # the signer is a process without Django
DAYS = {"kernel/calendar.py", "contracts/importing/cells.py"}  # a cell of a sheet has no zone
OUTSIDE = {"healthz", "account-sign-out"}


def calls(text: str) -> list[str]:
    """Name everything a module calls, dotted."""
    return [ast.unparse(one.func) for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)]


def found(wanted: Callable[[str], object], *, but: set[str] = frozenset()) -> list[str]:
    return [
        f"{name}: {call}()"
        for name, text in MODULES.items()
        if name not in but
        for call in calls(text)
        if wanted(call)
    ]


def test_only_the_door_reads_the_clock():
    clock = re.compile(
        r"(.*\.)?(timezone\.(now|localtime|localdate)|datetime\.(now|utcnow|today)|date\.today"
        r"|time\.time)"
    )
    assert found(clock.fullmatch, but=CLOCK) == []


def test_one_function_makes_a_day_of_a_moment():
    assert found(lambda call: call.endswith(".date"), but=DAYS) == []


def test_what_was_lent_is_summed_once():
    """Whoever adds loans up outside their books takes `COUNTED`: a yuan lent again counts once."""
    whole = re.compile(r"""Sum\(\s*["']principal_fen["']""")
    summed = [name for name, text in MODULES.items() if whole.search(text)]
    assert summed == []


def test_nothing_listens_to_signals():
    listens = re.compile(r"(.*\.)?(receiver|(pre|post)_(save|delete|init|migrate)\.connect)")
    assert found(listens.fullmatch) == []
    imports = [name for name, text in MODULES.items() if "django.dispatch" in text]
    assert imports == []


def page_views() -> list[URLPattern]:
    return [one for one in routes() if one.callback.__module__.startswith("cairong.")]


def test_every_page_goes_through_the_door():
    outside = {one.name for one in page_views() if not hasattr(unwrapped(one), "page_roles")}
    assert outside == OUTSIDE


def unwrapped(route: URLPattern):
    """The view as `page` made it, below decorators on methods and tokens."""
    view = route.callback
    while not hasattr(view, "page_roles") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


@cache
def use_cases() -> frozenset[str]:
    """Name every use-case: functions under actions/ that take an actor and a moment."""
    names = set()
    for name, text in MODULES.items():
        if "/actions/" not in name:
            continue
        for one in ast.parse(text).body:
            takes = {arg.arg for arg in getattr(getattr(one, "args", None), "kwonlyargs", ())}
            if isinstance(one, ast.FunctionDef) and {"actor", "now"} <= takes:
                names.add(one.name)
    return frozenset(names)


@pytest.mark.parametrize("name", [one for one in MODULES if one.startswith(("web/", "api/"))])
def test_a_view_calls_at_most_one_act(name):
    acts = use_cases()
    for one in ast.parse(MODULES[name]).body:
        if isinstance(one, ast.FunctionDef):
            called = [
                call.func.id
                for call in ast.walk(one)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in acts
            ]
            assert len(set(called)) <= 1, f"{one.name} calls {called}"


def codes_raised() -> set[str]:
    raised = re.compile(
        r"\b(?:Invalid|NotFound|NotAllowed|WrongState|Conflict|PolicyBreach|Unreadable|SignedOut"
        r"|TooOften)\(\s*\"([a-z_0-9]+\.[a-z_0-9]+)\""
    )
    return {code for text in MODULES.values() for code in raised.findall(text)}


def test_every_refusal_has_its_sentence():
    assert sorted(codes_raised() - SENTENCES.keys()) == []
