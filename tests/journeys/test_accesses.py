"""Somebody guesses at an account: its person reads it on a phone, then who looks after it."""

import pytest

from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

GUESSES = ("Sommer2025!-guess", "洛阳2025-guess")


def guessed(crowd: Crowd, username: str, *words: str) -> None:
    """Try to get in as somebody at a browser of one's own."""
    stranger = Person(crowd, username, "", width=PHONE)
    stranger.page.goto(f"{crowd.house.address}/account/sign-in/", wait_until="load")
    for word in words:
        stranger.word = word
        stranger.signs_in()
        stranger.looks()
        stranger.sees("用户名或密码不对")
    stranger.leaves()


def test_who_is_guessed_at_reads_it_and_so_do_administrator_and_operator(
    crowd: Crowd, house: House, ground: Ground
):
    firm = ground.town.supplier()
    held = account_in(ground.town, "supplier", organisation=firm, username="yaoshi")
    keeper = account_in(
        ground.town, "supplier", organisation=firm, username="guanli", administrator=True
    )
    operator = account_in(ground.town, "operator", username="yunwei")
    Person(crowd, held.username, WORD).opens("/desk/")  # once before, else nothing came since
    guessed(crowd, held.username, *GUESSES)
    guessed(crowd, "nobody-of-this-name", GUESSES[0])

    person = Person(crowd, held.username, WORD, width=PHONE)
    person.opens("/desk/")
    person.sees("有2次登录没有成功")
    person.follows("看登录记录")
    person.sees("密码不对", "127.0.0.1")
    assert not any(guess in person.reads() for guess in GUESSES)
    person.opens("/desk/")
    assert "没有成功" not in person.reads()

    administrator = Person(crowd, keeper.username, WORD, width=DESK)
    administrator.opens("/account/accesses/")
    administrator.sees(held.username, "密码不对")

    at_machine = Person(crowd, operator.username, WORD)
    at_machine.opens("/account/strangers/")
    at_machine.sees("127.0.0.1")
    assert "nobody-of-this-name" not in at_machine.reads()
    crowd.is_content()
