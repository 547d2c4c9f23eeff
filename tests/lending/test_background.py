"""No offer without a standing checklist of the trade: who fills it in, who judges, what ends it.

二(五)-2
"""

import pytest
from django.db import IntegrityError, connection, transaction

from cairong.cases.background import background_for
from cairong.driving.verbs.offers import SEEN
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.check_background import check_background
from cairong.lending.models import BackgroundCheck, Offer
from cairong.parties.actions.change import change_organisation
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy.background import JUDGED, LINES
from cairong.policy.catalogue import sentence
from lending.ground import Case, accept_filing
from support.refusing import stopped
from support.staging import staged
from support.town import CITY

pytestmark = pytest.mark.django_db


@staged
def intent(case: Case):
    found = case.intend()
    case.complete(found)
    return found


def check(case: Case, intent, now=None, **facts):
    given = {"judged": list(JUDGED), "opinion": SEEN, **facts}
    given.setdefault("actor", case.officer())
    application_id = case.application(intent).pk
    given.setdefault("seen", background_for(case.officer(), application_id).digest)
    return check_background(now=now or case.now, application_id=application_id, **given)


def proved(case: Case, intent, **facts):
    with case.at(None):
        words = {"intent": intent, "provincial_reference": "HN-1", "checked": False, **facts}
        return case.do("verify_contract", case.officer(), **words)


def offered(case: Case, intent, product) -> Offer:
    return case.by_bank(approve_offer, "甲银行", **case.terms(intent, product, 300_000))


def barred(case: Case, intent, product) -> str:
    with pytest.raises(PolicyBreach) as refused:
        offered(case, intent, product)
    (found,) = refused.value.findings
    assert found.obligation == "二(五)-2"
    return sentence(found)


def test_every_line_is_filled_in_with_its_source(case: Case, intent):
    proved(case, intent)
    kept = check(case, intent)
    lines = {line.key: line for line in kept.read}
    assert list(lines) == list(LINES)
    assert all(line.value and line.source for line in lines.values())
    assert case.contract.award.no in lines["award"].value
    assert "HN-1" in lines["query"].value
    assert "2025年9月26日(周五)签订" in lines["filing"].value
    assert "¥685,200.00" in lines["money"].value
    assert [key for key, line in lines.items() if line.doubt] == ["papers"]
    assert (kept.doubts, kept.opinion, kept.person_id) == (1, SEEN, case.officer().person_id)


def test_without_one_nothing_is_proposed(case: Case, intent, product):
    proved(case, intent)
    assert "还没有确认贸易背景核查清单" in barred(case, intent, product)
    check(case, intent)
    assert offered(case, intent, product).background == BackgroundCheck.objects.get()


@pytest.mark.parametrize(("judged", "opinion"), [
    (list(JUDGED), ""), (list(JUDGED), "看过了"), ([], ""), (["read"], "不足十个字"),
])  # fmt: skip
def test_a_doubtful_line_wants_an_opinion(case: Case, intent, judged, opinion):
    proved(case, intent)
    with pytest.raises(PolicyBreach) as refused:
        check(case, intent, judged=judged, opinion=opinion)
    assert refused.value.findings[0].code == "background.unexplained"
    assert "合同文本" in sentence(refused.value.findings[0])


def test_where_the_text_was_read_nothing_is_doubtful(case: Case, intent):
    text = "合同文本第一条:乙方按约定完成运维服务"
    buyer, words = case.who(Role.PURCHASER_OFFICER), {"purpose": "contract", "text": text}
    paper = case.do("keep_paper", buyer, contract=case.contract, **words)
    proved(case, intent)
    with pytest.raises(PolicyBreach):
        check(case, intent, opinion="")
    case.do("open_paper", case.officer(), case_paper=paper)
    assert check(case, intent, opinion="").doubts == 0
    with pytest.raises(PolicyBreach) as refused:
        check(case, intent, judged=["read"], opinion="")
    assert "关联关系" in sentence(refused.value.findings[0])


def test_unproved_or_decided_none_is_made(case: Case, intent, product):
    with pytest.raises(PolicyBreach) as refused:
        check(case, intent)
    assert refused.value.findings[0].code == "background.unproved"
    proved(case, intent)
    check(case, intent)
    with pytest.raises(Invalid):
        check(case, intent, judged=["nothing"])
    offered(case, intent, product)
    with pytest.raises(WrongState):
        check(case, intent)


