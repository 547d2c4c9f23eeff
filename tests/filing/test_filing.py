"""Deciding, returning, resubmitting, opening and recalling a filing."""

from datetime import date

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.clocks import reads as clocks
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.facts import Account, Items, Winner, Withholding
from cairong.contracts.models import Filing
from cairong.contracts.reads import contract_for, contracts_of, review_queue
from cairong.disclosure.actions.lapse_withholding import lapse_withholding
from cairong.disclosure.models import PublishedVersion
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.open_filing import open_filing, recall_filing
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.parties.alike import keep_look
from cairong.parties.models import SupplierProfile
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.models import Receivable
from contracts.ground import ACCOUNT, AMOUNT, AWARDED, DECIDED, SIGNED, Ground, newest
from filing.test_signing import consortium
from support.confirming import confirmed
from support.town import at

LATER = at("2025-10-09 10:00")
SECRET = "三分之一配比的工艺"


def test_acceptance_stands_the_first_payee(ground: Ground):
    contract = ground.decide(ground.sign())
    payee = Receivable.objects.get(contract=contract).current
    assert (contract.state, payee.version, payee.account_no) == ("filed", 1, ACCOUNT["no"])
    assert clocks.newest(contract.pk, "review_filing").done_on == date(2025, 9, 30)
    assert list(PublishedVersion.objects.order_by("version").values_list("kind", flat=True)) == [
        "announced",
        "filed",
    ]
    assert newest(contract)["filing"]["verdict"] == "accept"


def test_a_return_needs_reasons(ground: Ground):
    contract = ground.sign()
    for reasons in ("", {}, {"quality": " "}, {"strange": "不对"}):
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(contract, "return", reasons=reasons)
        assert refused.value.obligation == "二(二)-7"


STOOD = {"outside_no": "洛财备1", "outside_at": at("2025-09-28 09:00")}
GIVEN = {"outside_no": "洛财备2", "outside_at": at("2025-10-08 09:00")}


class TestFiledElsewhere:
    """Number and time of another site go together from round to round (D2)."""

    def given(self, ground: Ground, **facts) -> tuple[str, object]:
        contract = ground.decide(ground.sign(**STOOD), "return", reasons="请补正")
        ground.resubmit(contract, LATER, **facts)
        filing = Filing.objects.get(round=2)
        return filing.outside_no, filing.outside_at

    def test_what_stood_stays(self, ground: Ground):
        assert self.given(ground) == tuple(STOOD.values())

    def test_what_is_given_takes_its_place(self, ground: Ground):
        assert self.given(ground, **GIVEN) == tuple(GIVEN.values())

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"outside_no": "洛财备2"}, "contracts.elsewhere_half"),
            ({"outside_at": GIVEN["outside_at"]}, "contracts.elsewhere_half"),
            ({**GIVEN, "outside_at": at("2025-09-25 09:00")}, "contracts.elsewhere_when"),
            ({**GIVEN, "outside_at": at("2025-10-09 10:01")}, "contracts.elsewhere_when"),
        ],
    )
    def test_half_or_impossible_is_refused(self, ground: Ground, facts, code):
        with pytest.raises(PolicyBreach) as refused:
            self.given(ground, **facts)
        assert [one.code for one in refused.value.findings] == [code]
        assert Filing.objects.count() == 1


def test_returned_mended_and_accepted(ground: Ground):
    contract = ground.decide(ground.sign(), "return", reasons={"quality": "写明标准"})
    assert contract.state == "returned"
    assert Receivable.objects.get(contract=contract).current is None
    mended = ground.resubmit(
        contract,
        LATER,
        fields=Items(quality="国标一等品"),
        account=Account(**{**ACCOUNT, "no": "6222020200099999999"}),
    )
    assert mended.state == "announced"
    review = clocks.newest(contract.pk, "review_filing")
    assert (review.start_on, review.state) == (date(2025, 10, 9), "running")
    assert newest(contract)["contract"]["quality"] == "国标一等品"
    ground.decide(contract, now=LATER)
    assert Receivable.objects.get(contract=contract).current.account_no == "6222020200099999999"
    assert [one.verdict for one in Filing.objects.order_by("round")] == ["return", "accept"]


