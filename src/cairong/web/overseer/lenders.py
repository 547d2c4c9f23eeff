"""What each institution did in a year: in all or level by level, and what its loans cost."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.collateral import Secured, secured
from cairong.oversight.performance import Performance, performances
from cairong.oversight.rates import rates_by_month
from cairong.oversight.reads import watched_levels
from cairong.parties.reads import institutions_of
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.overseer.costs import cost_chart
from cairong.web.overseer.lists import WATCHING, YEAR
from cairong.web.overseer.words import loans_href, tidy
from cairong.web.parts import Column, Empty, Linked, Sum, Why

LENDER = "version__product__institution"
WHY = Why(
    rule="各项数字由同一批放款和期限记录算出,没有另外填报",
    obligation="三(一)-3",
    sums=[
        Sum(word="审批工作日(中位数)", value="材料齐全之日起至作出决定,扣除暂停的工作日"),
        Sum(word="放款工作日(中位数)", value="条件具备之日起至放款,扣除暂停的工作日"),
        Sum(word="按期率", value="按期办结 ÷(已办结 + 已超期未办),审批和放款合计"),
        Sum(word="年利率、LPR、较 LPR 基点", value="按放款本金加权;LPR 是各笔报价所用的"),
        Sum(word="年化成本", value="报价时的内部收益率,含利息和一切费用,按放款本金加权"),
        Sum(word="信用占比", value="产品不要求抵押担保的放款本金 ÷ 全部放款本金"),
    ],
    ask="这些数字怎样算?",
)


def _institutions(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Performance]:
    return performances(
        actor,
        int(chosen["year"]),
        today=day_of(now),
        code=chosen["region"],
        institution=chosen["institution"],
        apart=bool(chosen["apart"]),
    )


def _secured(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Secured]:
    year, today = int(chosen["year"]), day_of(now)
    return secured(actor, year, until=min(today, date(year, 12, 31)))


def _on_terms(fen: int, year: int, version: UUID) -> Linked:
    return Linked(value=fen, href=loans_href(year, version=version))


def named_lender(name: str, demo: bool) -> str:  # noqa: FBT001 - a cell of two values
    """Name an institution; that of a demo city as one."""
    return f"{name}(演示)" if demo else name


def _of_institution(fen: int, year: int, institution: UUID, code: str) -> Linked:
    return Linked(value=fen, href=loans_href(year, institution=institution, region=code))


def around_institutions(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Say how the figures are made and how many lent; draw what it cost month by month."""
    chosen = asked.asked.chosen
    year, narrowed = int(chosen["year"]), {key: chosen[key] for key in ("region", "institution")}
    listed = _institutions(actor, asked.now, chosen)
    rows = rates_by_month(
        actor, year, until=asked.today, code=narrowed["region"], institution=chosen["institution"]
    )
    return {
        "why": WHY,
        "lending": len({each.institution_id for each in listed if each.loans}),
        "chart": cost_chart(rows, year, today=asked.today, href=loans_href(year, **narrowed)),
    }


INSTITUTIONS = List(
    name="overseer-institutions",
    title="金融机构情况",
    roles=WATCHING,
    rows=_institutions,
    columns=(
        Column(
            "name", "金融机构", of=("name", "demo"), sort=True, search=True, show=named_lender,
        ),
        Column("level", "级次", of="code", words=watched_levels, sort=True, blank="合计"),
        Column(
            "amount", "放款本金", "money",
            of=("amount_fen", "year", "institution_id", "code"), sort=True, show=_of_institution,
        ),
        Column("loans", "笔数", "number", sort=True),
        Column("suppliers", "企业数", "number", sort=True),
        Column("approval", "审批工作日", "number", of="approval_days", sort=True, show=tidy),
        Column(
            "disbursement", "放款工作日", "number", of="disbursement_days", sort=True, show=tidy
        ),
        Column("kept", "按期率%", "number", of="kept_percent", sort=True),
        Column("rate", "年利率", "rate", of="rate_bp", sort=True),
        Column("spread", "较LPR基点", "number", of="spread_bp", sort=True),
        Column("credit", "信用占比%", "number", of="credit_percent", sort=True),
    ),
    filters=(
        YEAR,
        Filter("institution", "金融机构", institutions_of),
        Filter("region", "级次", watched_levels),
        Filter("apart", "列法", {"1": "每家分级次列出"}, blank="每家一行"),
    ),
    carries=("year", "code"),
    by="institution_id",
    default="-amount",
    opens=lambda row: loans_href(row["year"], institution=row.id, region=row["code"]),
    template="overseer/institutions.html",
    around=around_institutions,
    search_word="名称",
    empty=Empty(text="这一年没有这样的金融机构放款或办理申请。"),
)  # fmt: skip
COLLATERAL = List(
    name="overseer-collateral",
    title="要求抵押担保的例外",
    lead="产品要求抵押或担保的,机构要写明例外理由。年内有效、年内报价或放款用过的条件一版一行。",
    roles=WATCHING,
    rows=_secured,
    columns=(
        Column(
            "institution", "金融机构", of=(f"{LENDER}__name", f"{LENDER}__demo"),
            sort=True, search=True, show=named_lender,
        ),
        Column("product", "产品", of="version", search="version__product__name", show=str),
        Column("asked", "要求", of="version__collateral", search=True),
        Column("ground", "例外理由", of="version__collateral_ground", search=True),
        Column("source", "依据", of="version__source", blank="没有写明"),
        Column("since", "公布日", "date", sort=True),
        Column("until", "止于", "date", sort=True),
        Column("standing", "现在", words={"shelf": "在架", "off": "不在架"}, filter=True),
        Column("offers", "报价(笔)", "number", sort=True, total=True),
        Column("loans", "贷款(笔)", "number", sort=True, total=True),
        Column(
            "amount", "放款本金", "money",
            of=("amount_fen", "year", "version__pk"), sort=True, total=True, show=_on_terms,
        ),
    ),
    filters=(YEAR,),
    by="version__pk",
    empty=Empty(text="没有。在架的产品都不要求抵押、担保,或者没有符合条件的。"),
)  # fmt: skip
