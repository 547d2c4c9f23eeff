"""A dispute of the start by the pages of all three sides."""

from datetime import timedelta

from cairong.clocks.reads import newest
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, StartDispute
from cairong.rulebook.reads import calendar_of
from support.browsing import problems, read, send
from support.town import CITY
from support.visitors import account_in, signed_in
from web.institution.test_applications import asked, place_of  # noqa: F401 - a fixture

GROUND = "登记意向那天材料已经全部交齐"


def test_the_supplier_disputes_the_institution_objects_two_of_the_bureau_decide(
    bank,
    asked,  # noqa: F811
):
    case, town = bank.case, bank.case.town
    came = case.now - timedelta(days=7)
    Application.objects.filter(pk=asked.pk).update(submitted_at=came)
    case.complete(asked.intent)
    supplier = signed_in(account_in(town, "supplier"))
    intent, raised = (
        f"/supplier/intents/{asked.intent_id}/",
        f"/supplier/applications/{asked.pk}/start/",
    )
    assert f'href="{raised}"' in read(supplier, intent)
    today = day_of(case.now)
    typed = {"claimed_on": today.isoformat(), "ground": GROUND}
    (refused,) = problems(send(supplier, raised, typed, 422))
    assert "不能作为起算日" in refused
    claimed = day_of(came)
    assert send(supplier, raised, {**typed, "claimed_on": claimed.isoformat()}) == intent
    dispute = StartDispute.objects.get()
    place = f"/starts/{dispute.pk}/"
    assert f'href="{place}"' in read(supplier, intent)
    assert f'href="{place}"' in read(bank.officer, place_of(asked))

    send(bank.stranger(), f"{place}agree/", status=404)
    send(supplier, f"{place}agree/", status=403)
    assert "同意从那天起算" in read(bank.officer, place)
    assert "同意从那天起算" not in read(bank.approver, place)
    send(bank.officer, f"{place}object/", {"reason": "授权书原件昨天下午才到"})

    desk, second = (
        signed_in(account_in(town, f"procurement-{each}", username=each))
        for each in ("officer", "approver")
    )
    assert "授权书原件昨天下午才到" in read(desk, place)
    typed = {"verdict": "uphold", "reason": "平台记录那天已经全部收到"}
    proposal = send(desk, f"{place}decide/", typed)
    read(second, proposal)
    send(second, f"{proposal}decide/", {"decision": "approve", "reason": ""})
    assert "异议成立" in read(supplier, place)
    duty = newest(asked.pk, "decide_application")
    assert duty.start_on == claimed
    assert len(duty.counted) == 10
    assert calendar_of(CITY).is_working(duty.due_on)