def test_a_resubmission_may_change_nothing(ground: Ground):
    contract = ground.decide(ground.sign(), "return", reasons="请补充")
    assert ground.resubmit(contract, LATER).state == "announced"


def test_what_was_signed_is_not_mended(ground: Ground):
    contract = ground.decide(ground.sign(), "return", reasons="请补充")
    with pytest.raises(PolicyBreach) as refused:
        ground.resubmit(contract, LATER, fields=Items(retention_fen=5))
    assert refused.value.findings[0].code == "contracts.fixed_at_signing"


def test_what_a_supplier_was_at_signing_it_stays(ground: Ground):
    supplier = ground.town.supplier()
    of = SupplierProfile.objects.filter(organisation=supplier)
    of.update(size="small", employees=42)
    contract = ground.decide(ground.sign(), "return", reasons="请补充")
    of.update(size="large", employees=4200)
    supplier.name, supplier.address = "新名供应商", "郑州市"
    supplier.save()
    keep_look(supplier, LATER)
    account = Account(**{**ACCOUNT, "payee": "新名供应商"})
    ground.resubmit(contract, LATER, account=account)
    row = contract.suppliers.get()
    assert (row.size, row.size_inputs["employees"]) == ("small", 42)
    assert (row.name, row.address, row.payee) == ("供应商", "洛阳市", "新名供应商")


def test_only_a_returned_filing_is_resubmitted(ground: Ground):
    contract = ground.sign()
    with pytest.raises(WrongState):
        ground.resubmit(contract, LATER)


def test_a_filing_is_decided_once(ground: Ground):
    contract = ground.decide(ground.sign())
    with pytest.raises(WrongState):
        ground.decide(contract)


def test_the_desk_of_another_county_finds_nothing(ground: Ground):
    contract = ground.sign()
    bureau = ground.desk().organisation_id
    clerk = ground.town.bureau("county-clerk")
    far = type(clerk)(**{**vars(clerk), "region": "410327"})
    assert far.organisation_id == bureau
    with pytest.raises(NotFound):
        decide_filing.propose(actor=far, now=DECIDED, contract_id=contract.pk, verdict="accept")
    assert not review_queue(far).exists()
    assert [one.pk for one in review_queue(ground.desk())] == [contract.pk]


def test_a_county_clerk_prepares_but_never_decides(ground: Ground):
    contract = ground.sign()
    clerk = ground.town.bureau("county-clerk")
    proposal = decide_filing.propose(
        actor=clerk, now=DECIDED, contract_id=contract.pk, verdict="accept"
    )
    with pytest.raises(NotAllowed):
        decide_filing.approve(actor=clerk, now=DECIDED, proposal_id=proposal.pk)
    approver = ground.desk("procurement-approver")
    assert decide_filing.approve(actor=approver, now=DECIDED, proposal_id=proposal.pk).state == (
        "filed"
    )


def test_a_filing_is_recalled_until_it_is_opened(ground: Ground):
    contract = ground.sign()
    recalled = recall_filing(
        actor=ground.officer(), now=SIGNED, contract_id=contract.pk, reason="写错账号"
    )
    assert recalled.state == "returned"
    assert clocks.newest(contract.pk, "review_filing").state == "cancelled"
    assert clocks.newest(contract.pk, "mend_filing").state == "running"
    assert newest(contract)["kind"] == "returned"
    ground.resubmit(contract, LATER)
    assert clocks.newest(contract.pk, "mend_filing").state == "done"
    open_filing(actor=ground.desk(), now=LATER, contract_id=contract.pk)
    with pytest.raises(WrongState) as refused:
        recall_filing(actor=ground.officer(), now=LATER, contract_id=contract.pk, reason="再收回")
    assert refused.value.findings[0].code == "contracts.opened"


def withheld(ground: Ground, item: str = "manner", **facts):
    asked = [Withholding(item=item, ground="商业秘密", until=date(2027, 9, 30))]
    return ground.sign(fields={item: SECRET}, withheld=asked, **facts)


def everything_public() -> str:
    rows = PublishedVersion.objects.values_list("document", "search", "title")
    return "".join(bytes(document).decode() + search + title for document, search, title in rows)


