"""Sources asked over the network: what leaves, what is an answer, and what is none."""

from datetime import timedelta
from uuid import UUID

import pytest

from cairong.home.environment import sources_named
from cairong.home.trouble import Trouble
from cairong.kernel.calendar import day_of
from cairong.outreach.sources import CLASSES, Question, Silent, Simulated, source_of
from cairong.parties.models import City
from cairong.policy.lookups import KINDS, SIMULATED
from support.carriers import gateway, speaker
from support.town import CITY, at, found_town

NOW = at("2025-10-09 09:30")
ASKED = Question(key=UUID(int=7), uscc="91410300MA3X4LQK6G", name="供应商")
FINE = {
    "on": "2025-10-08", "provider": "省信用信息平台", "reference": "XY-1", "facts": {"listed": []},
}  # fmt: skip


def read(port: int, code: str = "credit", secret: str = ""):
    return CLASSES[code](f"http://127.0.0.1:{port}/{code}", secret).read(ASKED, now=NOW)


def test_what_leaves_and_what_comes():
    with gateway() as (port, taken):
        taken.says = lambda _: FINE
        answer = read(port, secret="口令".encode().hex())
    assert (answer.facts, answer.provider, answer.reference) == (
        {"listed": []}, "省信用信息平台", "XY-1",
    )  # fmt: skip
    assert answer.of_on.isoformat() == "2025-10-08"
    ((key, said),) = taken.by_key.items()
    assert key == str(ASKED.key)
    assert said["body"] == {"source": "credit", "uscc": ASKED.uscc, "name": "供应商"}
    assert said["authorization"].startswith("Bearer ")


@pytest.mark.parametrize("changed", [
    {"facts": {}}, {"facts": {"listed": ["\0"]}}, {"facts": []}, {"on": "昨天"}, {"on": None},
    {"on": "2025-10-10"}, {"provider": ""}, {"provider": SIMULATED}, {"reference": 7},
    {"reference": "长" * 61},
])  # fmt: skip
def test_what_is_no_answer_is_no_value(changed):
    with gateway() as (port, taken):
        taken.says = lambda _: FINE | changed
        with pytest.raises(Silent, match="读不出来"):
            read(port)


@pytest.mark.parametrize(("code", "said"), [(503, "HTTP 503"), (404, "HTTP 404")])
def test_a_refusal_is_no_value(code, said):
    with gateway(lambda _: code) as (port, _), pytest.raises(Silent, match=said):
        read(port)


def test_nobody_there_is_no_value():
    with gateway() as (port, _):
        pass
    with pytest.raises(Silent, match="拒绝连接"):
        read(port)


def test_who_drips_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("cairong.outreach.lines.PATIENCE_SECONDS", 0.3)
    slow = speaker(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x")
    with slow as port, pytest.raises(Silent, match="没有按时应答"):
        read(port)


def test_each_kind_has_a_class_and_a_simulated_source_that_says_so():
    assert CLASSES.keys() == KINDS.keys()
    for code, kind in KINDS.items():
        source = Simulated(code)
        first, second = source.read(ASKED, now=NOW), source.read(ASKED, now=NOW)
        assert first == second
        assert (first.provider, first.of_on) == (SIMULATED, day_of(NOW))
        assert kind.judges(first.facts).value


@pytest.mark.django_db
def test_a_demonstration_reads_simulated_sources_and_a_real_city_its_own(settings):
    settings.LOOKUP_SOURCES = {"tax": "https://tax.example/"}
    found_town(NOW - timedelta(days=9), demo=False)
    real = City.objects.get(pk=CITY)
    assert type(source_of(real, "tax")) is CLASSES["tax"]
    assert source_of(real, "credit") is None


@pytest.mark.django_db
def test_nothing_leaves_a_demonstration(settings):
    settings.LOOKUP_SOURCES = {"tax": "https://tax.example/"}
    found_town(NOW - timedelta(days=9))
    assert all(type(source_of(City.objects.get(), code)) is Simulated for code in KINDS)


def test_addresses_are_named_by_the_operator(monkeypatch):
    monkeypatch.setenv("CAIRONG_SOURCES", "tax=https://a.example/tax credit=http://127.0.0.1:9/c")
    assert sources_named() == {
        "tax": "https://a.example/tax", "credit": "http://127.0.0.1:9/c",
    }  # fmt: skip
    for wrong in ("tax", "tax=http://a.example/", "tax=https://a.example/?key=1", "tax=file:///x"):
        monkeypatch.setenv("CAIRONG_SOURCES", wrong)
        with pytest.raises(Trouble, match="CAIRONG_SOURCES"):
            sources_named()
