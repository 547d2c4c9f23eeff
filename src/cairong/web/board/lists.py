"""The lists of the board's tasks, minutes, policy documents, and agreements to share data."""

from cairong.board.agreements import agreements_of, left_on, parties_on
from cairong.board.library import (
    documents_of,
    in_force_on,
    public_documents,
    standing_on,
)
from cairong.board.minutes import minutes_of
from cairong.board.reads import overdue_only, partners_on, tasks_of, with_clause, with_desk
from cairong.board.states import AGREEMENT, BOARD, DOCUMENT, MINUTES, TASK
from cairong.kernel.actor import INSTITUTION
from cairong.oversight.reads import WATCHERS
from cairong.parties.reads import all_regions, desk_regions_ever
from cairong.policy.board import DESKS, WORK
from cairong.policy.clauses import notice_clauses
from cairong.web.duties import deadline_column
from cairong.web.forms import DayField
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty
from cairong.web.urgings.lists import number

WATCHING = tuple(sorted(WATCHERS))
SHARING = (*WATCHING, *sorted(INSTITUTION))
CLAUSES = {each.id: each.id for each in notice_clauses()}


def _number(word: str, year: int | None, count: int | None) -> str:
    """Write the number of minutes, where they have one."""
    return number(word, year, count) if year and count else "未编号"


HOW = {"running": "没有办结的", "overdue": "已超期的"}
TASKS = List(
    name="board-tasks",
    at="overseer/board/tasks/",
    title="联席任务",
    lead="四部门按实施方案分工的任务:承办部门承担以后计算期限,办完由另一家部门确认。",
    roles=WATCHING,
    source=tasks_of,
    columns=(
        Column("title", "任务", sort=True, search=("title", "words")),
        Column("no", "编号", "code", sort=True, search=True),
        Column("owner", "承办", words=DESKS, filter=True),
        Column("partners", "协办", batch=partners_on, blank="—"),
        Column("clauses", "依据", show="、".join),
        Column("region", "县区", "short", words=all_regions),
        Column("until", "完成期限", "date", of="due_on", sort=True),
        deadline_column("现在的期限", WORK),
        Column("state", "状态", "status", states=TASK, filter=True),
    ),
    filters=(
        Filter("how", "办理情况", HOW, where=overdue_only),
        Filter("desk", "有关部门", DESKS, where=with_desk),
        Filter("clause", "依据条款", CLAUSES, where=with_clause),
        Filter("region", "县区", desk_regions_ever, of="region"),
    ),
    default="-no",
    opens="board-task",
    tools=(
        Tool("提出任务", "board-task-new", BOARD),
        Tool("会议纪要", "board-minutes"),
    ),
    empty=Empty(text="还没有联席任务。点「提出任务」,或者在会议纪要里议定。"),
)
MINUTES_LIST = List(
    name="board-minutes",
    at="overseer/board/minutes/",
    title="会议纪要",
    lead="联席会议的纪要:一家起草,各参加部门确认以后编号,不再改动;有误的另发一份更正。",
    roles=WATCHING,
    source=minutes_of,
    columns=(
        Column("title", "会议", sort=True, search=True),
        Column("no", "编号", of=("word", "year", "number"), show=_number),
        Column("met", "会议日期", "date", of="met_on", sort=True),
        Column("place", "地点", search=True),
        Column("drafter", "起草", words=DESKS, filter=True),
        Column("confirmed", "各方确认", "moment", of="confirmed_at", sort=True),
        Column("state", "状态", "status", states=MINUTES, filter=True),
    ),
    default="-met",
    opens="board-minutes-one",
    tools=(Tool("起草纪要", "board-minutes-new", BOARD), Tool("联席任务", "board-tasks")),
    empty=Empty(text="还没有会议纪要。开会以后点「起草纪要」,逐条写议定事项,再送各方确认。"),
)
DOCUMENTS = List(
    name="board-documents",
    at="overseer/board/documents/",
    title="政策文件库",
    lead="四部门录入的政策文件,一人录入、同部门另一人核对以后公开。",
    roles=WATCHING,
    source=documents_of,
    columns=(
        Column("no", "文号", sort=True, search=True),
        Column("title", "标题", sort=True, search=True),
        Column("issuer", "发文单位", sort=True, search=True),
        Column("issued", "发文日期", "date", of="issued_on", sort=True),
        Column("effective", "施行日期", "date", of="effective_on", sort=True),
        Column("standing", "今天", batch=standing_on, blank="—"),
        Column("desk", "录入", words=DESKS, filter=True),
        Column("state", "状态", "status", states=DOCUMENT, filter=True),
    ),
    default="-issued",
    opens="board-document",
    tools=(
        Tool("录入文件", "board-document-new", BOARD),
        Tool("公开页", "policy-documents"),
    ),
    empty=Empty(text="文件库还是空的。点「录入文件」,写文号、日期和代替的文件。"),
)
POLICY = List(
    name="policy-documents",
    at="documents/",
    title="政策文件",
    lead="政府采购合同融资的政策文件:从哪天起有效,代替了什么,被什么代替。",
    public=True,
    source=public_documents,
    columns=(
        Column("title", "标题", sort=True, search=True),
        Column("no", "文号", sort=True, search=True),
        Column("issuer", "发文单位", sort=True, search=True),
        Column("issued", "发文日期", "date", of="issued_on", sort=True),
        Column("effective", "施行日期", "date", of="effective_on", sort=True),
        Column("until", "有效期到", "date", of="until_on"),
        Column("standing", "今天", batch=standing_on),
    ),
    filters=(Filter("on", "在哪一天有效", field=DayField, where=in_force_on),),
    default="-issued",
    opens="policy-document",
    empty=Empty(text="没有这样的文件。换一个日期,或清空查询。"),
)
AGREEMENTS = List(
    name="board-agreements",
    at="agreements/",
    title="数据共享协议",
    lead="谁向谁提供哪些数据、为了什么、到哪天止。协议写明依据,不改变谁现在看得到什么。",
    roles=SHARING,
    source=agreements_of,
    columns=(
        Column("title", "协议", sort=True, search=("title", "purpose")),
        Column("no", "编号", "code", sort=True, search=True),
        Column("version", "版本", "number"),
        Column("parties", "提供 → 使用", batch=parties_on),
        Column("from", "从", "date", of="from_on", sort=True),
        Column("until", "到", "date", of="until_on", sort=True),
        Column("left", "还剩", batch=left_on),
        Column("state", "状态", "status", states=AGREEMENT, filter=True),
    ),
    default="-no",
    opens="board-agreement",
    tools=(Tool("提出协议", "board-agreement-new", BOARD),),
    empty=Empty(text="还没有数据共享协议。由四部门提出,各方经办人同意以后生效。"),
)