@pytest.mark.parametrize("item", ["manner", "subject_matter", "liability", "other_terms"])
def test_what_is_asked_to_be_withheld_is_nowhere_public(ground: Ground, item):
    contract = withheld(ground, item)
    assert SECRET not in everything_public()
    assert newest(contract)["withheld"] == [
        {"assent": "undecided", "basis": "商业秘密", "item": item, "until": "2027-09-30"}
    ]
    ground.decide(contract)
    assert SECRET not in everything_public()
    assert newest(contract)["withheld"][0]["assent"] == "given"


def test_a_withheld_account_is_nowhere_public(ground: Ground):
    asked = [Withholding(item="account_no", ground="商业秘密", until=date(2027, 9, 30))]
    ground.sign(withheld=asked)
    assert ACCOUNT["no"] not in everything_public()


def test_a_refused_withholding_is_published(ground: Ground):
    contract = ground.decide(withheld(ground), published_items=["manner"])
    document = newest(contract)
    assert (document["contract"]["manner"], document["withheld"]) == (SECRET, [])


def test_only_what_was_asked_can_be_refused(ground: Ground):
    contract = withheld(ground)
    with pytest.raises(Invalid):
        ground.decide(contract, published_items=["place"])


class TestAskedAgain:
    @pytest.fixture
    def returned(self, ground: Ground):
        return ground.decide(withheld(ground), "return", reasons={"withheld": "请写明法条"})

    def test_with_a_better_ground(self, ground: Ground, returned):
        better = Withholding(item="manner", ground="反不正当竞争法第九条", until=date(2026, 9, 30))
        ground.resubmit(returned, LATER, withheld=[better])
        row = returned.withheld.get()
        assert (row.ground, row.until, row.asked_at) == (better.ground, better.until, LATER)
        assert newest(returned)["withheld"][0]["until"] == "2026-09-30"
        assert SECRET not in everything_public()

    def test_or_taken_back_which_publishes_it(self, ground: Ground, returned):
        ground.resubmit(returned, LATER, withdrawn=["manner"])
        document = newest(returned)
        assert (document["contract"]["manner"], document["withheld"]) == (SECRET, [])

    @pytest.mark.parametrize("withdrawn", [["place"], ["manner", "manner"]])
    def test_nobody_takes_back_what_nobody_asked(self, ground: Ground, returned, withdrawn):
        with pytest.raises(Invalid):
            ground.resubmit(returned, LATER, withdrawn=withdrawn)

    def test_not_once_it_was_decided(self, ground: Ground, returned):
        again = Withholding(item="manner", ground="商业秘密", until=date(2027, 9, 30))
        returned.withheld.update(assent=False)
        with pytest.raises(PolicyBreach) as refused:
            ground.resubmit(returned, LATER, withheld=[again])
        assert refused.value.findings[0].code == "contracts.withheld_twice"

    def test_a_request_under_review_cannot_be_dropped(self, ground: Ground):
        with pytest.raises(Exception, match="is announced"):
            withheld(ground).withheld.all().delete()


def test_events_do_not_hold_what_is_withheld(ground: Ground):

    contract = withheld(ground)
    ground.decide(contract, "return", reasons="请补充")
    ground.resubmit(contract, LATER)
    said = str(list(Event.objects.values_list("before", "after")))
    assert SECRET not in said + str(list(RefusalRecord.objects.values_list("facts")))


def test_who_sees_a_contract(ground: Ground):
    contract = ground.sign()
    bank = ground.town.actor(ground.town.institution(), "institution-officer")
    for actor in (ground.officer(), ground.supplier(), ground.desk(), bank):
        assert contract_for(actor, contract.pk) == contract
    stranger = ground.town.actor(ground.town.supplier("丁公司", ""), "supplier")
    assert not contracts_of(stranger).exists()


def test_what_was_withheld_is_published_when_its_time_is_over(ground: Ground):
    contract = ground.decide(withheld(ground))
    system = ground.town.system
    assert lapse_withholding(actor=system, now=at("2027-09-30 23:00")) == 0
    assert lapse_withholding(actor=system, now=at("2027-10-01 00:10")) == 1
    document = newest(contract)
    assert (document["contract"]["manner"], document["kind"]) == (SECRET, "filed")
    assert lapse_withholding(actor=system, now=at("2027-10-02 00:10")) == 0


