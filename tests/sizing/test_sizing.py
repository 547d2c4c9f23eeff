"""A size class disputed, heard, decided or sent on; what holds from then, who reads what.

802§29, 46§16
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.cases.desk import waiting_for
from cairong.clocks.reads import duties_for
from cairong.contracts.models import ContractSupplier
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.parties.actions.change import change_own_facts
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Mandate, SupplierProfile
from cairong.sizing.actions.forward_dispute import forward_dispute
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_page, disputes_of, letter_pdf, paper_on
from sizing.ground import ELSEWHERE, LATER, NOW, PAPER, Sizing, stand_sizing
from support.refusing import stopped
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


def test_decided_by_a_clock_after_the_firm_spoke_and_held_from_then_on(ground):
    before = ContractSupplier.objects.count()
    found = ground.ask(paper_id=ground.paper(ground.purchaser, PAPER + b"2").pk)
    assert (found.no, found.claimed, found.place) == ("GM2025-000001", "small", "410300")
    (ball,) = waiting_for(ground.pair[0], now=NOW).balls
    assert (ball.word, ball.deadline.due) == ("认定企业规模", date(2025, 10, 11))
    refused(PolicyBreach, "sizing.not_heard", ground.decide, found)
    ground.hear(found)
    decided = ground.decide(found)
    assert (decided.state, decided.size, decided.letter) == (
        "decided", "large", "洛工信函〔2025〕1号",
    )  # fmt: skip
    assert ground.size() == "large"
    assert not waiting_for(ground.pair[0], now=LATER).balls
    assert ContractSupplier.objects.count() == before


def test_who_asked_learns_the_class_alone(ground):
    found = ground.ask()
    ground.hear(found)
    ground.decide(found)
    page = dispute_page(ground.purchaser, LATER, found.pk)
    assert (page.dispute.size, [each.kind for each in page.sayings]) == ("large", ["asked"])
    assert (page.inside, page.letter, page.may) == (False, True, frozenset())
    refused(NotFound, "access.not_found", paper_on, ground.purchaser, found.pk, ground.paper().pk)
    no, content = letter_pdf(ground.purchaser, found.pk)
    assert (no, content[:5]) == ("洛工信函〔2025〕1号", b"%PDF-")
    event = Event.objects.get(type="sizing.dispute.decided")
    assert ground.purchaser.organisation_id not in event.visible_to
    own = dispute_page(ground.of(ground.firm), LATER, found.pk)
    assert (own.inside, own.dispute.figures["employees"], len(own.sayings)) == (True, 380, 3)
    other = ground.of(ground.foreign)
    assert not disputes_of(other).exists()
    assert not disputes_of(ground.town.bureau(Role.PROCUREMENT_OFFICER)).exists()


def test_the_finance_department_has_the_days_of_the_law_and_the_number_of_its_letter(ground):
    bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
    refused(PolicyBreach, "sizing.letter_no", ground.ask, bureau)
    found = ground.ask(bureau, now=at("2025-09-27 10:00"), letter_no="洛财购函〔2025〕3号")
    (duty,) = duties_for(ground.pair[0]).filter(subject_id=found.pk)
    assert (duty.kind, duty.due_on, duty.due_law_on) == (
        "reply_size_letter", date(2025, 10, 16), date(2025, 10, 16),
    )  # fmt: skip
    silent = ground.decide(found, at("2025-10-18 10:00"), tied=True, employees=5)
    assert silent.size == "large"


def test_sent_on_where_another_place_registered_the_firm_and_answered(ground):
    found = ground.ask(uscc=ELSEWHERE)
    ground.hear(found)
    refused(PolicyBreach, "sizing.elsewhere", ground.decide, found)
    refused(WrongState, "state.cannot", ground.answered, found)
    sent = ground.forward(found)
    assert (sent.state, sent.letter, sent.addressed) == (
        "forwarded", "洛工信函〔2025〕1号", "北京市经济和信息化局",
    )  # fmt: skip
    assert not waiting_for(ground.pair[0], now=LATER).balls
    refused(NotFound, "access.not_found", letter_pdf, ground.purchaser, found.pk)
    refused(
        PolicyBreach, "sizing.answered_on", ground.answered, found, answered_on=date(2025, 9, 1)
    )
    assert ground.answered(found).state == "answered"
    assert ground.size(ground.foreign) == "medium"
    local = ground.ask()
    refused(PolicyBreach, "sizing.here", ground.forward, local)


def test_new_figures_of_the_firm_do_not_undo_it_but_a_new_decision_does(ground):
    found = ground.ask()
    ground.hear(found)
    ground.decide(found)
    actor = ground.town.actor(ground.firm, Role.SUPPLIER)
    facts = SupplierFacts(industry="软件和信息技术服务业", employees=5, revenue_wan=Decimal(10))
    Mandate.objects.filter(pk=actor.mandate_id).update(administrator=True)
    change_own_facts(
        actor=actor, now=LATER, address="洛阳市", contact_name="王五",
        contact_phone="037963000001", supplier=facts,
    )  # fmt: skip
    assert ground.size() == "large"
    refused(PolicyBreach, "sizing.decided_before", ground.ask, now=LATER)
    again = ground.ask(actor, now=LATER, uscc="")
    ground.decide(again, at("2025-09-25 10:00"), employees=5, revenue_wan=Decimal(10))
    assert ground.size() == "micro"


def test_who_may_ask_and_once(ground):
    stranger = ground.town.actor(ground.town.purchaser("别的采购人"), Role.PURCHASER_OFFICER)
    refused(Invalid, "sizing.no_firm", ground.ask, stranger)
    officer = ground.town.actor(ground.town.institution(), Role.INSTITUTION_OFFICER)
    refused(Invalid, "sizing.no_firm", ground.ask, officer)
    refused(Invalid, "invalid.uscc", ground.ask, uscc="")
    found = ground.ask()
    refused(Conflict, "sizing.open_already", ground.ask)
    assert ground.ask(ground.of(ground.firm)).no == "GM2025-000002"
    refused(NotFound, "access.not_found", withdraw_dispute, actor=ground.of(ground.firm), now=NOW,
            dispute_id=found.pk, reason="不同意别人提出的异议")  # fmt: skip
    gone = withdraw_dispute(
        actor=ground.purchaser, now=NOW, dispute_id=found.pk, reason="核对以后没有异议了"
    )
    assert (gone.state, ground.size()) == ("withdrawn", "small")
    refused(WrongState, "state.cannot", ground.decide, gone)
    bare = ground.town.organisation("supplier", "没有数据的企业", uscc="91410303000000000D")
    refused(PolicyBreach, "sizing.nothing_declared", ground.ask, ground.of(bare), uscc="")
    county = replace(ground.pair[0], region="410303")
    refused(NotAllowed, "sizing.county_desk", forward_dispute.propose, actor=county, now=NOW,
            dispute_id=found.pk, addressee="北京市经信局", series="洛工信函")  # fmt: skip


def test_by_hand_nobody_decides_nor_lets_a_class_hold(ground):
    found = ground.ask()
    ground.hear(found)
    rows = Dispute.objects.filter(pk=found.pk)
    whole = {"word": "洛工信函", "year": 2025, "number": 1, "size": "micro", "ended_at": LATER}
    with stopped("sizing_undecided"):
        SupplierProfile.objects.filter(pk=ground.firm.pk).update(size="micro", decided_at=LATER)
        rows.update(state="decided", **whole)
    with stopped("sizing_competence"):
        rows.update(state="forwarded", addressed="北京市经信局", sent_at=LATER, word="洛工信函",
                    year=2025, number=1)  # fmt: skip
    with stopped("sizing_ended_whole"):
        rows.update(state="decided", size="micro", ended_at=LATER)
    with stopped("sizing_competence"):
        _copy(found, place="110000")
    with stopped("sizing_open_once"):
        _copy(found)
    with stopped("sizing_undecided"):
        rows.update(state="withdrawn", ended_at=LATER)
        _copy(found)
    with connection.cursor() as cursor, stopped("sizing_class_holds"):
        cursor.execute("UPDATE parties_supplierprofile SET decided_at = now()")
    ground.decide(found)
    with stopped("sizing_steps"):
        rows.update(size="micro")
    with connection.cursor() as cursor, stopped("sizing_class_holds"):
        cursor.execute("UPDATE parties_supplierprofile SET size = 'micro' WHERE size = 'large'")
    with stopped("sizing_saying_said"):
        Saying.objects.create(dispute=found, kind="heard", words="", at=NOW, by=ground.firm)


def _copy(found: Dispute, **otherwise) -> None:
    facts = {
        name: getattr(found, name)
        for name in ("city_id", "supplier_id", "authority_id", "asker_id", "place", "claimed",
                     "declared", "asked_at", "heard_until")
    }  # fmt: skip
    Dispute.objects.create(no="GM2025-000099", **facts | otherwise)