def test_only_an_officer_of_the_institution_makes_one(case: Case, intent):
    proved(case, intent)
    case.bank("乙银行")
    with pytest.raises(NotFound):
        check(case, intent, actor=case.officer("乙银行"))
    for actor in (case.approver(), case.supplier, case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            check(case, intent, actor=actor)


def paid(case: Case, intent) -> None:
    case.paid(100_000, case.now, milestone="签订开票")


def renamed(case: Case, intent) -> None:
    supplier = Organisation.objects.get(pk=intent.supplier_id)
    operator = case.town.actor(the_only(CITY, "operator"), Role.OPERATOR)
    proposal = change_organisation.propose(
        actor=operator, now=case.now, organisation_id=supplier.pk, papers="变更通知书",
        name="改名后的供应商", named_on=case.now.date(), uscc=supplier.uscc, address="洛阳市",
    )  # fmt: skip
    connection.check_constraints()
    case.town.agrees()
    assert proposal.pk


CHANGES = {
    "财政尚待支付由「¥685,200.00」变为「¥585,200.00」": paid,
    "变为「改名后的供应商」": renamed,
}


@pytest.mark.parametrize("said", CHANGES)
def test_what_changed_since_ends_it_until_it_is_made_anew(case: Case, intent, product, said):
    proved(case, intent)
    check(case, intent)
    CHANGES[said](case, intent)
    intent.refresh_from_db()
    assert said in barred(case, intent, product)
    shown = background_for(case.approver(), case.application(intent).pk)
    assert not shown.stands
    assert said in "".join(shown.changed)
    assert [each.line.key for each in shown.lines if each.was]
    check(case, intent)
    assert offered(case, intent, product)


def test_filed_anew_it_is_made_anew_on_a_new_receipt(town, product):
    from lending.ground import sign, stand_award  # noqa: PLC0415 - stands a case of its own

    case = Case(town, sign(town, stand_award(town), filed=False))
    intent = case.intend()
    case.complete(intent)
    proved(case, intent)
    check(case, intent)
    case.do("decide_filing", contract=case.contract, verdict="return", reasons={"amount": "不符"})
    case.do("resubmit_filing", contract=case.contract)
    with pytest.raises(PolicyBreach) as refused:
        offered(case, intent, product)
    codes = [found.code for found in refused.value.findings]
    assert codes == ["lending.receipt_superseded", "background.outdated"]
    with pytest.raises(PolicyBreach):
        check(case, intent)
    proved(case, intent)
    check(case, intent)
    accept_filing(town, case.contract)
    assert offered(case, intent, product)


def test_the_approver_is_refused_what_changed_meanwhile(case: Case, intent, product):
    proved(case, intent)
    check(case, intent)
    facts = case.terms(intent, product, 300_000)
    proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
    paid(case, intent)
    with pytest.raises(PolicyBreach) as refused:
        approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
    assert refused.value.findings[0].code == "background.outdated"
    check(case, intent)
    with pytest.raises(Conflict) as changed:
        approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
    assert "贸易背景核查清单" in sentence(changed.value.findings[0])


def test_the_approver_agrees_to_the_checklist_that_was_proposed(case: Case, intent, product):
    proved(case, intent)
    check(case, intent)
    facts = case.terms(intent, product, 300_000)
    proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
    check(case, intent, opinion="送审以后改写过的核查意见")
    with pytest.raises(Conflict):
        approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)


def test_what_was_shown_is_what_is_confirmed(case: Case, intent):
    proved(case, intent)
    seen = background_for(case.officer(), case.application(intent).pk).digest
    paid(case, intent)
    with pytest.raises(PolicyBreach) as refused:
        check(case, intent, seen=seen)
    assert refused.value.findings[0].code == "background.unseen"
    now = background_for(case.officer(), case.application(intent).pk).digest
    assert now != seen
    assert check(case, intent, seen=now)


COPY = """
    INSERT INTO lending_backgroundcheck (id, city_id, application_id, verification_id, round,
        award_no, amount_fen, base_fen, supplier, purchaser, lines, doubts, judged, opinion,
        person_id, at)
    SELECT gen_random_uuid(), city_id, application_id, verification_id, {round}, award_no,
        amount_fen, {base}, {supplier}, purchaser, {lines}, {doubts}, {judged}, {opinion}, {person},
        {at} FROM lending_backgroundcheck"""
ANOTHER = "(SELECT id FROM parties_person WHERE id <> person_id LIMIT 1)"
SAME = {
    "round": "round", "base": "base_fen", "supplier": "supplier", "doubts": "doubts",
    "judged": "judged", "opinion": "opinion", "at": "at", "lines": "lines", "person": "person_id",
}  # fmt: skip
BY_HAND = [
    ({"round": "round + 1"}, "lending_background_true"),
    ({"base": "base_fen + 1"}, "lending_background_true"),
    ({"supplier": "'别的供应商'"}, "lending_background_true"),
    ({"opinion": "''"}, "lending_background_explained"),
    ({"opinion": "''", "doubts": "0", "judged": "ARRAY['read']"}, "lending_background_explained"),
    ({"at": "at + interval '1 hour'"}, "lending_background_unsaid"),
    ({"doubts": "0"}, "lending_background_unsaid"),
    ({"lines": "lines || lines"}, "lending_background_unsaid"),
    ({"person": ANOTHER}, "lending_background_unsaid"),
]


@pytest.mark.parametrize(("changed", "guard"), BY_HAND)
def test_by_hand_nobody_writes_one(case: Case, intent, changed, guard):
    proved(case, intent)
    check(case, intent)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(COPY.format(**SAME | changed))


@pytest.mark.parametrize("written", [
    "UPDATE lending_backgroundcheck SET opinion = '改写过的核查意见'",
    "DELETE FROM lending_backgroundcheck",
])  # fmt: skip
def test_by_hand_nobody_changes_one(case: Case, intent, written):
    proved(case, intent)
    check(case, intent)
    with stopped("permission denied"), connection.cursor() as cursor:
        cursor.execute(written)


def test_an_offer_rests_on_the_newest_that_stands(case: Case, intent, product, monkeypatch):
    proved(case, intent)
    old = check(case, intent)
    check(case, intent, now=case.now.replace(minute=45))
    monkeypatch.setattr("cairong.lending.actions.approve_offer.newest_background", lambda _: old)
    with pytest.raises(PolicyBreach) as refused:
        offered(case, intent, product)
    assert refused.value.findings[0].code == "background.unchecked"


def test_an_offer_keeps_what_it_rests_on(case: Case, intent, product):
    proved(case, intent)
    check(case, intent)
    offer = offered(case, intent, product)
    with (
        pytest.raises(IntegrityError, match="lending_offer_fixed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE lending_offer SET background_id = NULL WHERE id = %s", [offer.pk])
