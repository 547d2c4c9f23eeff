"""The bureau's lists: filings and contracts, locks and changes of account, payments and books."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse

from cairong.cases.undelivered import stuck_so, undelivered_on_cases
from cairong.contracts import reads as contracts
from cairong.contracts.states import CONTRACT, PUBLIC_STATES
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.listing.reading import Row
from cairong.outreach.sentences import happened
from cairong.parties.deciding import decided_by
from cairong.parties.reads import all_regions, desk_regions, desk_regions_ever, waiting_for_second
from cairong.policy.counties import PROCUREMENT
from cairong.secrecy.reads import freezes_of
from cairong.secrecy.states import FREEZE
from cairong.treasury.actions.note_export import note_export
from cairong.treasury.reads import books_of, changes_for, lock_holders, locks_for, payments_for
from cairong.treasury.states import LOCK, PAYEE_CHANGE, PAYMENT, RECEIVABLE
from cairong.web.duties import deadline_column
from cairong.web.lists import Filter, List, Tool
from cairong.web.operator.words import consumer_word, steps_by_themselves, trouble_words
from cairong.web.parts import Column, Empty, Paper

DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.COUNTY_CLERK)
TREASURY = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
OFFICERS = (*DESK, *TREASURY)
READERS = (*TREASURY, Role.COUNTY_CLERK)
DECIDE = "filing.decide_filing"
HAPPENED = ("event__type", "event__organisation_name", "event__person_name", "event__after")
OF_CONTRACT = (
    Column("title", "合同", sort=True, search=True),
    Column("no", "平台编号", "code", sort=True, search=True),
    Column("purchaser", "采购人", "name", of="purchaser_name", search=True),
)
ON_RECEIVABLE = (
    Column("contract", "合同", of="receivable__contract__title", search=True),
    Column("no", "平台编号", "code", of="receivable__contract__no", sort=True, search=True),
    Column("supplier", "供应商", "name", of="receivable__supplier__name", search=True),
)


def _progress(opened_at: datetime | None, sent: object) -> str:
    if sent:
        return "已送复核"
    return "已打开" if opened_at else "未打开"


def _month(first: date) -> str:
    return f"{first:%Y年%-m月}"


def _account(bank: str, account_no: str) -> str:
    return f"{bank} · {account_no}"


def _payee(payee: str, version: int) -> str:
    return f"{payee}(第 {version} 版)"


def _review(row: Row) -> list[Paper]:
    return [Paper(word="审核", href=reverse("finance-filing", args=[row.id]))]


def _filed(row: Row) -> list[Paper]:
    return [Paper(word="备案内容", href=reverse("finance-filing", args=[row.id]))]


FILINGS = List(
    name="finance-filings",
    title="备案审核",
    lead="打开一份备案后,采购人不能再收回。",
    roles=DESK,
    source=contracts.review_queue,
    still=partial(decided_by, desk=PROCUREMENT),
    columns=(
        *OF_CONTRACT,
        Column("region", "区域", "short", words=all_regions, sort=True, filter=desk_regions),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("round", "报送", show=lambda number: f"第 {number} 次"),
        Column(
            "place", "办理情况", of="opened_at", batch=waiting_for_second(DECIDE), show=_progress
        ),
        deadline_column("审核期限", "review_filing"),
    ),
    search=("purchaser_no", "suppliers__name"),
    search_word="编号、名称或单位",
    default="due",
    opens="finance-filing",
    acts=_review,
    empty=Empty(text="没有待审核的备案。采购人报送后,会出现在这里,并写明审核到哪一天。"),
)
CONTRACTS = List(
    name="finance-contracts",
    title="合同备案",
    roles=DESK,
    source=contracts.contracts_here,
    columns=(
        *OF_CONTRACT,
        Column(
            "suppliers", "供应商", "name", batch=contracts.supplier_names, search="suppliers__name"
        ),
        Column("region", "区域", "short", words=all_regions, sort=True, filter=desk_regions_ever),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("signed", "签订日期", "date", of="signed_on", sort=True),
        Column("filed", "备案时间", "moment", of="filed_at", sort=True),
        Column("state", "状态", "status", states=CONTRACT),
    ),
    search=("purchaser_no",),
    search_word="编号、名称或单位",
    filters=(
        Filter(
            "state",
            "状态",
            {
                **{choice: word for choice, word in CONTRACT.choices() if choice in PUBLIC_STATES},
                contracts.ON_FILE_WORD: "已备案(含已结清)",
            },
            where=contracts.on_file_or,
        ),
    ),
    default="-signed",
    opens="case",
    acts=_filed,
    empty=Empty(text="没有这样的合同。采购人签订并报备后,会出现在这里。"),
)
SECRETS = List(
    name="finance-secrets",
    title="涉密采购件数",
    lead="采购人回答「涉及国家秘密」的次数。此外什么也没有记下;办理情况以线下为准。",
    roles=(Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER),
    source=contracts.secret_counts,
    columns=(
        Column("month", "月份", of="month", sort=True, show=_month),
        Column("purchaser", "采购人", "name", of="purchaser__name", search=True),
        Column("count", "件数", "number", sort=True, total=True),
    ),
    default="-month",
    empty=Empty(text="没有。采购人登记或签订以前回答「涉及国家秘密」的,按月在这里记一个件数。"),
)
FREEZES = List(
    name="finance-freezes",
    title="涉密案件冻结",
    lead="发现已经录入的采购涉及国家秘密,马上冻结。冻结的是哪一件,只写在纸面报告里。",
    roles=(*OFFICERS, Role.AUDITOR),
    source=freezes_of,
    columns=(
        Column("no", "冻结编号", "code", sort=True),
        Column("frozen", "冻结时间", "moment", of="frozen_at", sort=True),
        Column("person", "冻结人", "short", of="person__name"),
        Column("rows", "数据行数", "number"),
        Column("events", "审计记录", "number"),
        Column("state", "状态", "status", states=FREEZE, filter=True),
    ),
    default="-frozen",
    opens="finance-freeze",
    tools=(Tool("冻结一件", "finance-freeze-new", roles=OFFICERS),),
    empty=Empty(text="没有。发现涉密内容已经录入的,点「冻结一件」。"),
)
LOCKS = List(
    name="finance-locks",
    title="账户锁定",
    roles=READERS,
    source=locks_for,
    columns=(
        *ON_RECEIVABLE,
        Column("institution", "金融机构", "name", of="institution__name", search=True),
        Column(
            "account",
            "锁定账户",
            "name",
            of=("payee_version__bank", "payee_version__account_no"),
            show=_account,
        ),
        Column("state", "状态", "status", states=LOCK, filter=True),
        Column("asked", "申请时间", "moment", of="requested_at", sort=True),
        deadline_column("确认期限", "confirm_lock"),
    ),
    default="due",
    opens="finance-lock",
    noted=note_export,
    empty=Empty(text="没有这样的锁定。金融机构申请、供应商同意、采购人确认后,由国库科确认。"),
)
CHANGES = List(
    name="finance-changes",
    title="回款账户变更",
    roles=READERS,
    source=changes_for,
    columns=(
        *ON_RECEIVABLE,
        Column("account", "变更后账户", "name", of=("bank", "account_no"), show=_account),
        Column("asked", "提出时间", "moment", of="asked_at", sort=True),
        Column("state", "状态", "status", states=PAYEE_CHANGE, filter=True),
    ),
    search=("payee",),
    default="-asked",
    opens="finance-change",
    noted=note_export,
    empty=Empty(text="没有这样的变更。供应商提出、采购人同意后,由国库科审批。"),
)
PAYMENTS = List(
    name="finance-payments",
    title="支付",
    roles=READERS,
    source=payments_for,
    columns=(
        Column(
            "contract",
            "合同",
            of="receivable__contract__title",
            search=("receivable__contract__title", "receivable__contract__no"),
        ),
        Column("voucher", "凭证号", "code", of="voucher_no", sort=True, search=True),
        Column(
            "payee",
            "收款人",
            "name",
            of=("payee_version__payee", "payee_version__version"),
            search="receivable__supplier__name",
            show=_payee,
        ),
        Column("amount", "金额", "money", of="amount_fen", sort=True, total=True),
        Column("lock", "账户锁定", batch=lock_holders, by="receivable_id", blank="未锁定"),
        Column("asked", "申请日期", "date", of="requested_at", sort=True, show=day_of),
        Column("state", "状态", "status", states=PAYMENT, filter=True),
        deadline_column("办理期限", "release_payment"),
    ),
    default="due",
    opens="finance-payment",
    empty=Empty(text="没有这样的支付。采购人申请支付后,会出现在这里。"),
)
BOOKS = List(
    name="finance-books",
    title="应收账款账簿",
    lead="一份合同、一家供应商,一本账;每一笔进出都不能改。",
    roles=READERS,
    source=books_of,
    columns=(
        Column("contract", "合同", of="contract__title", search=True),
        Column("no", "平台编号", "code", of="contract__no", sort=True, search=True),
        Column("supplier", "供应商", "name", of="supplier__name", search=True),
        Column("amount", "合同应收", "money", of="amount_fen", sort=True, total=True),
        Column("due", "应付未申请", "money", of="due_fen", sort=True, total=True),
        Column("paying", "支付中", "money", of="paying_fen", sort=True, total=True),
        Column("paid", "已支付", "money", of="paid_fen", sort=True, total=True),
        Column("outstanding", "未偿本金", "money", of="outstanding_fen", sort=True, total=True),
        Column("state", "状态", "status", states=RECEIVABLE, filter=True),
    ),
    opens="finance-book",
    empty=Empty(text="没有这样的应收账款。合同签订公告后,账簿自动建立。"),
)
UNDELIVERED = List(
    name="finance-undelivered",
    at="finance/exceptions/all/",
    title="没有办成的自动步骤",
    lead="失败过、正在重试的,和超过 60 秒还没有办的支付和到账。",
    roles=TREASURY,
    source=undelivered_on_cases,
    columns=(
        Column("what", "事项", of=HAPPENED, sort="event__type", show=happened),
        Column("to", "卡在哪一步", of="consumer", sort=True, show=consumer_word),
        Column("at", "发生时间", "moment", of="event__at", sort=True),
        Column("attempts", "失败(次)", "number", sort=True),
        Column("retry", "下次再试", "moment", of="retry_at"),
        Column("error", "原因", of="last_error", show=trouble_words, blank=trouble_words("")),
        Column("case", "合同或项目", search=True),
    ),
    search_word="合同编号或项目名称",
    filters=(
        Filter("step", "卡在哪一步", steps_by_themselves, of="consumer"),
        Filter("tried", "办理", {"yes": "失败过", "no": "还没有轮到"}, where=stuck_so),
    ),
    by="event__subject_id",
    default="-attempts",
    opens="find",
    empty=Empty(text="没有。系统自动办理的每一步都办成了。"),
)
