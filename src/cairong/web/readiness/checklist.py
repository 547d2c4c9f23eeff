"""The checklist of a city that opens (开城清单), and what two persons state for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.states import State
from cairong.parties.people import administers
from cairong.policy.readiness import LEAST, MOST, STATED
from cairong.readiness.actions.state_item import state_item
from cairong.readiness.reads import Line, checklist, lacking
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.forms import ActForm, LinesField
from cairong.web.menus import MENUS
from cairong.web.parts import Column, Paper, Table, plain_table

READERS = tuple(sorted({Role.OPERATOR, *BUREAU}))
STATES = {
    "there": State(word="已有", shape="done"),
    "missing": State(word="还缺", shape="alert"),
    "optional": State(word="按需", shape="wait"),
}
STATED_AT = "readiness-state"
PEOPLE = "account-people"
# Where each is done: the address, and its word where the menu has none.
PLACES: Mapping[str, tuple[str, str]] = {
    "procurement": (PEOPLE, "本单位人员"),
    "treasury-desk": (PEOPLE, "本单位人员"),
    "auditor": (PEOPLE, "本单位人员"),
    "county": ("overseer-county", "县区审批"),
    "pboc": ("account-organisations", "单位管理"),
    "sme-authority": ("account-organisations", "单位管理"),
    "regulator": ("account-organisations", "单位管理"),
    "institutions": ("admission-institutions", "金融机构准入"),
    "purchasers": ("account-organisations", "单位管理"),
    "agencies": ("account-organisations", "单位管理"),
    "parameters": ("rulebook-parameters", "参数表"),
    "holidays": ("rulebook-holidays", "放假安排"),
    "lpr": ("rulebook-lpr", "LPR"),
    "gateway": ("finance-payments", "支付"),
    "openings": ("finance-contracts", "合同备案"),
    "years": ("overseer-outside", "平台外融资"),
    "passwords": ("account-password", "修改密码"),
    "factors": ("account-home", "账号与安全"),
    "channels": ("operator-channels", "发送渠道"),
    "backup": (STATED_AT, "登记"),
}
EVERYBODY = {"account-password", "account-home", "overseer-county", "overseer-outside"}
COLUMNS = (
    Column("word", "事项"),
    Column("state", "现状", "status"),
    Column("said", "有什么,缺什么"),
    Column("doer", "由谁办"),
    Column("place", "在哪里办"),
    Column("clause", "依据"),
)


class StatementForm(ActForm):
    """What only a person can know, and by what."""

    item = forms.ChoiceField(label="事项", choices=list(STATED.items()))
    evidence = LinesField(
        label="依据", min_length=LEAST, max_length=MOST,
        help_text="文件或记录的名称、文号、日期、存放处,例如:2026年11月30日试恢复记录",
    )  # fmt: skip


def _opens(actor: Actor, now: datetime) -> set[str]:
    """Name the addresses that open to an actor: by its role, and as an administrator."""
    opened = {name for _, lines in MENUS.get(actor.role, ()) for _, name in lines}
    states = {STATED_AT} if actor.role is Role.PROCUREMENT_OFFICER else set()
    watching = EVERYBODY if actor.role in BUREAU else EVERYBODY - {
        "overseer-county", "overseer-outside",
    }  # fmt: skip
    people = {PEOPLE} if actor.role in BUREAU and administers(actor, now) else set()
    return opened | states | watching | people


def _row(line: Line, opens: set[str]) -> dict[str, Any]:
    name, word = PLACES[line.key]
    place: Paper | str = f"「{word}」"
    if name in opens:
        place = Paper(word=word, href=reverse(name, args=[line.region] if line.region else []))
    return {
        "word": line.word, "state": STATES[line.state], "said": line.said,
        "doer": line.item.doer, "place": place, "clause": line.item.clause,
    }  # fmt: skip


def _shows(actor: Actor, now: datetime) -> dict[str, Any]:
    lines, opens = checklist(actor, now), _opens(actor, now)
    groups = dict.fromkeys(line.item.group for line in lines)
    return {
        "lacking": lacking(lines),
        "groups": [
            (
                group,
                _table(group, [_row(each, opens) for each in lines if each.item.group == group]),
            )
            for group in groups
        ],
        "states": STATED_AT in opens and not actor.county_bureau,
    }


def _table(group: str, rows: list[dict[str, Any]]) -> Table:
    return plain_table(group, COLUMNS, rows, empty="没有县区。")


page = look_view(page_of("readiness/checklist.html", _shows), *READERS)
stated = act_view(
    state_item,
    StatementForm,
    draw=page_of("readiness/state.html", lambda *_: {"form": StatementForm()}),
    then="开城清单上这一项改为已有,写明依据。",
)
