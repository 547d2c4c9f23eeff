"""The pages of an inspection: what is shown of a case is recorded each time. 三(一)-2"""

from uuid import uuid4

import pytest
from django.test import Client

from cairong.home.addresses import NOTARY
from cairong.inspecting.actions.end_inspection import end_inspection
from cairong.inspecting.actions.make_bundle import make_bundle
from cairong.inspecting.models import Look
from cairong.kernel.actor import Role
from cairong.parties.models import Organisation
from inspecting.conftest import NOW, Notary
from support.clock import Clock
from support.town import at
from support.visitors import account_in, browser, signed_in

LATER = at("2025-11-03 10:30")


@pytest.fixture(autouse=True)
def november(clock: Clock) -> Clock:
    clock.set("2025-11-03 10:30")
    return clock


def of_body(case, inspector) -> Client:
    body = Organisation.objects.get(pk=inspector.organisation_id)
    return browser(case.town, Role.INSPECTOR, organisation=body)


@pytest.mark.django_db
def test_a_refused_bundle_shows_the_case_as_a_recorded_look(case, inspector, inspection):
    del inspection
    client, place = of_body(case, inspector), f"/inspected/cases/{case.contract.pk}/bundle/"
    token = str(uuid4())
    assert client.post(place, {"request_id": token}).status_code == 302
    assert not Look.objects.exists()
    answer = client.post(place, {"request_id": token, "next": "/desk/"})
    assert answer.status_code == 409
    shown = case.contract.no in answer.content.decode()
    assert Look.objects.count() == int(shown) == 1


@pytest.mark.django_db
def test_a_county_is_offered_its_own_region_alone(case):
    desk = signed_in(account_in(case.town, Role.PROCUREMENT_OFFICER, region="410327"))
    inspectors = case.town.organisation("inspector", "洛阳市审计局", region="410300")
    page = desk.get("/inspections/new/").content.decode()
    assert inspectors.name in page
    assert 'value="410327"' in page
    assert 'value="410300"' not in page


def test_a_bundle_is_handed_out_while_the_inspection_stands_and_each_time_recorded(  # noqa: PLR0917 - fixtures
    committed_db, case, inspector, inspection, cluster, folder
):
    del committed_db
    made = make_bundle(actor=inspector, now=NOW, contract_id=case.contract.pk)
    Notary(case.town, cluster.address(NOTARY).conninfo, folder, now=NOW).round()
    client, place = of_body(case, inspector), f"/inspections/bundles/{made.pk}/"
    for count in (1, 2):
        assert client.get(place)["Content-Type"] == "application/zip"
        assert Look.objects.count() == count
    end_inspection(
        actor=case.town.bureau(Role.PROCUREMENT_OFFICER), now=LATER,
        inspection_id=inspection.pk, reason="审计已经结束",
    )  # fmt: skip
    assert client.get(place).status_code == 404
    assert Look.objects.count() == 2
