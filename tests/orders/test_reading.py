"""The gateway's own list is read on from where it was left, and says all that it said. 二(三)-4"""

import json
from pathlib import Path

import pytest

from cairong.orders import reading
from cairong.orders.ledger import Ledger
from cairong.orders.reads import orders_standing
from support.town import CITY

A, B, C = ("410300-0000001", "a" * 64), ("410300-0000002", "b" * 64), ("410300-0000003", "c" * 64)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path)
    found.add(*A)
    found.add(*B)
    assert found.sent() == dict((A, B))
    return found


@pytest.fixture
def read(monkeypatch) -> list[bytes]:
    """Every line that is read from now on."""
    lines: list[bytes] = []
    line = reading.Said._line
    monkeypatch.setattr(
        reading.Said, "_line", lambda self, text: lines.append(text) or line(self, text)
    )
    return lines


def test_only_what_was_added_is_read(ledger, read):
    assert ledger.sent() == dict((A, B))
    assert read == []
    Ledger(ledger.path.parent).add(*C)  # another of the same process, as a page has it
    ledger._append({"settled": [A[0]], "by": "王"})
    ledger._append({"ended": "f" * 64})
    assert ledger.sent() == dict((A, B, C))
    assert ledger.ended() == {"f" * 64}
    assert len(read) == 3


def test_a_line_that_is_not_whole_yet_is_read_when_it_is(ledger):
    text = json.dumps(dict(zip(("number", "digest"), C, strict=True)))
    with ledger.path.open("a") as stream:
        stream.write(text[:20])
        stream.flush()
        assert ledger.sent() == dict((A, B))
        stream.write(text[20:])
        stream.flush()
        assert ledger.sent() == dict((A, B, C))  # its end alone was torn off
        stream.write("\n")
    ledger._append({"ended": "f" * 64})
    assert (ledger.sent(), ledger.ended()) == (dict((A, B, C)), {"f" * 64})


def written(*lines: tuple[str, str]) -> str:
    return "".join(json.dumps({"number": n, "digest": d}) + "\n" for n, d in lines)


@pytest.mark.parametrize("lines", [(C,), (C, B, A), ()], ids=["shorter", "longer", "empty"])
def test_another_list_in_its_place_is_read_anew(ledger, lines):
    """By a copy over it, or by a file of its own."""
    ledger.path.write_text(written(*lines))
    assert ledger.sent() == dict(lines)
    other = ledger.path.with_suffix(".other")
    other.write_text(written(A, C))
    other.replace(ledger.path)
    assert ledger.sent() == dict((A, C))
    ledger.path.unlink()
    assert ledger.sent() == {}
    ledger.add(*B)
    assert ledger.sent() == dict((B,))


@pytest.mark.django_db
def test_as_many_as_were_ever_sent_are_compared():
    """More than a statement takes parameters: 65,535."""
    sent = {f"{CITY}-{number:07d}": f"{number:064x}" for number in range(70_000)}
    assert orders_standing(CITY, sent) == set()
