"""What the operator watches: deliveries and daily work; and the files one has uploaded."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from cairong.audit.reads import deliveries_of, standing_so
from cairong.clocks.reads import daily_runs
from cairong.contracts.importing.reading import Preview
from cairong.doors.uploads import uploads_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.states import State
from cairong.listing.reading import Row
from cairong.outreach.reads import CHANNEL_WORDS, dispatches_of
from cairong.outreach.states import DISPATCH
from cairong.outreach.states import WAITING as STILL
from cairong.web.lists import Filter, List, Tool
from cairong.web.operator.words import DAILY_WORDS, consumer_word, steps_by_themselves
from cairong.web.parts import Column, Empty, Paper

IMPORTERS = (Role.OPERATOR, Role.PROCUREMENT_OFFICER)
KIND = "import"
LONGEST = 300
DONE = State(word="已送达", shape="done")
FAILED = State(word="失败,会再试", shape="alert")
WAITING = State(word="等待发送", shape="wait")
ENTERED, LOOKED = State(word="已录入", shape="done"), State(word="只预览,未录入", shape="wait")


def _uploads(actor: Actor, _now: datetime, chosen: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """List the files that were read, or those of them that were entered or not.

    Each with what became of its rows; `errors`: their list can be fetched.
    """
    for upload in uploads_of(actor, kind=KIND):
        if "found" not in upload.said:
            continue
        done = upload.said.get("done")
        counts = done or {"refused": Preview.of(upload.said["found"]).refused}
        if chosen["done"] in ("", "yes" if done else "no"):
            yield {
                **counts,
                "id": upload.id,
                "file": upload.shown_name,
                "at": upload.at,
                "entered": bool(done),
                "errors": upload.errors_path.exists(),
            }


def _errors(row: Row) -> list[Paper]:
    if not row["errors"]:
        return []
    return [Paper(word="错误清单", href=reverse("import-errors", args=[row.id]))]


def _standing(done_at: datetime | None, attempts: int) -> State:
    return DONE if done_at else FAILED if attempts else WAITING


OUTBOX = List(
    name="operator-outbox",
    title="待发事项",
    lead="每件事在提交之后送出,失败的会自动再试,间隔最长一小时。",
    roles=[Role.OPERATOR],
    source=deliveries_of,
    columns=(
        Column("to", "交给", of="consumer", sort=True, show=consumer_word),
        Column(
            "event",
            "来自事件",
            "code",
            of=("event__type", "event__seq"),
            search=True,
            show=lambda kind, seq: f"{kind} #{seq}",
        ),
        Column("at", "发生时间", "moment", of="event__at", sort=True),
        Column("state", "状态", "status", of=("done_at", "attempts"), show=_standing),
        Column("attempts", "失败(次)", "number", sort=True),
        Column(
            "retry",
            "下次再试",
            "moment",
            of=("done_at", "retry_at"),
            show=lambda done, retry: None if done else retry,
        ),
        Column("error", "原因", of="last_error", search=True, show=lambda text: text[:LONGEST]),
    ),
    filters=(
        Filter(
            "state",
            "状态",
            {"failed": "有失败", "done": "已送达", "all": "全部"},
            blank="未送达",
            where=standing_so,
        ),
        Filter("consumer", "交给", steps_by_themselves, of="consumer"),
    ),
    default="-attempts",
    empty=Empty(text="没有符合条件的事项。每件事办成后要通知谁、接着做什么,会先记在这里再送出。"),
)
RUNS = List(
    name="operator-daily",
    title="每日工作",
    lead="每项工作每天运行一次;中断后会重新运行。",
    roles=[Role.OPERATOR],
    source=daily_runs,
    columns=(
        Column("name", "工作", words=DAILY_WORDS, sort=True, filter=True),
        Column("on", "日期", "date", sort=True),
        Column("at", "完成时间", "moment"),
        Column("touched", "处理(件)", "number", sort=True),
    ),
    default="-on",
    empty=Empty(text="还没有运行过。后台进程启动后,每项工作每天运行一次并在这里留一行。"),
)
DISPATCHES = List(
    name="operator-dispatches",
    title="发送记录",
    lead="发不出的会自动再试,间隔最长四小时;被退回的和多次没有发出的,可以打开再发一次。这里不显示内容。",
    roles=[Role.OPERATOR],
    source=dispatches_of,
    columns=(
        Column("at", "生成时间", "moment", of="made_at", sort=True),
        Column("channel", "渠道", words=CHANNEL_WORDS, sort=True, filter=True),
        Column("to", "收件人", of="person__name", search=True),
        Column(
            "of",
            "单位",
            of=("message__organisation__name", "digest_on"),
            search=True,
            show=lambda name, digest_on: name or ("待办摘要" if digest_on else "核验码、链接"),
        ),
        Column("state", "状态", "status", states=DISPATCH, sort=True, filter=True),
        Column("attempts", "发送(次)", "number", sort=True),
        Column(
            "next",
            "下次发送",
            "moment",
            of=("state", "not_before"),
            show=lambda state, moment: moment if state in STILL else None,
        ),
        Column("error", "原因", of="last_error", search=True),
    ),
    search_word="收件人、单位或原因",
    default="-at",
    opens="operator-dispatch",
    empty=Empty(text="没有符合条件的发送记录。启用发送渠道以后,发给每个人的消息在这里各留一行。"),
)
IMPORTS = List(
    name="imports",
    at="imports/list/",
    title="上传过的文件",
    lead="只列您自己上传的文件,保留两天。录入的每一批另有审计记录,长期保存。",
    roles=IMPORTERS,
    rows=_uploads,
    columns=(
        Column("file", "文件", sort=True, search=True),
        Column("at", "上传时间", "moment", sort=True),
        Column(
            "state",
            "状态",
            "status",
            of="entered",
            sort=True,
            show=lambda entered: ENTERED if entered else LOOKED,
        ),
        Column("awards", "新录入(条)", "number", sort=True),
        Column("unchanged", "没有变化(条)", "number"),
        Column("refused", "未录入(条)", "number", sort=True),
    ),
    filters=(Filter("done", "状态", {"yes": ENTERED.word, "no": LOOKED.word}),),
    by="id",
    carries=("errors",),
    default="-at",
    opens="import-preview",
    acts=_errors,
    tools=(Tool("上传文件", "import-upload"),),
    empty=Empty(text="没有这样的文件。上传过的文件会在这里保留两天。"),
)
