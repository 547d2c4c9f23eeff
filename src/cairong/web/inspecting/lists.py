"""Lists of inspections: what was granted, the cases they reach, and who opened what."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django import forms

from cairong.contracts.states import CONTRACT
from cairong.inspecting.reads import (
    DESK,
    cases_inspected,
    cases_reached,
    inspections_for,
    looks_of,
    looks_on,
)
from cairong.kernel.actor import Role
from cairong.listing.declared import TODAY
from cairong.parties.reads import all_regions
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty

READERS = (*DESK, Role.INSPECTOR)
HIDDEN_ID = partial(forms.UUIDField, widget=forms.HiddenInput)
STATES: Mapping[str, str] = {key: state.word for key, state in CONTRACT.states.items()}


def standing_words(since: date, until: date, ended: datetime | None, today: date) -> str:
    """Say how an inspection stands on a day."""
    if ended is not None:
        return "已提前结束"
    if today < since:
        return "未到起日"
    return "有效" if today <= until else "已到期"


INSPECTIONS = List(
    name="inspections",
    title="稽查",
    roles=READERS,
    source=inspections_for,
    columns=(
        Column("letter", "公函文号", of="letter_no", sort=True, search=True),
        Column("body", "稽查单位", of="organisation__name", sort=True, search=True),
        Column("matter", "稽查事项", search=True),
        Column("region", "辖区", words=all_regions),
        Column("since", "起日", "date", sort=True),
        Column("until", "止日", "date", sort=True),
        Column(
            "standing", "状态", "short",
            of=("since", "until", "ended_at", TODAY), show=standing_words,
        ),
        Column("opened", "查看案件(次)", "number"),
        Column("last", "最近查看", "moment", blank="—"),
    ),
    default="-until",
    opens="inspection",
    tools=(Tool("准予稽查", "inspection-new", roles=(Role.PROCUREMENT_OFFICER,)),),
    empty=Empty(
        text="没有稽查。审计、纪检等单位来函的,由采购科两人照公函准予,查看的每一件案件都列在「稽查查看记录」。"
    ),
)  # fmt: skip
INSPECTED = List(
    name="inspected-cases",
    title="可以查看的案件",
    roles=(Role.INSPECTOR,),
    source=cases_inspected,
    still=cases_reached,
    columns=(
        Column("title", "合同", sort=True, search=True),
        Column("no", "平台编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", of="purchaser_name", sort=True, search=True),
        Column("region", "县区", words=all_regions),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("signed", "签订日期", "date", of="signed_on", sort=True),
        Column("state", "状态", words=STATES, filter=True),
    ),
    default="-signed",
    opens="inspected-case",
    lead="点开一案就记下谁、什么时候、按哪份公函查看。",
    empty=Empty(
        text="现在没有有效的稽查,或者辖区里没有签过的合同。稽查由财政部门采购科两人照公函准予。"
    ),
)
LOOKS = List(
    name="inspection-looks",
    title="稽查查看记录",
    roles=READERS,
    source=looks_of,
    columns=(
        Column("at", "时间", "moment", sort=True),
        Column("person", "谁", of="person__name", sort=True, search=True),
        Column("body", "稽查单位", of="inspection__organisation__name"),
        Column("letter", "公函文号", of="inspection__letter_no", search=True),
        Column("no", "合同编号", "code", of="contract__no", search=True),
        Column("title", "合同", of="contract__title"),
    ),
    filters=(Filter("inspection", "稽查", field=HIDDEN_ID, where=looks_on),),
    default="-at",
    empty=Empty(text="还没有人查看过案件。稽查人员每打开一案,这里就多一行。"),
)
