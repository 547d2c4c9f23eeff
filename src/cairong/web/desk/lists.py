"""全部待办, 已办, 我发起的, 消息: what waits for me, what I did and proposed, what I was told.

And 外发消息: what of it was sent to me outside the platform.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cairong.cases.ball import Ball
from cairong.cases.desk import all_waiting, kinds_at, waits_itself
from cairong.cases.done import ABOUT_CITY, done_on_cases, messages_on_cases, started_on_cases
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.kernel.states import State
from cairong.listing.reading import Row
from cairong.outreach.reads import CHANNEL_WORDS, outgoing, sent_to, unread_count
from cairong.outreach.sentences import happened
from cairong.outreach.states import DISPATCH
from cairong.parties.states import PROPOSAL
from cairong.web.desk.rows import row_of, what_of
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty

APPROVAL = "approval"
IMPORTED = "contracts.awards.imported"
DUES = {"over": "已超期", "today": "今天到期", "later": "还没到期", "none": "没有期限"}
READ, UNREAD = State(word="已读", shape="done"), State(word="未读", shape="work")


def kind_of(ball: Ball) -> str:
    """Name what is to be done with a ball; whatever is proposed is to be approved."""
    return APPROVAL if ball.proposal is not None else ball.act


def _kinds(actor: Actor, _now: datetime) -> dict[str, str]:
    return {APPROVAL: "复核", **kinds_at(actor)}


def _tasks(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """List what waits for an actor, of the kind and the deadline that are asked for.

    `said` is all in which words are looked for, `acts` what to do.
    """
    mine, today = waits_itself(actor), day_of(now)
    for ball in all_waiting(actor, now=now):
        if chosen["kind"] in ("", kind_of(ball)) and chosen["due"] in ("", _due(ball, today)):
            row = row_of(actor, ball, mine=mine)
            yield {**row.cells, "said": _said(ball), "href": row.href, "acts": row.acts}


def _said(ball: Ball) -> str:
    prepared = ball.proposal.prepared_by if ball.proposal else ""
    of = ball.of
    names = (of.no, of.title, of.purchaser, of.supplier, of.institution)
    return " ".join((what_of(ball), prepared, *names))


def _due(ball: Ball, today: date) -> str:
    if ball.until is None:
        return "none"
    if ball.until < today:
        return "over"
    return "today" if ball.until == today else "later"


def _leads_to(row: Row) -> str:
    """Name where an event leads; one about the city as a whole leads nowhere but for an import."""
    if row["subject_type"] != ABOUT_CITY:
        return reverse("find", args=[row.id])
    return reverse("import-upload") if row["type"] == IMPORTED else ""


TODO = List(
    name="desk-todo",
    title="全部待办",
    lead="超期的在前,其余按期限先后;没有期限的按起始日。",
    rows=_tasks,
    columns=(
        Column("what", "事项", sort=True),
        Column("case", "合同或项目", sort=True),
        Column("other", "对方"),
        Column("amount", "金额", "money", sort=True),
        Column("since", "起始日", "date", sort=True),
        Column("due", "期限", "deadline", of="deadline", sort="deadline__due"),
        Column("obligation", "依据"),
    ),
    search=("said",),
    search_word="合同编号、项目或对方",
    filters=(Filter("kind", "事项", _kinds), Filter("due", "期限", DUES)),
    carries=("href", "acts"),
    default="due",
    opens=lambda row: str(row["href"]),
    acts=lambda row: list(row["acts"]),
    empty=Empty(text="没有符合条件的待办事项。"),
)
DONE = List(
    name="desk-done",
    title="已办",
    source=done_on_cases,
    columns=(
        Column(
            "what", "事项", of=("type", "organisation_name", "person_name", "after"), show=happened
        ),
        Column("on", "对象", of="case", search=True),
        Column("at", "时间", "moment", sort="seq"),
    ),
    search_word="合同编号或项目名称",
    by="subject_id",
    carries=("subject_type", "type"),
    default="-at",
    opens=_leads_to,
    empty=Empty(text="没有办过的事项。您办过的每一步都会留在这里。"),
)
STARTED = List(
    name="desk-started",
    title="我发起的",
    source=started_on_cases,
    columns=(
        Column("what", "事项", of="act", show=act_words),
        Column("on", "对象", of="case", search=True),
        Column("state", "状态", "status", states=PROPOSAL, sort=True, filter=True),
        Column("at", "提交时间", "moment", of="prepared_at", sort=True),
        Column("reason", "复核意见"),
    ),
    search_word="合同编号或项目名称",
    default="-at",
    opens="proposal",
    empty=Empty(text="没有提交过需要复核的事项。"),
)
MESSAGES = List(
    name="messages",
    title="消息",
    source=messages_on_cases,
    columns=(
        Column("sentence", "消息", search=True),
        Column("on", "对象", of="case", search=True),
        Column("at", "时间", "moment", of="sent_at", sort="pk"),
        Column("state", "状态", "status", of="read", show=lambda read: READ if read else UNREAD),
    ),
    search_word="消息、合同编号或项目",
    filters=(
        Filter(
            "read",
            "已读",
            {"no": UNREAD.word, "yes": READ.word},
            of="read",
            means={"no": False, "yes": True},
        ),
    ),
    default="-at",
    opens="message",
    tools=(Tool("消息怎么送达", "account-telling", main=False), Tool("外发消息", "outgoing")),
    template="desk/messages.html",
    around=lambda _request, actor, _asking: {"unread": unread_count(actor)},
    empty=Empty(text="没有消息。别人办完一步、轮到下一步时,会在这里提示。"),
)
OUTGOING = List(
    name="outgoing",
    at="messages/outgoing/",
    title="外发消息",
    lead="通过邮件、短信和企业微信发给您的;演示环境的只列在这里,不离开平台。",
    source=outgoing,
    still=sent_to,
    columns=(
        Column("text", "内容", search=True),
        Column("to", "收件人", of="person__name", search=True, shown_to=[Role.OPERATOR]),
        Column("channel", "渠道", words=CHANNEL_WORDS, filter=True),
        Column("state", "状态", "status", states=DISPATCH, filter=True),
        Column("from", "最早发送", "moment", of="not_before"),
        Column("at", "发出时间", "moment", of="sent_at", sort="made_at"),
    ),
    search_word="内容",
    default="-at",
    empty=Empty(text="没有外发的消息。在「消息怎么送达」里选择渠道后,新的消息会同时发到那里。"),
)
