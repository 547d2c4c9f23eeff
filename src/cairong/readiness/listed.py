"""Every kind of list that can be entered from a spreadsheet, with its columns and its act."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from cairong.admission.actions.admit_institution import admit_institution
from cairong.contracts.importing.cells import day_of_cell, money_of
from cairong.contracts.importing.tables import Heading
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from cairong.lending.actions.register_on_paper import register_on_paper
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.invite import invite_administrator, invite_person
from cairong.policy.treasury import LICENCES
from cairong.readiness import assessing, becoming, numbers, on_paper, openings
from cairong.readiness.becoming import REST, WORDS, WORK, YES, Kind
from cairong.readiness.cells import choice, days, text, year
from cairong.readiness.sheets import Sheet
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.treasury.actions.declare_opening import declare_opening

NO = "否"
EVERYBODY = tuple(role for role in Role if role not in {Role.SYSTEM, Role.PUBLIC})


def _day(cell: object, label: str) -> date | None:
    """Read a day; nothing is none."""
    return day_of_cell(cell, label) if str(cell).strip() else None


def _money(cell: object, label: str) -> int:
    """Read an amount that may be zero. Raises Invalid where nothing is said."""
    said = str(cell).strip()
    if not said:
        raise Invalid("import.paid_blank", field=label)
    return 0 if said in {"0", "0.0", "0.00"} else money_of(cell, label)


NAME = Heading(
    key="name", word="单位名称", read=text(least=1), hint="全称,与印章一致",
    example="示例市第一中学",
)  # fmt: skip
USCC = Heading(
    key="uscc", word="统一社会信用代码", read=text(most=18), hint="18 位,没有的空着",
    needed=False,
)  # fmt: skip
REGION = Heading(
    key="region", word="县(市、区)", read=text(most=20),
    hint="名称或六位代码;市本级写市名或空着", needed=False,
)  # fmt: skip
PERSON = Heading(
    key="name", word="姓名", read=text(least=1, most=60), hint="身份证上的姓名", example="示例人员"
)  # fmt: skip
PHONE = Heading(
    key="phone", word="手机", read=text(most=30), hint="11 位,用来区分同名的人", needed=False
)  # fmt: skip
ROLE = Heading(
    key="role", word="岗位", read=text(least=1, most=20), hint="如 采购人经办、采购人复核",
    example="采购人复核",
)  # fmt: skip


MORE = tuple(
    Heading(key=of, word=word, read=text(most=most), needed=False)
    for of, word, most in (
        ("address", "住所", 200), ("contact_name", "联系人", 60), ("contact_phone", "联系电话", 30),
    )
)  # fmt: skip


def _organisations(key: str, kind: str, title: str, *, example: str) -> Sheet:
    """Make the list of organisations of a kind that the operator admits on papers."""
    name = Heading(
        key="name", word=NAME.word, read=NAME.read, hint=NAME.hint, example=example
    )  # fmt: skip
    return Sheet(
        key=key,
        title=title,
        lead="一行一家。平台运维凭材料填写,财政局采购科复核人同意后接入。",
        then="财政局采购科复核人逐家看过、同意后接入;再邀请各单位的管理员。",
        act=admit_organisation,
        roles=admit_organisation.roles,
        columns=(
            name, USCC, REGION, *MORE,
        ),
        marks=("name",),
        arguments=partial(becoming.admitted, kind),
        standing=partial(becoming.standing_organisation, kind),
        matter=("kind", "name"),
    )  # fmt: skip


PURCHASERS = _organisations(
    "purchasers", Kind.PURCHASER, "登记采购人", example="示例市第一中学"
)  # fmt: skip
AGENCIES = _organisations(
    "agencies", Kind.AGENCY, "登记代理机构", example="示例招标代理有限公司"
)  # fmt: skip
COUNTIES = _organisations(
    "county-bureaus", Kind.BUREAU, "登记县区财政局", example="示例县财政局"
)  # fmt: skip
INSTITUTIONS = Sheet(
    key="institutions",
    title="准入金融机构",
    lead="一行一家,凭许可证和合作协议填写,采购科复核人同意后准入。",
    then="采购科复核人逐家看过、同意后准入;再由平台运维邀请各家的管理员。",
    act=admit_institution,
    roles=admit_institution.roles,
    columns=(
        Heading(key="name", word=WORDS["name"], read=text(least=1), hint=NAME.hint,
                example="示例银行股份有限公司"),
        Heading(key="uscc", word=WORDS["uscc"], read=text(least=1, most=18), hint="18 位"),
        REGION,
        Heading(key="regions", word=WORDS["regions"], read=text(least=1),
                hint="县(市、区)名称,几个的用顿号隔开;写市名就是全市"),
        Heading(key="licence_kind", word="机构类型", read=choice(*LICENCES),
                hint="、".join(LICENCES), choices=LICENCES),
        Heading(key="licence", word="金融许可证编号", read=text(least=2, most=40)),
        Heading(key="licence_until", word="许可证有效期至", read=_day, hint="长期的空着",
                needed=False),
        Heading(key="agreement", word="合作协议编号", read=text(least=2, most=80)),
        Heading(key="agreement_until", word="协议有效期至", read=_day, needed=False),
        Heading(key="words", word="准入意见", read=text(least=4, most=500),
                hint="核对了什么、依据什么准入"),
        *MORE,
        Heading(key="connected_on", word="与省平台对接的日期", read=_day, needed=False,
                hint="没有对接的空着"),
        Heading(key="connected_evidence", word=WORDS["connected_evidence"], read=text(most=200),
                needed=False, hint="联调记录的日期和文号;没有对接的空着"),
        Heading(key="local", word=WORDS["local_legal_person"], read=choice(YES, NO, least=0),
                hint="是 或 否,空着是否", needed=False, choices=(YES, NO)),
    ),
    marks=("name",),
    arguments=becoming.institution,
    standing=partial(becoming.standing_organisation, Kind.INSTITUTION),
    matter=("name",),
)  # fmt: skip
PEOPLE = Sheet(
    key="people",
    title="邀请本单位人员",
    lead="一行一人一岗。每人一个链接,只显示一次,由您分别交给本人。",
    then="链接交给本人,本人设自己的密码后上岗;由同一人邀请的两人,还要另一位管理员证实。",
    act=invite_person,
    roles=EVERYBODY,
    columns=(
        PERSON, ROLE, REGION, PHONE,
        Heading(key="administrator", word="同时担任管理员", read=choice(YES, NO, least=0),
                hint="是 或 否,空着是否", needed=False, choices=(YES, NO)),
    ),
    marks=("name", "role", "region", "phone"),
    arguments=becoming.invited,
    standing=becoming.colleague,
)  # fmt: skip
ADMINISTRATORS = Sheet(
    key="administrators",
    title="邀请各单位管理员",
    lead="一行一人,凭材料填写。链接只显示一次;采购科复核人同意后才能用,口令由采购科另外告诉本人。",
    then="财政局采购科复核人同意以后,本人凭链接和口令设自己的密码。",
    act=invite_administrator,
    roles=(Role.OPERATOR,),
    columns=(
        Heading(key="organisation", word="单位名称", read=text(least=1), hint="与登记的名称一致",
                example="示例市第一中学"),
        PERSON, ROLE, PHONE,
        Heading(key="papers", word="凭什么材料", read=text(least=1),
                hint="如 单位介绍信〔2026〕1号、身份证复印件"),
    ),
    marks=("organisation", "name", "phone"),
    arguments=becoming.administrator,
    standing=becoming.administers,
)  # fmt: skip
OPENINGS = Sheet(
    key="openings",
    title="登记期初余额",
    lead="开通以前签订、已经付过款的合同,一行一个付款节点;没有付过款的合同写一行,已付填 0。",
    then="供应商核对,再由国库科两人审批入账。",
    act=declare_opening,
    roles=declare_opening.roles,
    columns=(
        Heading(key="no", word="合同编号", read=text(least=1, most=100),
                hint="平台编号,或本单位的合同编号", example="示例合同-001"),
        Heading(key="supplier", word="供应商", read=text(), hint="联合体合同必填", needed=False),
        Heading(key="milestone", word="付款节点", read=text(), hint="与合同的付款节点一致"),
        Heading(key="paid", word="平台外已付(元)", read=_money, hint="没有付过的填 0"),
        Heading(key="paid_until", word="已付款统计到", read=day_of_cell, hint="如 2026-11-30"),
        Heading(key="evidence", word="依据", read=text(least=2, most=500),
                hint="支付凭证号和付款日;没有付过的写「没有付过款」"),
    ),
    marks=("no", "supplier", "milestone"),
    group=("no", "supplier"),
    arguments=openings.opening,
    standing=openings.declared,
    as_read=openings.as_read,
    matter=("contract_id", "supplier_id"),
)  # fmt: skip
HOLIDAYS = Sheet(
    key="holidays",
    title="录入放假安排",
    lead="一行一天,照国务院办公厅的通知填写;周末本来休息的不用写。",
    then="暂定的到期日重新计算,并留下记录。",
    act=enter_holidays,
    roles=enter_holidays.roles,
    columns=(
        Heading(key="year", word="年份", read=year, hint="如 2027"),
        Heading(key="day", word="日期", read=day_of_cell, hint="如 2027-01-01",
                example="1999-01-01"),
        Heading(key="what", word="休或班", read=choice(REST, WORK),
                hint="放假写 休,调休上班写 班", choices=(REST, WORK)),
        Heading(key="source", word="来源", read=text(least=4, most=300), hint="通知的名称和文号"),
    ),
    marks=("day",),
    group=("year",),
    arguments=becoming.year_of_days,
    standing=becoming.known_year,
    matter=("year",),
)  # fmt: skip
ON_PAPER = Sheet(
    key="on-paper",
    title="登记纸质申请",
    lead="网点收到的纸质申请,一行一份,照表上手写的填。收件后及时登记,迟了有记号。",
    then="供应商马上收到消息;回执在每份申请的页面打印。",
    act=register_on_paper,
    roles=(Role.INSTITUTION_OFFICER,),
    columns=(
        Heading(key="code", word="申请表编号", read=text(least=1, most=40),
                hint="申请表右上,12 位数字和字母", example="0000-0000-0000"),
        Heading(key="amount", word="申请金额(元)", read=money_of),
        Heading(key="days", word="借款天数", read=days, hint="如 180"),
        Heading(key="received_on", word="收件日", read=day_of_cell, hint="如 2026-11-30"),
        Heading(key="purpose", word="用途", read=text(most=300), needed=False),
    ),
    marks=("code",),
    arguments=on_paper.entry,
    standing=on_paper.entered,
)  # fmt: skip
SHEETS: Mapping[str, Sheet] = {
    each.key: each
    for each in (
        PURCHASERS,
        INSTITUTIONS,
        AGENCIES,
        COUNTIES,
        ADMINISTRATORS,
        PEOPLE,
        OPENINGS,
        ON_PAPER,
        HOLIDAYS,
        numbers.PARAMETERS,
        numbers.RATES,
        assessing.SCHEME,
        assessing.VALUES,
    )
}
