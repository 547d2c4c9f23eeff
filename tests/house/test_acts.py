"""An act is described once, in its own file, and found there by its name."""

import ast
from collections.abc import Iterator

import pytest

from cairong.kernel.acts import ACTS, Act, declare
from cairong.parties.four_eyes import TwoPersonAct
from cairong.policy.duties import DUTIES
from house.test_code import MODULES

MANY = 5  # as many acts in one literal are a register
CALLED = {"return_payment": "treasury.return_payment"}  # as proposals kept of before name it


def marked(decorator: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Name every function a decorator makes an act, with its module and the decorator."""
    for module, text in MODULES.items():
        for one in ast.parse(text).body:
            for mark in getattr(one, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == decorator:
                    yield module, one.name, mark


def test_every_act_says_what_it_is_called():
    silent = {
        name
        for _, name, mark in marked("use_case")
        if "word" not in {one.arg for one in mark.keywords}
    }
    tried = {"_findings"}  # any act, tried out and taken back
    assert silent - tried == {"_propose", "_approve", "_by_system"}, "called by an act of two"
    assert [act.name for act in ACTS.values() if not act.word] == []


def test_every_act_is_found_by_its_name():
    of_one = {name for _, name, _ in marked("use_case") if not name.startswith("_")}
    of_two = {
        CALLED.get(name, f"{module.split('/')[0]}.{name}")
        for module, name, _ in marked("two_person")
    }
    assert len(of_two) > 20
    assert {name for name, act in ACTS.items() if isinstance(act, TwoPersonAct)} == of_two
    assert ACTS.keys() == of_one | of_two


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_of_two_persons_is_called_by_its_room_and_verb(name):
    act = ACTS[name]
    if isinstance(act, TwoPersonAct):
        _, room, actions, _ = act.body.__module__.split(".")
        verb = act.body.__name__
        assert (name, actions) == (CALLED.get(verb, f"{room}.{verb}"), "actions")


def test_what_an_act_fulfils_is_a_duty_there_is():
    assert {act.fulfils for act in ACTS.values() if act.fulfils} <= set(DUTIES)


def test_two_acts_cannot_have_one_name():
    with pytest.raises(ValueError, match=r"two acts are called treasury\.pay"):
        declare(Act(name="treasury.pay", word="支付"))


def named_together(text: str) -> Iterator[set[str]]:
    """Name the acts that stand in one literal of a module, as keys, members or values."""
    names = {name for name in ACTS if "." in name or name.count("_") > 1}
    for one in ast.walk(ast.parse(text)):
        if isinstance(one, ast.Dict | ast.Set | ast.List | ast.Tuple):
            said = {part.value for part in ast.walk(one) if isinstance(part, ast.Constant)}
            yield said & names


SAY_WHAT_NO_ACT_SAYS = {
    "cases/places.py",  # which acts take on what waits, in which state
    "web/cases/links.py",  # on which page an act is done: no room below knows of pages
    "web/institution/application.py",  # which form of its page each act has
}


def test_no_second_register_of_acts_is_kept():
    kept = {
        module: sorted(together)
        for module, text in MODULES.items()
        for together in named_together(text)
        if len(together) >= MANY and module not in SAY_WHAT_NO_ACT_SAYS
    }
    assert kept == {}
