"""A disputed class in hurried, foreign and unwilling hands: nothing twice, no peeping.

802§29, 46§16
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.parties.models import Proposal, SupplierProfile
from cairong.parties.reads import the_only
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.actions.forward_dispute import forward_dispute
from cairong.sizing.actions.record_size_answer import record_size_answer
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_page, disputes_of, firm_to_ask
from lending.ground import sign, stand_award
from sizing.ground import ELSEWHERE, FOUND, HERE, LATER, PAPER, WORDS, Sizing, stand_sizing
from sizing.test_holding import Settled, sizes_signed, stand_settled
from support.staging import staged
from support.town import CITY, Town, at
from support.visitors import browser

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('规模异议')</script>"
WHY = "核对以后没有异议了"
LETTER = "洛财购函〔2025〕3号"
DECIDE = {
    "industry": "软件和信息技术服务业", "employees": "380", "revenue_wan": "12000",
    "reason": "社保名册 380 人,年报收入 12000 万元", "series": "洛工信函",
}  # fmt: skip
ANSWER = {
    "size": "medium", "answer_no": "京经信函〔2025〕88号", "answered_on": "2025-09-24",
    "words": "经核定为中型企业,原件见附件",
}  # fmt: skip
FORWARD = {"addressee": "北京市经济和信息化局", "series": "洛工信函"}


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("名册.pdf", PAPER)


def withdraw(by: Actor, found: Dispute, now: datetime = LATER) -> Dispute:
    return withdraw_dispute(actor=by, now=now, dispute_id=found.pk, reason=WHY)


def settled(ground: Sizing, by: Actor | None = None) -> Dispute:
    found = ground.ask(by)
    ground.hear(found)
    return ground.decide(found)


def proposed(ground: Sizing, found: Dispute, **figures) -> Proposal:
    facts = {
        "dispute_id": found.pk, "reason": DECIDE["reason"], "series": "洛工信函",
        "paper_id": ground.paper().pk, **FOUND, **figures,
    }  # fmt: skip
    return decide_size.propose(actor=ground.pair[0], now=LATER, **facts)


def events() -> list[str]:
    rows = Event.objects.filter(type__startswith="sizing.dispute.").order_by("id")
    return [each.removeprefix("sizing.dispute.") for each in rows.values_list("type", flat=True)]


class TestWhoMayNot:
    def seat(self, ground: Sizing, role: Role) -> Actor:
        town = ground.town
        houses = {
            Role.SUPPLIER: lambda: ground.firm,
            Role.PURCHASER_OFFICER: town.purchaser,
            Role.PURCHASER_APPROVER: town.purchaser,
            Role.INSTITUTION_OFFICER: town.institution,
            Role.INSTITUTION_APPROVER: town.institution,
            Role.SME_AUTHORITY: lambda: ground.authority,
            Role.REGULATOR: lambda: the_only(CITY, "regulator"),
            Role.PBOC: lambda: the_only(CITY, "pboc"),
        }
        house = houses.get(role, lambda: the_only(CITY, "bureau"))()
        return town.actor(house, role)

    @pytest.mark.parametrize(
        "role",
        [
            Role.PURCHASER_APPROVER, Role.INSTITUTION_APPROVER, Role.PROCUREMENT_APPROVER,
            Role.TREASURY_OFFICER, Role.SME_AUTHORITY, Role.REGULATOR, Role.PBOC,
        ],
    )  # fmt: skip
    def test_ask_or_withdraw(self, ground, role):
        actor = self.seat(ground, role)
        with pytest.raises(NotAllowed):
            ground.ask(actor)
        found = ground.ask()
        with pytest.raises(NotAllowed):
            withdraw(actor, found)
        assert events() == ["asked"]

    @pytest.mark.parametrize(
        "role",
        [
            Role.SUPPLIER, Role.PURCHASER_OFFICER, Role.INSTITUTION_OFFICER,
            Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER, Role.REGULATOR, Role.PBOC,
        ],
    )  # fmt: skip
    def test_decide_forward_or_record(self, ground, role):
        actor, found = self.seat(ground, role), ground.ask()
        ground.hear(found)
        common = {"actor": actor, "now": LATER, "dispute_id": found.pk}
        with pytest.raises(NotAllowed):
            decide_size.propose(
                **common, reason=WORDS, paper_id=uuid4(), series="洛工信函", **FOUND
            )
        with pytest.raises(NotAllowed):
            forward_dispute.propose(**common, **FORWARD)
        with pytest.raises(NotAllowed):
            record_size_answer.propose(
                **common, **ANSWER | {"answered_on": date(2025, 9, 24)}, paper_id=uuid4()
            )
        assert not Proposal.objects.filter(act__startswith="sizing.").exists()

    def test_one_person_does_not_agree_to_its_own(self, ground):
        found = ground.ask()
        ground.hear(found)
        with pytest.raises(NotAllowed):
            decide_size.approve(
                actor=ground.pair[0], now=LATER, proposal_id=proposed(ground, found).pk
            )
        assert ground.size() == "small"


class TestStrangers:
    def test_another_bank_asks_about_nobody_it_has_no_application_of(self, ground):
        other = ground.town.actor(ground.town.institution("乙银行"), Role.INSTITUTION_OFFICER)
        said = set()
        for code in (HERE, ELSEWHERE, "91410303000000000D"):
            assert firm_to_ask(other, code) is None
            with pytest.raises(Invalid) as caught:
                ground.ask(other, uscc=code)
            said.add((caught.value.findings[0].code, caught.value.findings[0].params["field"]))
        assert said == {("sizing.no_firm", "uscc")}  # known or unknown, the same answer

    def test_a_firm_that_names_another_asks_about_itself(self, ground):
        found = ground.ask(ground.of(ground.firm), uscc=ELSEWHERE)
        assert found.supplier == ground.firm

    def test_every_door_is_shut_to_another_house(self, ground):
        found = settled(ground)
        paper = found.sayings.get(kind="decided").paper_id
        place = f"/sizes/{found.pk}/"
        for client in (
            browser(ground.town, Role.SUPPLIER, organisation=ground.foreign),
            browser(ground.town, Role.INSTITUTION_OFFICER),
            browser(
                ground.town, Role.PURCHASER_OFFICER, organisation=ground.town.purchaser("别家")
            ),
            browser(ground.town, Role.PROCUREMENT_OFFICER),
        ):
            for address in (place, f"{place}pdf/", f"{place}papers/{paper}/"):
                assert client.get(address).status_code == 404, address
            listed = client.get("/sizes/").content.decode()
            assert (found.no in listed, "本地企业" in listed) == (False, False)
            assert found.no not in client.get("/sizes/export/").content.decode(errors="replace")
        stranger = browser(ground.town, Role.INSTITUTION_OFFICER)
        assert stranger.post(f"{place}withdraw/", {"reason": WHY}).status_code == 404

    def test_who_asked_sees_the_class_and_none_of_the_figures_anywhere(self, ground):
        found = ground.ask(words="声明的规模类型与现场清点不符")
        ground.hear(found)
        ground.decide(found)
        client = browser(ground.town, Role.PURCHASER_OFFICER)
        place = f"/sizes/{found.pk}/"
        shown = client.get(place).content.decode()
        assert "大型企业" in shown
        for secret in ("380", "12000", "1800", "340", "劳务派遣", "社保名册"):
            for address in (place, "/sizes/", "/messages/"):
                assert secret not in client.get(address).content.decode(), (secret, address)
        paper = found.sayings.get(kind="decided").paper_id
        assert client.get(f"{place}papers/{paper}/").status_code == 404

    def test_who_asked_neither_speaks_for_the_firm_nor_decides_by_page(self, ground):
        found = ground.ask()
        client, place = browser(ground.town, Role.PURCHASER_OFFICER), f"/sizes/{found.pk}/"
        for act in ("hear", "decide", "forward", "answer"):
            assert client.post(f"{place}{act}/", {"words": WORDS}).status_code == 403, act
        assert events() == ["asked"]

    def test_two_firms_of_one_list_see_their_own(self, ground):
        own, other = ground.ask(), ground.ask(uscc=ELSEWHERE)
        assert list(disputes_of(ground.of(ground.firm))) == [own]
        assert list(disputes_of(ground.of(ground.foreign))) == [other]
        with pytest.raises(NotFound):
            withdraw(ground.of(ground.foreign), own)


class TestForms:
    def at_each(self, ground: Sizing) -> list[tuple[Client, str, str]]:
        """Each form where it may be sent now: by whom, to which address, of which act."""
        here, away = ground.ask(), ground.ask(uscc=ELSEWHERE)
        ground.hear(here)
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        sent = ground.forward(ground.ask(bureau, uscc=ELSEWHERE, letter_no=LETTER))
        authority = browser(ground.town, Role.SME_AUTHORITY)
        firm = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
        purchaser = browser(ground.town, Role.PURCHASER_OFFICER)
        return [
            (browser(ground.town, Role.PROCUREMENT_OFFICER), "/sizes/new/", "new"),
            (firm, f"/sizes/{here.pk}/hear/", "hear"),
            (authority, f"/sizes/{here.pk}/decide/", "decide"),
            (authority, f"/sizes/{away.pk}/forward/", "forward"),
            (authority, f"/sizes/{sent.pk}/answer/", "answer"),
            (purchaser, f"/sizes/{here.pk}/withdraw/", "withdraw"),
        ]

    def whole(self, act: str) -> dict[str, object]:
        return {
            "new": {"uscc": HERE, "words": WORDS, "letter_no": LETTER},
            "hear": {"words": WORDS},
            "decide": {**DECIDE, "file": file()},
            "forward": FORWARD,
            "answer": {**ANSWER, "file": file()},
            "withdraw": {"reason": WHY},
        }[act] | {}

    def counts(self) -> tuple[int, int, int, int]:
        models = (Dispute, Saying, Proposal)
        return *(each.objects.count() for each in models), len(events())

    def test_with_nothing_filled_in_or_too_long_nothing_is_done(self, ground):
        places = self.at_each(ground)
        before = self.counts()
        long = {
            "words": "理" * 501, "reason": "由" * 501, "letter_no": "函" * 41,
            "addressee": "局" * 61, "series": "号" * 13, "answer_no": "号" * 61,
            "employees": "1" * 40, "revenue_wan": "9" * 40, "uscc": HERE * 50,
        }  # fmt: skip
        for client, address, act in places:
            assert client.post(address, {}).status_code == 422, act
            for name, value in long.items():
                typed = self.whole(act)
                if name not in typed:
                    continue
                assert client.post(address, {**typed, name: value}).status_code == 422, (act, name)
        assert self.counts() == before

    def test_a_script_is_shown_as_text(self, ground):
        for client, address, act in self.at_each(ground):
            for name in ("words", "reason", "addressee", "letter_no", "series", "answer_no"):
                if name in self.whole(act):
                    typed = {**self.whole(act), name: SCRIPT}
                    if act not in {"forward", "withdraw"}:  # a bad paper: all is shown again
                        typed["file"] = SimpleUploadedFile("a", b"x")
                    page = client.post(address, typed, follow=True).content.decode()
                    assert "<script>alert" not in page, (act, name)
                    assert "&lt;script&gt;alert" in page, (act, name)

    def test_a_script_that_is_kept_is_read_as_text_by_the_other_side(self, ground):
        found = ground.ask(words=SCRIPT)
        ground.hear(found, words=SCRIPT)
        for client in (
            browser(ground.town, Role.SUPPLIER, organisation=ground.firm),
            browser(ground.town, Role.SME_AUTHORITY),
        ):
            page = client.get(f"/sizes/{found.pk}/").content.decode()
            assert "<script>alert" not in page
            assert page.count("&lt;script&gt;alert") >= 2

    def test_an_answer_of_tomorrow_or_of_before_the_letter_is_refused(self, ground):
        found = ground.forward(ground.ask(uscc=ELSEWHERE))
        now = at("2025-10-13 23:59")
        for day in (date(2025, 9, 23), date(2025, 10, 14), date(2026, 10, 13), date(9999, 12, 31)):
            with pytest.raises(PolicyBreach) as caught:
                ground.answered(found, now, answered_on=day)
            assert caught.value.findings[0].code == "sizing.answered_on", day
        assert ground.answered(found, now, answered_on=date(2025, 10, 13)).state == "answered"

    def test_back_pressed_and_sent_again_is_one_row_and_one_event(self, ground):
        for client, address, act in self.at_each(ground):
            token = str(uuid4())
            before = self.counts()
            answers = [
                client.post(address, self.whole(act) | {"request_id": token}) for _ in range(2)
            ]
            assert [each.status_code for each in answers] == [302, 302], act
            assert len({each.headers["Location"] for each in answers}) == 1, act
            added = tuple(b - a for a, b in zip(before, self.counts(), strict=True))
            assert added == {
                "new": (1, 1, 0, 1), "hear": (0, 1, 0, 1), "decide": (0, 0, 1, 0),
                "forward": (0, 0, 1, 0), "answer": (0, 0, 1, 0), "withdraw": (0, 1, 0, 1),
            }[act], act  # fmt: skip

    def test_what_changes_something_is_never_done_by_looking(self, ground):
        for client, address, act in self.at_each(ground):
            if act != "new":
                assert client.get(address).status_code == 405, act


class TestOver:
    def test_decided_is_neither_decided_sent_on_heard_nor_withdrawn_again(self, ground):
        found = settled(ground)
        for again in (
            lambda: ground.decide(found, employees=5),
            lambda: ground.forward(found),
            lambda: ground.answered(found),
            lambda: ground.hear(found, LATER),
            lambda: withdraw(ground.purchaser, found),
        ):
            with pytest.raises(WrongState):
                again()
        assert (ground.size(), events()) == ("large", ["asked", "heard", "decided"])

    def test_one_proposal_is_agreed_to_once(self, ground):
        found = ground.ask()
        ground.hear(found)
        waiting = proposed(ground, found)
        for times in range(2):
            given = {"actor": ground.pair[1], "now": LATER, "proposal_id": waiting.pk}
            if not times:
                decide_size.approve(**given)
                continue
            with pytest.raises(WrongState):
                decide_size.approve(**given)
        assert events().count("decided") == 1

    def test_withdrawn_while_two_are_at_it_is_not_decided(self, ground):
        found = ground.ask()
        ground.hear(found)
        waiting = proposed(ground, found)
        withdraw(ground.purchaser, found)
        with pytest.raises(WrongState):
            decide_size.approve(actor=ground.pair[1], now=LATER, proposal_id=waiting.pk)
        assert (ground.size(), events()[-1]) == ("small", "withdrawn")
        assert dispute_page(ground.pair[0], LATER, found.pk).deadline is None
        assert ground.ask(now=LATER).state == "open"  # and may be asked anew

    def test_of_two_that_are_open_the_later_decision_holds(self, ground):
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        first, second = ground.ask(bureau, letter_no=LETTER), ground.ask()
        for found in (first, second):
            ground.hear(found)
        ground.decide(second, employees=5, revenue_wan=Decimal(10))
        ground.decide(first, at("2025-09-25 10:00"))
        profile = SupplierProfile.objects.get(pk=ground.firm.pk)
        assert (profile.size, profile.decided_at) == ("large", Dispute.objects.get(
            pk=first.pk).ended_at)  # fmt: skip


@staged
def signed(town: Town) -> Settled:
    return stand_settled(town)


def test_what_was_signed_between_two_decisions_keeps_the_first(signed):
    signed.settle(employees=380, revenue_wan=Decimal(12000))
    between, after = (stand_award(signed.town) for _ in range(2))
    sign(signed.town, between, now=at("2025-10-14 15:00"))
    signed.settle(at("2025-10-15 10:00"), employees=5, revenue_wan=Decimal(10))
    assert sizes_signed() == ["small", "large"]
    sign(signed.town, after, now=at("2025-10-16 15:00"))
    assert sizes_signed() == ["small", "large", "micro"]


def test_each_act_leaves_one_event_about_the_dispute_for_those_concerned(ground):
    found = ground.forward(ground.ask(uscc=ELSEWHERE))
    ground.answered(found)
    withdraw(ground.purchaser, gone := ground.ask())
    asker, firm, authority = (
        ground.purchaser.organisation_id,
        ground.foreign.pk,
        ground.authority.pk,
    )
    for type_, about, by, readers in (
        ("asked", found, asker, {asker, firm, authority}),
        ("forwarded", found, authority, {asker, firm, authority}),
        ("answered", found, authority, {firm, authority}),
        ("withdrawn", gone, asker, {asker, ground.firm.pk, authority}),
    ):
        event = Event.objects.get(type=f"sizing.dispute.{type_}", subject_id=str(about.pk))
        assert (event.subject_type, event.organisation_id) == ("sizing.Dispute", by), type_
        assert set(event.visible_to) == readers, type_
