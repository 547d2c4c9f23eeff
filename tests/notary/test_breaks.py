"""A break: two persons accept the chain that is there now, and the signer goes on from it."""

from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.kernel.merkle import root_of
from cairong.notary.actions.accept_break import accept_break
from cairong.notary.actions.watch import watch
from cairong.notary.models import Alarm
from cairong.notary.reads import breaks, standing, stored
from notary.conftest import MINUTE, cut, rewrite, tamper
from support.town import CITY

REASON = "磁盘损坏,恢复了昨晚的备份"


def desk(notary, role: Role):
    return notary.town.bureau(role)


def accept(notary, reason: str = REASON) -> None:
    alarm = Alarm.objects.get(accepted_at=None, kind__in=["cut", "fork", "memory", "key", "clock"])
    officer = desk(notary, Role.PROCUREMENT_OFFICER)
    approver = desk(notary, Role.PROCUREMENT_APPROVER)
    made = accept_break.propose(actor=officer, now=notary.now, alarm_id=alarm.pk, reason=reason)
    accept_break.approve(actor=approver, now=notary.now, proposal_id=made.pk)


def last(notary):
    row = notary.heads()[-1]
    return stored(row.text, row.alg, row.value)


def test_accepted_by_two_the_signer_goes_on_from_what_is_there(notary):
    cut(3)
    notary.round()
    assert standing(CITY, notary.now).alarm.kind == "cut"
    accept(notary)
    notary.round()
    signed = last(notary)
    alarm = Alarm.objects.get()
    assert signed.body["break"]["alarm"] == str(alarm.pk)
    assert signed.body["previous"] == notary.heads()[0].digest
    hashes = Event.objects.order_by("seq").values_list("hash", flat=True)
    assert signed.body["root_hash"] == root_of([bytes(each) for each in hashes]).hex()
    assert signed.is_by(notary.signer.key.public)
    (found,) = breaks(CITY, notary.now)
    assert (found.state, found.alarm.reason) == ("accepted", REASON)
    notary.say()
    notary.round()
    assert "break" not in last(notary).body
    assert len(notary.heads()) == 3
    assert standing(CITY, notary.now).alarm is None


def test_a_restored_copy_elsewhere_is_a_break_with_a_key_of_its_own(notary, tmp_path):
    notary.say(5)
    notary.folder = tmp_path / "elsewhere"
    notary.folder.mkdir()
    notary.again()
    notary.round()
    assert notary.alarms() == [("memory", 0)]
    before = notary.heads()[-1]
    accept(notary)
    notary.round()
    signed = last(notary)
    assert signed.body["previous"] == before.digest
    assert (
        signed.body["key_id"]
        == notary.signer.key_id
        != stored(before.text, before.alg, before.value).body["key_id"]
    )


def test_one_person_signs_no_break(notary):
    cut(3)
    notary.round()
    officer = desk(notary, Role.PROCUREMENT_OFFICER)
    made = accept_break.propose(
        actor=officer, now=notary.now, alarm_id=Alarm.objects.get().pk, reason=REASON
    )
    notary.round()
    assert notary.sizes() == [10]
    with pytest.raises(NotAllowed):
        accept_break.approve(actor=officer, now=notary.now, proposal_id=made.pk)


def test_the_signer_does_not_believe_an_acceptance_of_one_person(notary):
    """Whoever may write events writes the acceptance of one person alone."""
    cut(3)
    notary.round()
    accept(notary)
    tamper(
        "UPDATE audit_event SET person_id = (SELECT person_id FROM audit_event"
        " WHERE type = 'parties.proposal.made' LIMIT 1) WHERE type = 'notary.break.accepted'"
    )
    rewrite(8)
    notary.round()
    assert notary.sizes() == [10]


def test_what_is_rewritten_after_it_was_accepted_is_not_signed(notary):
    cut(3)
    notary.round()
    accept(notary)
    rewrite(4, after={"w": "改"})
    notary.round()
    assert notary.sizes() == [10]
    assert [kind for kind, _ in notary.alarms()] == ["cut", "fork"]


def test_an_alarm_is_told_once_and_leads_to_its_page(notary):
    rewrite(5, after={"w": "改"})
    notary.round()
    officer = desk(notary, Role.PROCUREMENT_OFFICER)
    assert watch(actor=notary.town.system, now=notary.now) == 1
    alarm = Alarm.objects.get()
    assert alarm.told_at == notary.now
    told = Event.objects.get(type="notary.alarm.raised")
    assert {each["role"] for each in told.after["tell"]} >= {
        "procurement-officer",
        "procurement-approver",
    }
    assert str(officer.organisation_id) in {each["organisation"] for each in told.after["tell"]}
    assert watch(actor=notary.town.system, now=notary.now + MINUTE) == 0


def test_a_signer_that_is_away_is_told_of_once_until_it_is_back(notary):
    notary.say()
    late = notary.now + 10 * MINUTE
    assert standing(CITY, late).late
    assert watch(actor=notary.town.system, now=late) == 1
    assert watch(actor=notary.town.system, now=late + MINUTE) == 0
    assert standing(CITY, late).alarm.kind == "late"
    with pytest.raises(Conflict):
        accept_break.propose(
            actor=desk(notary, Role.PROCUREMENT_OFFICER),
            now=late,
            alarm_id=Alarm.objects.get().pk,
            reason=REASON,
        )
    notary.round(after=11 * MINUTE)
    assert standing(CITY, notary.now).alarm is None
    assert breaks(CITY, notary.now)[0].state == "resumed"


def test_nobody_else_signs_a_break(notary):
    cut(3)
    notary.round()
    with pytest.raises(NotAllowed):
        accept_break.propose(
            actor=desk(notary, Role.TREASURY_OFFICER),
            now=notary.now,
            alarm_id=Alarm.objects.get().pk,
            reason=REASON,
        )


YEAR = timedelta(days=365)


def test_a_head_signed_by_a_clock_a_year_ahead_stops_nothing_for_a_year(notary):
    notary.say()
    notary.round(after=YEAR)
    notary.now -= YEAR
    notary.say()
    for _ in range(3):
        notary.round()
    assert notary.alarms() == [("clock", 0)]
    assert len(notary.heads()) == 2
    assert standing(CITY, notary.now).alarm.kind == "clock"
    accept(notary, "签发机器的时钟快了一年,已校准")
    notary.round()
    signed = last(notary)
    assert signed.body["break"]["kind"] == "clock"
    assert signed.at <= notary.now
    assert standing(CITY, notary.now).alarm is None


def test_no_alarm_is_hidden_behind_a_head_of_days_to_come_and_late_is_told_once(notary):
    notary.say()
    notary.round(after=YEAR)
    notary.now -= YEAR
    cut(2)
    notary.round()
    alarm = standing(CITY, notary.now).alarm
    assert alarm.kind == "cut"
    assert breaks(CITY, notary.now)[0].state == "open"
    for _ in range(3):
        notary.now += 2 * MINUTE
        watch(actor=notary.town.system, now=notary.now)
    assert Alarm.objects.count() == 1


def test_a_chain_that_is_not_there_any_more_is_an_alarm(notary):
    tamper("DELETE FROM audit_chain")
    notary.round()
    notary.round()
    assert [kind for kind, _ in notary.alarms()] == ["cut"]
