"""What the regulator is to look at: each sign with its line, found once, closed by a finding.

三(一)-3
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.ground import WORDS, Watched, stand_watched
from cairong.alerts.models import Alert, AlertThing
from cairong.alerts.reads import alert_for, alert_page, alerts_of
from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.doors.daily import DAILY
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from cairong.lending.models import Loan
from cairong.parties.accesses import Outcome, note
from cairong.parties.models import Account, Organisation
from cairong.policy.alerts import formats_on
from lending.ground import NOW, days_later, sign, stand_award
from lending.test_account_elsewhere import move
from support.refusing import stopped
from support.staging import staged
from support.town import CITY, COUNTY, Town

pytestmark = pytest.mark.django_db
DUE = days_later(NOW, 180)


@staged
def ground(town: Town) -> Watched:
    return stand_watched(town)


def telephones(ground: Watched, *kinds: str, phone: str = "0379-6300 0000") -> None:
    for kind in kinds:
        party = ground.party(kind)
        Organisation.objects.filter(pk=party.pk).update(contact_phone=phone)


def test_an_ordinary_case_raises_nothing(ground):
    assert ground.found() == {}
    assert DAILY["find_alerts"](actor=ground.town.system, now=NOW) == 0


def test_a_city_where_nobody_asks_is_looked_at_in_one_statement(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert DAILY["find_alerts"](actor=town.system, now=NOW) == 0


def test_the_same_receivable_twice(ground):
    town = ground.town
    again = replace(ground.case, contract=sign(town, stand_award(town)))
    assert "twice" not in ground.found()  # nobody asked for a loan on it
    again.intend(100_000, "乙银行")
    assert ground.found()["twice"] == {"days": 0, "most": 30}
    again.contract.__class__.objects.filter(pk=again.contract.pk).update(title="另一项服务")
    assert "twice" not in ground.found()
    first, second = (each.contract for each in (ground.case, again))
    type(first).objects.filter(pk__in=[first.pk, second.pk]).update(project_no="洛采(2025) 12 号")
    type(first).objects.filter(pk=second.pk).update(project_no="洛采(2025)12号")
    assert "twice" in ground.found()
    day = first.signed_on + timedelta(days=31)
    type(first).objects.filter(pk=second.pk).update(signed_on=day)
    assert "twice" not in ground.found()
    assert ground.found(alert_twice_days=31)["twice"]["days"] == 31


def test_a_loan_overdue_by_more_than_so_many_days(ground):
    due = ground.loan.due_on - NOW.date()
    assert "overdue" not in ground.found(days_later(NOW, due.days + 10))
    assert ground.found(days_later(NOW, due.days + 11))["overdue"]["days"] == 11


def test_one_person_on_two_sides(ground):
    held = ground.both(ground.case.bank(), Role.INSTITUTION_OFFICER)
    found = ground.found()
    assert found == {"related": {"cases": 1}}  # and not their telephone besides
    type(held).objects.filter(pk=held.pk).update(valid_to=NOW.date() - timedelta(days=1))
    assert ground.found() == {}


def test_the_same_telephone_on_two_sides(ground):
    telephones(ground, "supplier")
    assert ground.found() == {}
    telephones(ground, "purchaser", phone="037963000000")
    assert ground.found() == {"contact": {"cases": 1}}
    telephones(ground, "supplier", "purchaser", phone="12345")  # an extension tells nothing
    assert ground.found() == {}


def test_the_same_device_on_two_sides_within_the_days(ground):
    people = [ground.case.supplier, ground.case.officer()]
    for actor, device in zip(people, ("aa", "bb"), strict=True):
        account = Account.objects.create(
            username=f"u{device}", person_id=actor.person_id, mandate_id=actor.mandate_id
        )
        note(now=NOW, outcome=Outcome.SIGNED_IN, address="::1", account=account, device=device)
    assert ground.found() == {}
    note(now=NOW, outcome=Outcome.SIGNED_IN, address="::1", account=account, device="aa")
    assert ground.found()["device"] == {"devices": 1, "times": 2, "days": 90}
    assert "device" not in ground.found(days_later(NOW, 91))


def test_several_offers_just_under_a_limit(ground):
    assert "limit" not in ground.found()
    found = ground.found(alert_near_times=1)
    assert found["limit"] == {"offers": 1, "least": 1, "percent": 95, "days": 90}
    assert "limit" not in ground.found(alert_near_times=1, alert_near_percent=97)


def test_an_account_that_changes_again_and_again(ground):
    contract = sign(ground.town, stand_award(ground.town, amount_fen=9_000_000))
    other = replace(ground.case, contract=contract)
    move(other)
    assert "account" not in ground.found(alert_account_times=1)  # nobody asked for a loan on it
    other.intend(10_000)
    assert "account" not in ground.found()
    assert ground.found(alert_account_times=1)["account"] == {"times": 1, "least": 1, "days": 90}
    assert "account" not in ground.found(days_later(NOW, 91), alert_account_times=1)


def test_two_institutions_lend_on_one_receivable(ground):
    facts = {each.attname: getattr(ground.loan, each.attname) for each in Loan._meta.fields}
    assert "lenders" not in ground.found()
    other = {"id": None, "no": "DK2025-9", "institution_id": ground.case.bank("乙银行").pk}
    with stopped("lending_loan_undecided"):  # no act does it
        Loan.objects.create(**facts | other)
        assert ground.found() == {"lenders": {"lenders": 2, "loans": 2}}


def test_a_number_written_in_no_known_way(ground):
    assert "evidence" not in ground.found()
    ground.case.verify(
        ground.case.intend(10_000, "乙银行"), "乙银行", provincial_reference="豫查字第8号"
    )
    assert ground.found() == {"evidence": {}}
    (alert,) = ground.raised()
    page = alert_page(ground.regulator, NOW, alert.pk)
    assert "HN-年份-流水号" in page.said
    assert "不等于伪造" in page.innocent
    assert [each.text for each in page.facts][-1] == "豫查字第8号"
    assert all(each.example and each.source for each in formats_on(NOW.date()))


def test_raised_once_read_by_the_regulator_alone_and_closed(ground):
    telephones(ground, "supplier", "purchaser")
    (alert,) = ground.raised()
    assert (alert.no, alert.kind, alert.state) == ("YJ2025-000001", "contact", "open")
    assert ground.raised(days_later(NOW, 1)) == [alert]
    event = Event.objects.get(type="alerts.alert.raised")
    assert event.about == [alert.pk]
    said = str([event.before, event.after])
    assert ground.town.supplier().name not in said
    assert ground.case.contract.title not in said
    for actor in (
        ground.case.supplier, ground.case.officer(), ground.case.who(Role.PURCHASER_OFFICER),
        ground.town.bureau(Role.PROCUREMENT_APPROVER), replace(ground.regulator, region="410329"),
    ):  # fmt: skip
        assert not alerts_of(actor).exists()
        with pytest.raises(NotFound):
            alert_for(actor, alert.pk)
    page = alert_page(ground.regulator, NOW, alert.pk)
    assert [each.contract_id for each in page.facts] == [None, None, ground.case.contract.pk]
    with pytest.raises(NotAllowed):
        ground.close(alert, actor=ground.town.bureau(Role.PROCUREMENT_APPROVER))
    with pytest.raises(NotFound):
        ground.close(alert, actor=replace(ground.regulator, region="410329"))
    with pytest.raises(Invalid):
        ground.close(alert, words="没有")
    with pytest.raises(Invalid):
        ground.close(alert, finding="guilty")
    assert ground.close(alert, actor=replace(ground.regulator, region=COUNTY)).finding == "none"
    with pytest.raises(WrongState):
        ground.close(alert)
    assert ground.raised(days_later(NOW, 2)) == [alert]


def test_what_an_alert_rests_on_may_be_gone(ground):
    telephones(ground, "supplier", "purchaser")
    (alert,) = ground.raised()
    insert(AlertThing(alert=alert, position=9, label="lending.Loan", thing_id=alert.pk))
    assert alert_page(ground.regulator, NOW, alert.pk).facts[-1].text == "本平台已没有这条记录"


def test_by_hand_nobody_raises_or_closes_one(ground):
    telephones(ground, "supplier", "purchaser")
    (alert,) = ground.raised()
    plain = {"city_id": CITY, "region": CITY, "figures": {}, "raised_at": NOW}
    with stopped("alerts_unsaid"):
        Alert.objects.create(no="YJ2025-000009", kind="contact", key="x", **plain)
    with stopped("alerts_key_once"):
        Alert.objects.create(no="YJ2025-000009", kind="contact", key=alert.key, **plain)
    closed = {"state": "closed", "finding": "none", "closed_at": NOW}
    by = ground.regulator.person_id
    with stopped("alerts_closed_in_words"):
        Alert.objects.filter(pk=alert.pk).update(**closed, words="", closed_by=by)
    with stopped("alerts_unsaid"):
        Alert.objects.filter(pk=alert.pk).update(**closed, words=WORDS, closed_by=by)
    ground.close(alert)
    with stopped("alerts_steps"):
        Alert.objects.filter(pk=alert.pk).update(words="改一改这份结论")
    with stopped("permission denied"):
        AlertThing.objects.all().update(position=7)