class TestUnconfirmed:
    """A supplier that says nothing of its account (D38): its days, then a reason."""

    WHY = "三次电话无人接听,已核对开户许可证"

    @pytest.fixture
    def silent(self, ground: Ground):
        return ground.sign(silent=True)  # filed on 29 September; 国庆 lies before the third day

    @pytest.mark.parametrize("day", ["2025-09-30", "2025-10-09", "2025-10-10"])
    def test_its_days_run_on_working_days(self, ground: Ground, silent, day):
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(silent, now=at(f"{day} 23:59"), unconfirmed_reason=self.WHY)
        assert [one.code for one in refused.value.findings] == ["treasury.unconfirmed"]
        assert Receivable.objects.get(contract=silent).current is None

    def test_after_them_a_reason_is_asked_for(self, ground: Ground, silent):
        for reason in ("", "  "):
            with pytest.raises(PolicyBreach) as refused:
                ground.decide(silent, now=at("2025-10-11 00:00"), unconfirmed_reason=reason)
            assert [one.code for one in refused.value.findings] == ["treasury.unconfirmed_reason"]

    def test_a_saturday_is_after_the_friday(self, ground: Ground, silent):
        decided = ground.decide(silent, now=at("2025-10-11 00:00"), unconfirmed_reason=self.WHY)
        filing = Filing.objects.get(contract=decided)
        assert (filing.verdict, filing.unconfirmed_reason) == ("accept", self.WHY)
        event = Event.objects.get(type="filing.contract.accepted_unconfirmed")
        assert (event.after["unconfirmed"], event.after["unconfirmed_reason"]) == (
            "供应商", self.WHY,
        )  # fmt: skip
        assert Receivable.objects.get(contract=decided).current.account_no == ACCOUNT["no"]

    def test_it_can_be_returned_at_once(self, ground: Ground, silent):
        returned = ground.decide(silent, "return", reasons="请核对账号")
        assert returned.state == "returned"

    def test_another_account_asks_for_another_word_and_other_days(self, ground: Ground):
        contract = ground.decide(ground.sign(), "return", reasons="请核对账号")
        other = Account(**{**ACCOUNT, "no": "6222020200099999999"})
        ground.resubmit(contract, at("2025-10-13 10:00"), account=other, silent=True)
        with pytest.raises(PolicyBreach):
            ground.decide(contract, now=at("2025-10-16 10:00"), unconfirmed_reason=self.WHY)
        ground.decide(contract, now=at("2025-10-17 10:00"), unconfirmed_reason=self.WHY)

    def test_a_filing_of_before_counts_its_days_all_the_same(self, ground: Ground, silent):
        Filing.objects.update(confirm_until=None)
        with pytest.raises(PolicyBreach):
            ground.decide(silent, now=at("2025-10-10 10:00"), unconfirmed_reason=self.WHY)
        ground.decide(silent, now=at("2025-10-11 10:00"), unconfirmed_reason=self.WHY)

    def test_a_word_between_the_two_persons_makes_the_reason_needless(self, ground: Ground, silent):
        later = at("2025-10-13 10:00")
        proposal = decide_filing.propose(
            actor=ground.desk(), now=later, contract_id=silent.pk, verdict="accept",
            unconfirmed_reason=self.WHY,
        )  # fmt: skip
        confirmed(ground.town, silent, later)
        decide_filing.approve(
            actor=ground.desk("procurement-approver"), now=later, proposal_id=proposal.pk
        )
        assert Filing.objects.get(contract=silent).unconfirmed_reason == ""

    def test_every_supplier_of_a_joint_contract_is_asked(self, ground: Ground):
        award, accounts = consortium(ground)
        shares = [Winner(name="供应商", share_fen=AMOUNT - 3), Winner(name="乙公司", share_fen=3)]
        enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
        contract = ground.sign(
            award, silent=True, account=None, accounts=accounts, fields={"supplier_address": None}
        )
        confirm_account(actor=ground.supplier(), now=DECIDED, contract_id=contract.pk)
        with pytest.raises(PolicyBreach) as refused:
            ground.decide(contract)
        assert refused.value.findings[0].params["suppliers"] == "乙公司"
        confirmed(ground.town, contract, DECIDED)
        assert ground.decide(contract).state == "filed"
