"""On whose timeline of a contract a complaint stands: its three sides', however much one oversees.

三(一)-1, 三(一)-2
"""

from dataclasses import replace

import pytest

from cairong.audit.models import Event
from cairong.cases.timeline import timeline_of
from cairong.complaints.actions.pass_complaint import pass_complaint, tell_passed
from cairong.complaints.models import Complaint
from cairong.inspecting.bundling import _events
from cairong.kernel.actor import Actor, Role
from complaints.ground import ABOVE, NOW, Ground, stand_complaints
from support.staging import staged
from support.town import COUNTY, Town

pytestmark = pytest.mark.django_db
DESKS = (
    Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
)  # fmt: skip


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def shown(actor: Actor, ground: Ground) -> list[str]:
    contract = ground.case.contract
    assert contract is not None
    moments = [each.what for each in timeline_of(actor, contract, [])]
    assert any((moments, actor.region not in (COUNTY, "410300")))
    return [each for each in moments if "投诉" in each]


def passed(ground: Ground) -> Complaint:
    found = ground.of_contract()
    facts = {"now": NOW, "complaint_id": found.pk}
    pass_complaint(
        actor=ground.supplier, channel="某某平台", outside_no="TX-1", passed_on=NOW.date(), **facts
    )
    tell_passed(
        actor=ground.upper(Role.SME_AUTHORITY), words="已责成限期支付", answered_on=NOW.date(),
        **facts,
    )  # fmt: skip
    return found


@pytest.mark.parametrize("role", [role for role in ABOVE if role is not Role.REGULATOR])
def test_another_overseer_is_shown_nothing_of_it(ground, role):
    ground.complain()
    assert shown(ground.upper(role), ground) == []
    (said,) = shown(ground.upper(Role.REGULATOR), ground)
    assert "投诉甲银行:搭售" in said


@pytest.mark.parametrize("role", DESKS)
def test_a_desk_of_the_bureau_is_shown_nothing_of_it(ground, role):
    ground.settle(ground.press(ground.answer(ground.complain())))
    assert shown(ground.town.bureau(role), ground) == []


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.TREASURY_OFFICER])
def test_a_desk_of_the_county_is_shown_nothing_of_it(ground, role):
    ground.complain()
    desk = replace(ground.town.bureau(Role.TREASURY_OFFICER), role=role, region=COUNTY)
    assert shown(desk, ground) == []


def test_a_desk_of_another_county_is_shown_nothing_though_its_bureau_is_above(ground):
    ground.of_contract("unfiled")
    desk = ground.town.bureau(Role.PROCUREMENT_OFFICER)
    assert len(shown(desk, ground)) == 1
    assert shown(replace(desk, region="410327"), ground) == []


@pytest.mark.parametrize("kind", ["unaccepted", "unpaid"])
def test_of_a_purchaser_the_others_are_shown_nothing(ground, kind):
    found = ground.of_contract(kind)
    for role in ABOVE:
        assert bool(shown(ground.upper(role), ground)) == (role == found.upper_role), role
    assert shown(ground.case.officer(), ground) == []


def test_its_sides_are_shown_it(ground):
    ground.complain()
    assert len(shown(ground.supplier, ground)) == 1
    assert len(shown(ground.manager, ground)) == 1
    assert shown(ground.head, ground) == []


def test_the_channel_is_for_the_supplier_and_who_stands_above(ground):
    found = passed(ground)
    for what in ("passed", "passed_answered"):
        event = Event.objects.get(type=f"complaints.complaint.{what}")
        assert set(event.visible_to) == {found.supplier_id, found.upper_id}
    for actor in (ground.supplier, ground.upper(Role.SME_AUTHORITY)):
        assert len(shown(actor, ground)) == 3
    assert len(shown(ground.head, ground)) == 1
    assert "某某平台" not in str(shown(ground.head, ground))


def test_a_body_that_inspects_takes_the_hash_alone(ground):
    ground.complain()
    ((_, content),) = _events(ground.case.contract)
    assert "complaints.complaint" not in content.decode()
    rows = Event.objects.filter(type__startswith="complaints.")
    assert bytes(rows.get().hash).hex() in content.decode()
