"""The clock of a test that begins on a stage never stands before what was laid there."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from support.clock import MORNING, Clock
from support.staging import staged
from support.town import Town

NOON = "2026-11-25 12:00"


@pytest.fixture(scope="module", autouse=True)
def steady() -> Iterator[Clock]:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(MORNING)
        patch.setattr(timezone, "now", clock.now)
        yield clock


@pytest.fixture(scope="class")
def back_in_the_morning(steady: Clock) -> None:
    """Set the clock back, as every module's own begins, before any stage is looked for."""
    steady.set(MORNING)


@staged
def laid(town: Town) -> datetime:
    """What is laid at noon."""
    clock = Clock.told()
    clock.set(NOON)
    return clock.now()


@staged
def upon(laid: datetime) -> datetime:
    """What is laid upon it, in a test whose own morning has just begun."""
    return Clock.told().now()


def test_a_test_goes_on_from_what_was_laid(laid):
    assert Clock.told().now() >= laid


def test_what_is_laid_upon_it_lies_later(back_in_the_morning, upon, laid):
    assert Clock.told().now() >= upon >= laid
