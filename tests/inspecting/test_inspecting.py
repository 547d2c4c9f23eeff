"""An inspector reads everything of a region for a stated matter and time, and nothing else.

三(一)-2 三(一)-1
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from cairong.audit.models import Event
from cairong.clocks.reads import duties_for
from cairong.inspecting.actions import grant_inspection as granting
from cairong.inspecting.actions.end_inspection import end_inspection
from cairong.inspecting.actions.grant_inspection import grant_inspection
from cairong.inspecting.actions.make_bundle import make_bundle
from cairong.inspecting.actions.open_inspected import open_inspected
from cairong.inspecting.models import Bundle, Inspection, Look
from cairong.inspecting.reads import cases_inspected, cases_reached, looks_of, reading
from cairong.kernel.actor import Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending import reads as lending
from cairong.oversight.urgings import urgings_for
from cairong.parties.four_eyes import TwoPersonAct, proposals_for
from cairong.policy.inspecting import LONGEST
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.treasury import reads as treasury
from inspecting.ground import FIRST, LAST, granted, inspector_of
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
NOW = at("2025-11-03 10:00")
LATER = at("2025-11-04 10:00")


def seen(actor, now) -> set:
    return set(
        cases_inspected(actor).filter(cases_reached(actor, now)).values_list("pk", flat=True)
    )


class TestScope:
    def test_it_reaches_every_case_of_its_region_in_its_days(self, case, inspector, inspection):
        del inspection
        contract = case.contract.pk
        for day, reached in (
            (FIRST - timedelta(days=1), False), (FIRST, True), (LAST, True),
            (LAST + timedelta(days=1), False),
        ):  # fmt: skip
            now = at(f"{day} 09:00")
            assert (contract in seen(inspector, now)) is reached, day
            if reached:
                assert reading(inspector, now, contract).contract.pk == contract
            else:
                with pytest.raises(NotFound):
                    reading(inspector, now, contract)

    def test_another_county_and_another_body_see_nothing(self, case, inspector):
        other = "410327" if case.contract.region != "410327" else "410329"
        granted(case.town, NOW, inspector=inspector, region=other)
        assert case.contract.pk not in seen(inspector, NOW)
        stranger = inspector_of(case.town, "洛阳市纪委监委")
        granted(case.town, NOW, inspector=inspector)
        assert case.contract.pk in seen(inspector, NOW)
        assert not seen(stranger, NOW)
        with pytest.raises(NotFound):
            reading(stranger, NOW, case.contract.pk)

    def test_nobody_else_finds_cases_by_it(self, case, inspection):
        del inspection
        officer = case.town.bureau(Role.PROCUREMENT_OFFICER)
        assert not cases_inspected(officer).exists()
        with pytest.raises(NotFound):
            reading(officer, NOW, case.contract.pk)

    def test_ended_early_it_reaches_nothing_at_once(self, case, inspector, inspection):
        approver = case.town.bureau(Role.PROCUREMENT_APPROVER)
        found = end_inspection(
            actor=approver, now=LATER, inspection_id=inspection.pk, reason="审计已经结束"
        )
        assert found.ended_reason == "审计已经结束"
        assert not seen(inspector, LATER)
        with pytest.raises(WrongState):
            end_inspection(
                actor=approver, now=LATER, inspection_id=inspection.pk, reason="再结束一次"
            )

    def test_over_by_itself_it_cannot_be_ended(self, case, inspection):
        with pytest.raises(WrongState):
            end_inspection(
                actor=case.town.bureau(Role.PROCUREMENT_OFFICER),
                now=at(f"{LAST + timedelta(days=1)} 09:00"),
                inspection_id=inspection.pk, reason="到期以后",
            )  # fmt: skip

    def test_a_case_that_turned_out_to_be_secret_is_not_there_either(
        self, case, inspector, inspection
    ):
        """What was opened and taken goes apart with it, and comes back with it."""
        open_inspected(actor=inspector, now=NOW, contract_id=case.contract.pk)
        make_bundle(actor=inspector, now=NOW, contract_id=case.contract.pk)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
        freeze_case(
            actor=case.town.bureau(Role.TREASURY_OFFICER), now=LATER, number=case.contract.no
        )
        assert not seen(inspector, LATER)
        assert not Look.objects.exists()
        assert not Bundle.objects.exists()
        assert Inspection.objects.get().pk == inspection.pk


class TestNothingElse:
    def test_outside_its_own_pages_it_finds_nothing(self, case, inspector, inspection):
        del inspection
        assert case.contract.pk in seen(inspector, NOW)
        for rows in (
            lending.intents_of, lending.applications_of, lending.offers_of, lending.loans_of,
            treasury.receivables_for, treasury.payments_for, treasury.locks_for,
            treasury.changes_for, duties_for, urgings_for, proposals_for,
        ):  # fmt: skip
            assert not rows(inspector).exists(), rows.__name__

    def test_every_act_but_reading_and_its_own_account_is_refused(self, inspector):
        """The role is in none of them: reading, taking a bundle, and its own account are all."""
        own = {"open_inspected", "make_bundle"}
        for name, act in ACTS.items():
            if act.roles:
                assert (Role.INSPECTOR in act.roles) == (name in own), name
            if isinstance(act, TwoPersonAct):
                with pytest.raises(NotAllowed):
                    act.propose(actor=inspector, now=NOW)
                assert act.approves is not Role.INSPECTOR

    def test_the_roles_that_act_refuse_it_one_by_one(self, inspector):
        refused = 0
        for act in ACTS.values():
            call = getattr(act, "call", None)
            if call is None or not act.roles or Role.INSPECTOR in act.roles:
                continue
            with pytest.raises(NotAllowed):
                call(actor=inspector, now=NOW)
            refused += 1
        assert refused > 60


class TestGranting:
    @pytest.mark.parametrize(
        ("changed", "kind", "code"),
        [
            ({"until": FIRST - timedelta(days=1)}, PolicyBreach, "inspecting.days"),
            ({"until": FIRST + timedelta(days=LONGEST + 1)}, PolicyBreach, "inspecting.days"),
            ({"since": date(2025, 9, 1), "until": date(2025, 11, 2)}, PolicyBreach,
             "inspecting.days"),
            ({"letter_no": "x"}, Invalid, "invalid.length"),
            ({"matter": ""}, Invalid, "invalid.missing"),
            ({"region": "410105"}, Invalid, "parties.no_region"),
            ({"organisation_id": uuid4()}, NotFound, "access.not_found"),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, case, inspector, changed, kind, code):
        with pytest.raises(kind) as caught:
            granted(case.town, NOW, inspector=inspector, **changed)
        assert caught.value.findings[0].code.split(".")[0] == code.split(".")[0]
        assert not Inspection.objects.exists()

    def test_no_bank_is_a_body_of_inspection(self, case):
        bank = case.town.institution()
        with pytest.raises(NotFound):
            granted(case.town, NOW, organisation_id=bank.pk)

    def test_a_county_grants_its_own_region_alone(self, case, inspector):
        for other in ("410327", CITY):
            with pytest.raises(Invalid) as caught:
                granted(case.town, NOW, inspector=inspector, of=COUNTY, region=other)
            assert caught.value.findings[0].code == "inspecting.other_region"
        assert granted(case.town, NOW, inspector=inspector, of=COUNTY, region=COUNTY)

    def test_a_letter_of_several_lines_is_granted_and_ended(self, case, inspector):
        found = granted(case.town, NOW, inspector=inspector, matter="一、合同款\r\n二、备案")
        assert found.matter == "一、合同款\n二、备案"
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
        officer = case.town.bureau(Role.PROCUREMENT_OFFICER)
        ended = end_inspection(
            actor=officer, now=LATER, inspection_id=found.pk, reason="已查完\n另函告知"
        )
        assert ended.ended_reason == "已查完\n另函告知"

    def test_one_letter_is_granted_once_for_a_region(self, case, inspector, inspection):
        with pytest.raises(Conflict):
            granted(case.town, LATER, inspector=inspector)
        end_inspection(
            actor=case.town.bureau(Role.PROCUREMENT_OFFICER), now=LATER,
            inspection_id=inspection.pk, reason="公函有误",
        )  # fmt: skip
        assert granted(case.town, at("2025-11-05 10:00"), inspector=inspector).pk != inspection.pk

    def test_the_body_is_told(self, inspection, inspector):
        event = Event.objects.get(type="inspecting.inspection.granted")
        assert inspector.organisation_id in event.visible_to
        assert event.after["letter_no"] == inspection.letter_no


class TestRecord:
    def test_each_view_is_a_row_and_an_event(self, case, inspector, inspection):
        for now in (NOW, LATER):
            open_inspected(actor=inspector, now=now, contract_id=case.contract.pk)
        assert Look.objects.filter(inspection=inspection).count() == 2
        events = Event.objects.filter(type="inspecting.case.opened")
        assert [each.person_id for each in events] == [inspector.person_id] * 2
        officer = case.town.bureau(Role.PROCUREMENT_OFFICER)
        assert looks_of(officer).count() == looks_of(inspector).count() == 2
        county = replace(officer, region=COUNTY)
        assert not looks_of(county).exists()
        assert not looks_of(
            case.town.actor(case.town.institution(), "institution-officer")
        ).exists()


class TestDatabase:
    def raw(self, write) -> None:
        def tried() -> None:
            with transaction.atomic():
                write()
                connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(Error) as caught:
            tried()
        self.name = getattr(getattr(caught.value.__cause__, "diag", None), "constraint_name", "")

    def row(self, inspector, **changed) -> dict:
        return {
            "city_id": CITY, "organisation_id": inspector.organisation_id, "region": CITY,
            "letter_no": "洛审函〔2025〕1号", "matter": "没有人准予", "since": FIRST, "until": LAST,
            "granted_at": NOW, **changed,
        }  # fmt: skip

    def test_no_inspection_stands_that_two_did_not_grant(self, inspector):
        self.raw(lambda: Inspection.objects.create(**self.row(inspector)))
        assert self.name == "inspecting_undecided"

    def test_none_by_a_letter_that_two_did_not_read(self, inspector, inspection):
        row = self.row(inspector, letter_no="洛审函〔2025〕99号", matter=inspection.matter)
        self.raw(lambda: Inspection.objects.create(**row))
        assert self.name == "inspecting_undecided"

    def test_none_of_the_city_by_a_county(self, case, inspector, monkeypatch):
        monkeypatch.setattr(granting, "_require_own", lambda *_: None)
        granted(case.town, NOW, inspector=inspector, of=COUNTY, region=CITY)
        with pytest.raises(Error, match="inspecting_undecided"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_its_days_are_never_stretched(self, inspection):
        def stretch():
            Inspection.objects.filter(pk=inspection.pk).update(until=LAST + timedelta(days=9))

        self.raw(stretch)

    def test_nobody_ends_it_without_a_word_in_the_chain(self, inspection):
        def end():
            Inspection.objects.filter(pk=inspection.pk).update(ended_at=LATER, ended_reason="偷偷")

        self.raw(end)
        assert self.name == "inspecting_undecided"

    def test_no_view_stands_that_the_chain_does_not_know(self, case, inspector, inspection):
        def look():
            Look.objects.create(
                inspection=inspection, person_id=inspector.person_id, contract=case.contract, at=NOW
            )

        self.raw(look)
        assert self.name == "inspecting_unsaid"

    def test_a_view_is_never_taken_away(self, case, inspector, inspection):
        del inspection
        look = open_inspected(actor=inspector, now=NOW, contract_id=case.contract.pk)
        self.raw(lambda: Look.objects.filter(pk=look.pk).delete())

    def test_a_bundle_is_its_hash(self, case, inspector, inspection):
        del inspection
        bundle = make_bundle(actor=inspector, now=NOW, contract_id=case.contract.pk)
        columns = {
            name: getattr(bundle, name)
            for name in ("inspection_id", "person_id", "contract_id", "manifest_sha256", "at")
        }
        self.raw(lambda: Bundle.objects.create(**columns, sha256="0" * 64, content=b"x"))
        assert self.name == "inspecting_bundle_hash"

    def test_no_view_after_the_end(self, case, inspector, inspection):
        end_inspection(
            actor=case.town.bureau(Role.PROCUREMENT_OFFICER), now=LATER,
            inspection_id=inspection.pk, reason="审计已经结束",
        )  # fmt: skip
        with pytest.raises(NotFound):
            open_inspected(actor=inspector, now=LATER, contract_id=case.contract.pk)


def test_the_acts_are_declared():
    assert {"inspecting.grant_inspection", "end_inspection", "open_inspected", "make_bundle"} <= {
        *ACTS
    }
    assert grant_inspection.approves is Role.PROCUREMENT_APPROVER
