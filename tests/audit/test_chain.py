"""The chain of events: whatever is changed behind the program's back is found and located."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner
from django.db import connections, transaction

from cairong.audit.checking import check_chain, check_whole_chain
from cairong.audit.models import Chain, Event
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.cli.audit import audit
from cairong.kernel.events import digest
from cairong.parties.models import City
from support.town import CITY, at, found_town

NOW = at("2025-09-15 10:00")
FREED = "ALTER TABLE audit_event DISABLE TRIGGER USER"


@use_case()
def say(*, actor, now, word) -> None:
    record(
        actor=actor, now=now, type="test.said", subject=City.objects.get(pk=CITY), after={"w": word}
    )


@pytest.fixture
def chain(committed_db) -> None:
    """Five events; the first founds the city."""
    town = found_town(at("2025-09-01 08:00"))
    for word in "甲乙丙丁":
        say(actor=town.system, now=NOW, word=word)


def tamper(*statements: str) -> None:
    """Do as the owner what no program of ours may do."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def broken() -> tuple[int | None, str]:
    found = check_chain(CITY)
    return found.broken, found.why


def test_untouched_it_holds(chain):
    assert broken() == (None, "")
    assert check_chain(CITY).checked == 5
    assert check_chain(CITY, before=4, window=2).last == 3


def test_a_hash_follows_from_the_one_before(chain):
    event = Event.objects.get(city=CITY, seq=3)
    event.previous_hash = sha256(b"another").digest()
    assert digest(event) != bytes(event.hash)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (['UPDATE audit_event SET after = \'{"w": "x"}\' WHERE seq = 3'], (3, "内容与散列不符")),
        (["DELETE FROM audit_event WHERE seq = 3"], (4, "编号不连续")),
        (["UPDATE audit_event SET hash = sha256('x') WHERE seq = 3"], (3, "内容与散列不符")),
        (
            ["UPDATE audit_event SET previous_hash = sha256('x') WHERE seq = 4"],
            (4, "与上一条记录的散列不衔接"),
        ),
        (["DELETE FROM audit_event WHERE seq = 5"], (4, "链头与最后一条记录不符")),
        (["UPDATE audit_chain SET hash = sha256('x')"], (5, "链头与最后一条记录不符")),
    ],
)
def test_what_was_changed_is_located(chain, statements, found):
    tamper(FREED, *statements)
    assert broken() == found


FORGED = {
    "city": "'410000'",
    "seq": "6",
    "at": "at + interval '1 microsecond'",
    "type": "'test.unsaid'",
    "schema_version": "3",
    "person_id": "gen_random_uuid()",
    "person_name": "'别人'",
    "organisation_id": "gen_random_uuid()",
    "organisation_name": "'别的单位'",
    "role": "'operator'",
    "channel": "'api'",
    "request_id": "gen_random_uuid()",
    "asked": "sha256('x')",
    "subject_type": "'parties.Person'",
    "subject_id": "'410303'",
    "about": "array[gen_random_uuid()]",
    "visible_to": "array[gen_random_uuid()]",
    "before": """'{"w": "乙"}'""",
    "after": """'{"w": "丁"}'""",
    "basis": "array['二(一)-1']",
    "rows": "sha256('x')",
}


def test_no_column_of_an_event_can_be_changed_unnoticed(chain):
    columns = {one.attname for one in Event._meta.concrete_fields}
    assert set(FORGED) == columns - {"id", "previous_hash", "hash"}
    tamper(FREED, "CREATE TABLE kept AS SELECT * FROM audit_event")
    gone = {"city": (4, "编号不连续"), "seq": (4, "编号不连续")}
    for column, value in FORGED.items():
        tamper(f"UPDATE audit_event SET {column} = {value} WHERE seq = 3")  # noqa: S608 - from FORGED
        assert broken() == gone.get(column, (3, "内容与散列不符")), column
        back = f"{column} = kept.{column}"
        tamper(f"UPDATE audit_event AS one SET {back} FROM kept WHERE kept.id = one.id")  # noqa: S608 - from FORGED
        assert broken() == (None, ""), column


def test_an_event_of_the_first_schema_holds_by_the_hash_it_was_given(chain):
    event = Event.objects.get(seq=5)
    event.schema_version = 1
    head = digest(event)
    event.person_name = "names were left out then"
    assert digest(event) == head
    tamper(FREED)
    Chain.objects.using("owner").update(hash=head)
    Event.objects.using("owner").filter(seq=5).update(schema_version=1, hash=head)
    assert broken() == (None, "")


def rewrite(*events: Event) -> None:
    """Write events anew with hashes that hold among themselves."""
    hash_before = bytes(events[0].previous_hash)
    for one in events:
        one.previous_hash = hash_before
        one.after = {"w": "rewritten"}
        one.hash = hash_before = digest(one)
        one.save(using="owner")


def test_a_past_that_was_rewritten_whole_is_found_at_the_border_of_what_was_not(chain):
    """Each stretch holds by itself; only the step from one to the next does not."""
    tamper(FREED)
    rewrite(*Event.objects.filter(seq__lte=3).order_by("seq"))
    assert check_chain(CITY, before=4, window=2).broken is None
    for window in (1, 2, 3, 5):
        whole = check_whole_chain(CITY, window=window)
        assert (whole.broken, whole.why) == (4, "与上一条记录的散列不衔接"), window
        assert (whole.checked, whole.first, whole.last) == (5, 1, 5)


WHOLE = [
    (["DELETE FROM audit_outbox", "DELETE FROM audit_event WHERE seq <= 2"], 2, "记录缺失"),
    (["DELETE FROM audit_event WHERE seq >= 3"], 2, "链头与最后一条记录不符"),
    (["UPDATE audit_event SET previous_hash = 'x' WHERE seq = 1"], 1, "与上一条记录的散列不衔接"),
    (["DELETE FROM audit_chain"], 5, "链头与最后一条记录不符"),
    (["UPDATE audit_chain SET seq = 4"], 5, "链头与最后一条记录不符"),
    (["DELETE FROM audit_outbox", "DELETE FROM audit_event"], 5, "记录缺失"),
    (
        [
            "UPDATE audit_event SET hash = 'x' WHERE seq = 2",
            "UPDATE audit_event SET after = '{}' WHERE seq = 4",
        ],
        2,
        "内容与散列不符",
    ),
]


@pytest.mark.parametrize(("statements", "seq", "why"), WHOLE)
def test_the_earliest_break_of_the_whole_chain_is_said_by_the_command(chain, statements, seq, why):
    tamper(FREED, *statements)
    for window in (1, 2, 2_000):
        whole = check_whole_chain(CITY, window=window)
        assert (whole.broken, whole.why) == (seq, why), window
    done = CliRunner().invoke(audit, ["check"])
    assert (done.exit_code, f"{CITY} 第 {seq} 条:{why}" in done.stdout) == (1, True)
    found = json.loads(CliRunner().invoke(audit, ["check", "--json"]).stdout)
    assert found["breaks"] == [{"city": CITY, "seq": seq, "why": why}]
    assert found["whole"] is False


def test_the_command_says_that_the_whole_chain_holds(chain):
    done = CliRunner().invoke(audit, ["check"])
    assert (done.exit_code, done.stdout) == (
        0,
        "审计记录 5 条,签发的日志头 0 个:重算结果与保存的散列、日志头、业务数据全部相符。\n",
    )
    found = json.loads(CliRunner().invoke(audit, ["check", "--json"]).stdout)
    assert (found["whole"], found["events"], found["breaks"]) == (True, 5, [])
