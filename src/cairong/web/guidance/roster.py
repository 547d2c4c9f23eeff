"""Pages of the «百千万» roster: a supplier's own, an institution's of a firm, who took part."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.clocks.reads import open_deadlines
from cairong.guidance.actions.answer_roster import answer_roster
from cairong.guidance.actions.consent_roster import consent_roster
from cairong.guidance.actions.enter_participants import enter_participants
from cairong.guidance.actions.withdraw_roster import withdraw_roster
from cairong.guidance.roster import loan_since, own_roster, participants_of, push_for
from cairong.guidance.states import PUSH
from cairong.kernel.actor import PURCHASER, Actor, Role
from cairong.policy.size import SIZE_WORDS
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.duties import shown
from cairong.web.forms import ReasonForm
from cairong.web.guidance.forms import ConsentForm, OutcomeForm, ParticipantsForm
from cairong.web.guidance.lists import PEOPLE
from cairong.web.parts import Column, plain_table

PUSHES = (
    Column("institution", "金融机构", of="institution__name"),
    Column("state", "状态", "status", states=PUSH),
    Column("on", "办理日期", "date"),
    Column("words", "说明"),
)
FIRMS = (
    Column("uscc", "统一社会信用代码", "code"),
    Column("name", "企业"),
    Column("at", "登记时间", "moment"),
)


def _own(actor: Actor, _now: datetime) -> dict[str, Any]:
    found = own_roster(actor)
    rows = [
        {
            "institution": each.institution.name, "state": PUSH.states[each.state],
            "on": each.done_on, "words": each.words,
        }
        for each in found.pushes
    ]  # fmt: skip
    listed = found.entry is not None and found.entry.state == "listed"
    return {
        "found": found,
        "listed": listed,
        "size": SIZE_WORDS.get(found.size, "还没有划型数据"),  # type: ignore[call-overload]
        "pushes": plain_table("各机构的对接", PUSHES, rows, empty="还没有推送给机构。"),
        **({"withdraw_form": ReasonForm()} if listed else {"consent_form": ConsentForm()}),
    }


def _push(actor: Actor, now: datetime, push_id: UUID) -> dict[str, Any]:
    found = push_for(actor, push_id)
    deadline = open_deadlines(actor, now, [found.pk]).get(found.pk)
    answering = actor.role is Role.INSTITUTION_OFFICER and found.state not in ("lent", "closed")
    return {
        "push": found,
        "firm": found.entry.supplier,
        "state": PUSH.states[found.state],
        "loan": loan_since(found),
        "deadline": shown(deadline) if deadline else None,
        **({"outcome_form": OutcomeForm()} if answering else {}),
    }


def _participants(actor: Actor, _now: datetime, award_id: UUID) -> dict[str, Any]:
    award, firms = participants_of(actor, award_id)
    entering = actor.role is Role.PURCHASER_OFFICER
    return {
        "award": award,
        "firms": plain_table("参与的企业", FIRMS, firms, empty="还没有登记。"),
        **({"lines_form": ParticipantsForm()} if entering else {}),
    }


drawn_own = page_of("guidance/roster.html", _own)
own = look_view(drawn_own, Role.SUPPLIER)
consent = act_view(
    consent_roster, ConsentForm, "consent_form", draw=drawn_own, only_posted=True,
    said="已进入名录库。服务本县区的机构会走访、对接并答复。", done="supplier-roster",
)  # fmt: skip
withdraw = act_view(
    withdraw_roster, ReasonForm, "withdraw_form", draw=drawn_own, only_posted=True,
    said="已撤回。机构不再看到本企业,也不用再答复。", done="supplier-roster",
)  # fmt: skip
drawn_push = page_of("guidance/push.html", _push)
push = look_view(drawn_push, *PEOPLE)
answer = act_view(
    answer_roster, OutcomeForm, "outcome_form", draw=drawn_push, only_posted=True,
    said="已答复。企业和人民银行看得到。", done="roster-push", places={"roster.on": "on"},
)  # fmt: skip
drawn_participants = page_of("guidance/participants.html", _participants)
participants = look_view(drawn_participants, *sorted(PURCHASER))
entered = act_view(
    enter_participants, ParticipantsForm, "lines_form", draw=drawn_participants, only_posted=True,
    said="已登记。这些企业可以自己同意进入名录库。", done="award-participants",
)  # fmt: skip
