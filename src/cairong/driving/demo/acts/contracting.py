"""From the award to the filing, as acts of a case."""

from datetime import date, timedelta

from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.facts import Account, Items, Withholding
from cairong.driving.demo.case import Case
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.open_filing import open_filing, recall_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Role
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.models import Letter

OFFICER, APPROVER = Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER
DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
WITHHELD_DAYS = 180
SMALL_FEN = 100_000_000


def award(case: Case) -> None:
    """Record the award of a real work."""
    case.award = case.alone(
        record_award,
        OFFICER,
        supplier_id=case.supplier.organisation.pk,
        amount_fen=case.amount_fen,
        notice_on=case.today,
        title=case.title,
        project_no=case.project_no,
        method="竞争性磋商",
    )


def read_letter(case: Case) -> None:
    """Open, as the supplier, the notice letter that came with the award."""
    letter = Letter.objects.get(award=case.award, occasion="award")
    case.alone(open_letter, Role.SUPPLIER, letter_id=letter.pk)


def draft(case: Case) -> None:
    """Save the draft half written."""
    items = Items(quantity="1项", quality="符合采购文件要求")
    case.contract = case.alone(save_draft, OFFICER, award_id=case.award.pk, items=items)


def cancel(case: Case) -> None:
    """Take the award back."""
    case.alone(cancel_award, OFFICER, award_id=case.award.pk, reason="采购计划调整,项目取消")


def sign(case: Case) -> None:
    """Sign, announce and submit for filing, the same day."""
    _sign(case, case.today)


def sign_earlier(case: Case) -> None:
    """Announce a contract that was signed nine days before: too late."""
    _sign(case, max(case.today - timedelta(days=9), case.award.notice_on))


def sign_withholding(case: Case) -> None:
    """Sign, and ask to keep the specification from the public."""
    until = case.today + timedelta(days=WITHHELD_DAYS)
    ground = "含供应商技术诀窍,属于商业秘密"
    _sign(case, case.today, [Withholding(item="specification", ground=ground, until=until)])


def read_filing(case: Case) -> None:
    """Open the filing at the desk: it can no longer be recalled."""
    case.alone(open_filing, Role.PROCUREMENT_OFFICER, contract_id=case.contract.pk)


def recall(case: Case) -> None:
    """Take the filing back before the desk has opened it."""
    case.alone(recall_filing, OFFICER, contract_id=case.contract.pk, reason="履行期限填写有误")


def file(case: Case) -> None:
    """Accept the filing."""
    case.both(decide_filing, *DESK, contract_id=case.contract.pk, verdict="accept")


def clerk_file(case: Case) -> None:
    """Accept the filing, prepared by the county's clerk."""
    case.both(
        decide_filing,
        Role.COUNTY_CLERK,
        Role.PROCUREMENT_APPROVER,
        contract_id=case.contract.pk,
        verdict="accept",
    )


def refuse_filing(case: Case) -> None:
    """Return the filing with a reason for each item."""
    reasons = {"quality": "未写明质量标准", "acceptance_terms": "验收主体和时限不明确"}
    case.both(decide_filing, *DESK, contract_id=case.contract.pk, verdict="return", reasons=reasons)


def resubmit(case: Case) -> None:
    """Mend the returned filing and submit it again."""
    case.both(
        resubmit_filing,
        OFFICER,
        APPROVER,
        contract_id=case.contract.pk,
        fields=Items(
            quality="符合现行国家标准和采购文件技术要求",
            acceptance_terms="交付后7个工作日内由采购人组织验收并出具验收书",
        ),
    )


def _sign(case: Case, signed_on: date, withheld: list[Withholding] | None = None) -> None:
    supplier = case.supplier.organisation
    made = case.both(
        sign_contract,
        OFFICER,
        APPROVER,
        award_id=case.award.pk,
        amount_fen=case.amount_fen,
        signed_on=signed_on,
        account=Account(
            payee=supplier.name,
            no="6222" + "".join(str(ord(sign) % 10) for sign in supplier.uscc[-14:]),
            bank=case.lender.organisation.name,
            cnaps=case.lender.bank_code,
        ),
        schedule=list(case.clause),
        fields=_items(case),
        withheld=withheld or [],
    )
    if made is not None:
        case.contract = made


def _items(case: Case) -> Items:
    months = 3 if case.amount_fen < SMALL_FEN else 8
    return Items(
        purchaser_no=f"{case.project_no}-HT",
        purchaser_contact=case.purchaser.organisation.contact_name,
        supplier_address=case.supplier.organisation.address,
        specification="按采购文件技术参数和响应文件执行",
        quantity="1项",
        unit_price="按合同总价包干",
        quality="符合国家现行标准和采购文件要求",
        performance_period=f"自合同签订之日起{months}个月",
        place="采购人指定地点",
        manner="分阶段交付,全部完成后申请验收",
        acceptance_terms="按采购文件和响应文件验收,验收合格后出具验收书",
        liability="逾期履行的,每日按合同金额的万分之五承担违约责任",
        dispute_resolution="协商不成的,向采购人所在地人民法院起诉",
        budget_line=f"{case.today.year}-{case.project_no[-4:]}",
        funding_source="财政预算资金",
        sme_reserved=True,
    )


ACTS = {
    one.__name__: one
    for one in (
        award, read_letter, draft, cancel, sign, sign_earlier, sign_withholding, read_filing,
        recall, file, clerk_file, refuse_filing, resubmit,
    )
}  # fmt: skip
