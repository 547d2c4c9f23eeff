"""The signer: heads that follow one another, and nothing signed that does not extend them."""

from contextlib import closing
from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.kernel.merkle import root_of
from cairong.notary.heads import stored
from cairong.notary.ledger import Ledger
from cairong.notary.models import Alarm, Head, SigningKey
from cairong.notary.signer import TOLERANCE
from notary.conftest import cut, rewrite, tamper
from support.town import CITY

DAY = timedelta(days=1)


def hashes() -> list[bytes]:
    return [bytes(each) for each in Event.objects.order_by("seq").values_list("hash", flat=True)]


def read(head: Head):
    return stored(head.text, head.alg, head.value)


def test_a_head_says_what_the_chain_was_and_is_the_keys_own(notary):
    (head,) = notary.heads()
    signed = read(head)
    assert signed.is_by(notary.signer.key.public)
    assert signed.body == {
        "format": "cairong-head/1",
        "log_id": f"{CITY}/events",
        "tree_size": 10,
        "root_hash": root_of(hashes()).hex(),
        "chain_hash": hashes()[-1].hex(),
        "timestamp": "2026-03-02T02:01:00.000Z",
        "key_id": notary.signer.key_id,
        "previous": "",
    }
    assert head.digest == signed.digest
    assert SigningKey.objects.get().key_id == notary.signer.key_id


def test_heads_follow_one_another_when_there_is_news(notary):
    notary.round()
    assert notary.sizes() == [10]
    notary.say(3)
    notary.round()
    notary.again()
    notary.say()
    notary.round()
    assert notary.sizes() == [10, 13, 14]
    first, second, third = map(read, notary.heads())
    assert (second.body["previous"], third.body["previous"]) == (first.digest, second.digest)
    assert third.body["root_hash"] == root_of(hashes()).hex()
    assert not notary.alarms()


def test_news_waits_less_than_a_minute_and_a_quiet_day_ends_with_a_head(notary):
    notary.say()
    notary.round(after=timedelta(seconds=20))
    assert notary.sizes() == [10]
    notary.round(after=timedelta(seconds=30))
    assert notary.sizes() == [10, 11]
    notary.round(after=DAY)
    notary.round()
    assert notary.sizes() == [10, 11, 11]
    assert read(notary.heads()[-1]).body["day_end"] == "2026-03-02"


def test_nothing_is_signed_before_the_last_head(notary):
    """The clock is put back over midnight, by less than is taken for wrong: news waits."""
    notary.round(after=DAY)
    notary.say()
    stood = notary.sizes()
    notary.signer.period = -DAY
    notary.round(after=-TOLERANCE / 2)
    assert (notary.sizes(), notary.alarms()) == (stood, [])
    notary.round(after=TOLERANCE)
    assert notary.sizes() == [*stood, 11]


def replace_whole() -> None:
    """Another history of the same length, its hashes right."""
    rewrite(1, person_name="别人")


TAMPERED = {
    "newest cut, the head moved back": (lambda: cut(3), ("cut", 8)),
    "rewritten from the middle": (lambda: rewrite(5, after={"w": "改"}), ("fork", 10)),
    "replaced whole": (replace_whole, ("fork", 10)),
    "newest deleted": (lambda: tamper("DELETE FROM audit_event WHERE seq = 10"), ("fork", 10)),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_does_not_extend_the_last_head_is_an_alarm_and_never_signed(notary, name):
    act, found = TAMPERED[name]
    act()
    for _ in range(3):
        notary.round()
        notary.again()
    assert notary.alarms() == [found]
    alarm = Alarm.objects.get()
    assert (alarm.kept_size, alarm.kept_hash) == (10, read(notary.heads()[0]).body["chain_hash"])
    notary.say(5)
    notary.round(after=DAY)
    assert notary.sizes() == [10]
    assert notary.alarms() == [found]


NEW = {
    "content": ("UPDATE audit_event SET person_name = '别人' WHERE seq = 12", ("content", 12)),
    "one deleted": ("DELETE FROM audit_event WHERE seq = 12", ("gap", 12)),
    "a hash": ("UPDATE audit_event SET previous_hash = sha256('x') WHERE seq = 12", ("link", 12)),
    "the head": ("UPDATE audit_chain SET hash = sha256('x')", ("head", 13)),
}


@pytest.mark.parametrize("name", NEW)
def test_news_that_does_not_hold_is_located_and_never_signed(notary, name):
    statement, found = NEW[name]
    notary.say(3)
    tamper(statement)
    notary.round()
    assert (notary.sizes(), notary.alarms()) == ([10], [found])


def test_an_old_event_edited_in_silence_is_found_when_the_day_ends(notary):
    tamper('UPDATE audit_event SET after = \'{"w": "x"}\' WHERE seq = 4')
    notary.say()
    notary.round()
    assert notary.sizes() == [10, 11]
    notary.round(after=DAY)
    notary.round()
    assert (notary.sizes(), notary.alarms()) == ([10, 11], [("content", 4)])


def test_what_is_put_back_is_signed_again(notary):
    tamper("CREATE TABLE kept AS SELECT * FROM audit_event")
    tamper('UPDATE audit_event SET after = \'{"w": "x"}\' WHERE seq = 4')
    notary.round(after=DAY)
    assert notary.alarms() == [("content", 4)]
    tamper("UPDATE audit_event AS one SET after = kept.after FROM kept WHERE kept.id = one.id")
    notary.say()
    notary.round()
    notary.round()
    assert notary.sizes() == [10, 11]
    assert notary.heads()[-1].at > Alarm.objects.get().at


def test_a_memory_that_was_lost_signs_nothing_of_what_was_signed_before(notary):
    (notary.folder / f"head.{CITY}.json").unlink()
    notary.say()
    notary.round()
    assert (notary.sizes(), notary.alarms()) == ([10], [("memory", 0)])


def test_a_key_that_was_lost_signs_nothing_by_another(notary):
    (notary.folder / "key.Ed25519").unlink()
    notary.again()
    notary.say()
    notary.round()
    assert (notary.sizes(), notary.alarms()) == ([10], [("key", 0)])


def test_stored_heads_that_are_not_its_own_are_an_alarm(notary, owner_db):
    notary.say()
    notary.round()
    tamper(
        "INSERT INTO notary_head (city, size, at, digest, text, alg, value)"
        " SELECT city, size + 1, at, repeat('0', 64), text, alg, value FROM notary_head LIMIT 1"
    )
    notary.say()
    notary.round()
    assert notary.alarms() == [("heads", 0)]


def test_killed_between_remembering_and_storing_it_stores_the_same_head(notary, monkeypatch):
    notary.say()
    monkeypatch.setattr(Ledger, "add_head", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        notary.round()
    monkeypatch.undo()
    assert notary.sizes() == [10]
    notary.again()
    notary.say()
    notary.round(after=timedelta(seconds=5))
    assert notary.sizes() == [10, 11]
    notary.round()
    second, third = map(read, notary.heads()[1:])
    assert third.body["previous"] == second.digest
    assert not notary.alarms()


def test_the_signer_can_read_events_and_add_heads_and_nothing_else(notary):
    with closing(Ledger(notary.conninfo)) as ledger:
        rows = ledger.connection.execute(
            "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS rights"
            " FROM information_schema.table_privileges WHERE grantee = current_user"
            " GROUP BY table_name"
        )
        assert {row.table_name: row.rights for row in rows} == {
            "audit_chain": "SELECT",
            "audit_event": "SELECT",
            "notary_head": "INSERT SELECT",
            "notary_alarm": "INSERT SELECT",
            "notary_signingkey": "INSERT SELECT",
        }
