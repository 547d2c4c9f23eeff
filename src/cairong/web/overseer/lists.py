"""The overseers' lists: loans, duties, refusals, and the year by levels."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django import forms

from cairong.clocks.holders import county_holders, held_by_organisation
from cairong.clocks.reads import Deadline, deadlines, duties_for, held_by, standing_so
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding
from cairong.oversight import refused
from cairong.oversight.coverage import Cover, coverage
from cairong.oversight.reads import (
    CITY_TARGET,
    COUNTY_TARGET,
    WATCHERS,
    Financed,
    financed,
    on_level,
    repaid_briefly,
    watched_loans,
    years_until,
)
from cairong.oversight.urgings import letters_about
from cairong.parties.reads import KIND_WORDS as SIDES
from cairong.parties.reads import all_regions, desk_regions, institutions_of
from cairong.policy.catalogue import sentence
from cairong.policy.duties import DUTIES
from cairong.policy.targets import BASE_WORDS
from cairong.web.duties import shown
from cairong.web.forms import DayField, WholeField
from cairong.web.lists import Filter, List
from cairong.web.loan_states import LOAN_STATE
from cairong.web.overseer.around import around_duties, around_refusals
from cairong.web.overseer.words import KIND_WORDS, duty_href, loans_href
from cairong.web.parts import Column, Empty, Linked

WATCHING = tuple(sorted(WATCHERS))
REFUSAL_READERS = (
    Role.REGULATOR, Role.OPERATOR, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER,
)  # fmt: skip
HIDDEN_ID = partial(forms.UUIDField, widget=forms.HiddenInput)
GROWTH = partial(WholeField, unit="%", min_value=1, max_value=1000)
YEAR = Filter("year", "年度", years_until, of="drawn_on__year", blank=None)
MONTHS = {str(each): f"{each}月" for each in range(1, 13)}
DESKS: Mapping[str, str] = {
    role.value: ROLE_NAMES[role] for role in dict.fromkeys(duty.holder for duty in DUTIES.values())
}
DUTY_WORDS: Mapping[str, str] = {key: duty.word for key, duty in DUTIES.items()}


def verdict_words(level: Financed) -> str:
    """Say whether the target is reached, and what to think of the base."""
    words = BASE_WORDS[level.growth.base]
    if level.growth.reached is None:
        return words
    said = "已达到目标" if level.growth.reached else "未达到目标"
    return f"{said};{words}" if words else said


def _levels(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Cover]:
    board = financed(actor, int(chosen["year"]), tried=tried_in(chosen))
    return coverage(actor, board, today=day_of(now))


def tried_in(chosen: Mapping[str, Any]) -> dict[str, int | None]:
    """Read which other lines somebody wants to see the year against."""
    return {CITY_TARGET: chosen["try_city"], COUNTY_TARGET: chosen["try_county"]}


def of_level(fen: int, year: int, code: str) -> Linked:
    """Lead from an amount of a level to the loans that make it."""
    return Linked(value=fen, href=loans_href(year, region=code))


def _of_level_before(fen: int, year: int, code: str) -> Linked:
    return of_level(fen, year - 1, code)


def _tried(name: str) -> str:
    """Name what somebody tried: an act, or else a page that was asked for."""
    return ACTS[name].word if name in ACTS else "打开页面或提交表单"


def _reason(code: str) -> str:
    return sentence(Finding(code=code))


def _holding(name: str | None, county: str | None) -> str:
    return county or name or SIDES["bureau"]


def _obligation(kind: str) -> str:
    return DUTIES[kind].obligation


def _days_over(deadline: Deadline) -> int:
    return max(-deadline.days_left, 0)


LOANS = List(
    name="overseer-loans",
    title="放款明细",
    roles=WATCHING,
    source=watched_loans,
    columns=(
        Column(
            "title", "合同", of="contract__title", search=("contract__title", "contract__no")
        ),
        Column("no", "贷款编号", "code", sort=True, search=True),
        Column("region", "级次", words=all_regions),
        Column("institution", "金融机构", of="institution__name", sort=True),
        Column("supplier", "供应商", of="supplier__name", search=True),
        Column("amount", "放款本金", "money", of="counted_fen", sort=True, total=True),
        Column("rate", "年利率", "rate", of="rate_bp", sort=True),
        Column("drawn", "放款日", "date", of="drawn_on", sort=True),
        LOAN_STATE,
    ),
    filters=(
        YEAR,
        Filter("month", "月份", MONTHS, of="drawn_on__month"),
        Filter("region", "县区", all_regions, where=on_level),
        Filter("institution", "金融机构", institutions_of, of="institution_id"),
        Filter("brief", "另列", {"1": "短期内以自有资金还清"}, where=repaid_briefly),
        Filter("version", "产品条件", of="offer__product_version_id", field=HIDDEN_ID),
    ),
    by="contract_id",
    default="-drawn",
    opens="case",
    template="overseer/loans.html",
    empty=Empty(text="没有符合条件的放款。金融机构放款当天,这里就会出现一行。"),
)  # fmt: skip
DUTY_LIST = List(
    name="overseer-duties",
    title="未按期办理事项",
    roles=WATCHING,
    source=duties_for,
    columns=(
        Column("title", "对象", sort=True, search=True),
        Column("kind", "职责", words=DUTY_WORDS, sort=True, filter=True),
        Column(
            "holder", "责任单位",
            of="holder_organisation__name", sort=True, search=True, batch=county_holders,
            show=_holding, blank=SIDES["bureau"],
        ),
        Column("role", "角色", of="holder_role", words=ROLE_NAMES),
        Column("region", "县区", words=all_regions, filter=desk_regions),
        Column("obligation", "依据", of="kind", show=_obligation, shown=False),
        Column("due", "期限", "deadline", batch=deadlines, sort="due_on", show=shown),
        Column("letters", "督办函", batch=letters_about),
        Column("law", "法定到期日", "date", of="due_law_on", shown=False),
        Column(
            "over", "已超(按该期限的天数)", "number",
            batch=deadlines, show=_days_over, shown=False,
        ),
    ),
    filters=(
        Filter(
            "standing", "进度",
            {
                "law": "已超法定期限", "today": "今天到期", "soon": "即将到期",
                "open": "全部未办", "gone": "超期后取消",
            },
            blank="已超期", where=standing_so,
        ),
        Filter("side", "责任方", SIDES, where=held_by),
        Filter("holder", "责任单位", field=HIDDEN_ID, where=held_by_organisation),
        Filter("desk", "责任科室", DESKS, of="holder_role"),
    ),
    by="subject_id",
    default="due",
    opens=lambda row: duty_href(row["kind"], row.id),
    template="overseer/duties.html",
    around=around_duties,
    empty=Empty(text="没有符合条件的事项。任何一方超过期限的事项,第二天会自动出现在这里。"),
)  # fmt: skip
LINES = (
    Column("level", "级次", of="level__name", sort=True, search=True),
    Column(
        "amount", "本年融资", "money",
        of=("level__growth__year_fen", "level__year", "level__code"),
        sort=True, show=of_level,
    ),
    Column("line", "目标线", "money", of="level__growth__line_fen", sort=True),
    Column("missing", "还差", "money", of="level__growth__missing_fen", sort=True),
    Column(
        "base", "上年融资", "money",
        of=("level__growth__base_fen", "level__year", "level__code"),
        sort=True, show=_of_level_before,
    ),
    Column("percent", "增幅(%)", "number", of="level__growth__percent", sort=True),
    Column("monthly", "每月还需(笔)", "number", of="pace__monthly", sort=True),
    Column("verdict", "说明", of="level", show=verdict_words),
    Column(
        "outside", "其中平台外:本年", "money",
        of="level__outside_fen", sort=True, shown=False,
    ),
    Column(
        "base_outside", "其中平台外:上年", "money",
        of="level__base_outside_fen", sort=True, shown=False,
    ),
)  # fmt: skip
COVER = (
    Column("filed", "备案合同(份)", "number", sort=True),
    Column("serving", "服务机构(家)", "number", sort=True),
    Column("institutions", "放款机构(家)", "number", of="level__institutions", sort=True),
    Column("loans", "贷款(笔)", "number", of="level__loans", sort=True),
    Column("suppliers", "受惠企业(家)", "number", of="level__suppliers", sort=True),
    Column("smes", "其中中小微(家)", "number", of="level__smes", sort=True),
    Column("first_time", "其中首次融资(家)", "number", sort=True),
    Column("gaps", "覆盖情况", show=lambda gaps: "、".join(gaps) or "已覆盖"),
)
TARGETS = List(
    name="overseer-targets",
    title="融资目标与覆盖",
    roles=WATCHING,
    rows=_levels,
    columns=(*LINES, *COVER),
    filters=(
        YEAR,
        Filter("try_city", "试算:市级增幅(%)", field=GROWTH),
        Filter("try_county", "试算:县区增幅(%)", field=GROWTH),
    ),
    carries=("level__year",),
    by="level__code",
    per_page=1000,
    opens=lambda row: loans_href(row["level__year"], region=row.id),
    empty=Empty(text="没有这样的县区。城市开通后,每个县区在这里各占一行。"),
)  # fmt: skip
REFUSALS = List(
    name="overseer-refusals",
    title="拒绝记录",
    roles=REFUSAL_READERS,
    source=refused.refusals_of,
    columns=(
        Column("kind", "类别", words=KIND_WORDS, sort=True, filter=True),
        Column("act", "办理的事", show=_tried, sort=True),
        Column("reason", "原因", of="code", show=_reason),
        Column("basis", "依据", of="obligation"),
        Column("role", "角色", words=ROLE_NAMES, sort=True, filter=True),
        Column(
            "organisation", "单位",
            batch=refused.refused_names, by="organisation_id", search=refused.refused_so_named,
        ),
        Column("at", "时间", "moment", sort=True),
    ),
    filters=(
        Filter("since", "自", field=DayField, where=refused.refused_since),
        Filter("until", "至", field=DayField, where=refused.refused_until),
    ),
    default="-at",
    template="overseer/refusals.html",
    around=around_refusals,
    empty=Empty(text="没有符合条件的拒绝记录。系统每拒绝一次办理,这里就会多一条。"),
)  # fmt: skip
