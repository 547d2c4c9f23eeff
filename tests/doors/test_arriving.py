"""A body on its way in: cut by size, rate and time, and the oldest where many are held."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from io import BytesIO

import pytest

from cairong.doors import arriving
from cairong.doors.arriving import Arriving, Gone, TooSlow
from cairong.doors.uploads import MEGABYTE, TooLarge


async def pieces(*each: bytes, seconds: float = 0.0, rest: float = 0.0) -> AsyncIterator[bytes]:
    """Send pieces some seconds apart, and be silent at the end."""
    for piece in each:
        await asyncio.sleep(seconds)
        yield piece
    await asyncio.sleep(rest)


async def anybody() -> bool:
    return True


async def nobody() -> bool:
    return False


def taken(sent: AsyncIterator[bytes], size: int, may_send=nobody) -> bytes:
    async def whole() -> bytes:
        with await Arriving().whole(sent, size, may_send=may_send) as body:
            return body.read()

    return asyncio.run(whole())


@pytest.fixture
def hurried(monkeypatch):
    """A tenth of a second where ten are meant, and a kilobyte a tenth."""
    monkeypatch.setattr(arriving, "SOONEST", 0.1)
    monkeypatch.setattr(arriving, "SLOWEST", 10_000)
    monkeypatch.setattr(arriving, "LATEST", 0.5)


def test_a_body_comes_whole():
    assert taken(pieces(b"a=1&", b"b=2"), 7) == b"a=1&b=2"


def test_one_that_is_silent_is_cut(hurried):
    with pytest.raises(TooSlow) as caught:
        taken(pieces(b"a=1", rest=5), 7)
    assert caught.value.status == 408


def test_one_that_dribbles_is_cut_however_steadily(hurried):
    with pytest.raises(TooSlow):
        taken(pieces(*[b"x"] * 100, seconds=0.02), 100)


def test_one_that_is_slow_and_gets_on_is_taken(hurried):
    assert len(taken(pieces(*[bytes(1000)] * 4, seconds=0.06), 4000)) == 4000


def test_none_has_longer_than_the_longest_time(hurried):
    with pytest.raises(TooSlow):
        taken(pieces(*[bytes(10_000)] * 20, seconds=0.05), 200_000)


def test_who_hangs_up_before_the_end_is_served_nothing():
    """Else half of what was filled in would be taken for all of it."""
    with pytest.raises(Gone):
        taken(pieces(b"amount_yuan=30"), 20)


@pytest.mark.parametrize("size", [MEGABYTE + 1, 60 * MEGABYTE])
def test_a_large_one_is_taken_only_from_who_may_send_it(size, monkeypatch):
    def no_file() -> None:
        raise AssertionError("a stranger's body touches the disk")

    assert len(taken(pieces(bytes(size)), size, may_send=anybody)) == size
    monkeypatch.setattr(arriving.tempfile, "TemporaryFile", no_file)
    with pytest.raises(TooLarge) as caught:
        taken(pieces(bytes(size)), size)
    assert caught.value.status == 413


def test_what_nobody_may_send_is_not_even_read():
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("it is read")
        yield b""

    with pytest.raises(TooLarge):
        taken(unread(), 63 * MEGABYTE, may_send=anybody)


def test_where_too_much_is_held_the_oldest_has_no_time_left(monkeypatch):
    monkeypatch.setattr(arriving, "AT_ONCE", 2500)

    async def three() -> Sequence[object]:
        held, size = Arriving(), 1001
        bodies = []
        for _ in range(2):
            sent = pieces(bytes(1000), rest=0.2)
            bodies.append(asyncio.create_task(held.whole(sent, size, may_send=nobody)))
            await asyncio.sleep(0.02)
        last = pieces(bytes(1001))
        bodies.append(asyncio.create_task(held.whole(last, size, may_send=nobody)))
        found = await asyncio.gather(*bodies, return_exceptions=True)
        assert held.reading == {}
        return found

    first, second, last = asyncio.run(three())
    assert isinstance(first, TooSlow)
    assert isinstance(second, Gone)
    assert isinstance(last, BytesIO)
