"""Agencies: agreements of purchasers, procurement files with their letters, read or handed over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairong.agencies.actions import add_recipients as adding
from cairong.agencies.actions import issue_file as issuing
from cairong.agencies.actions import record_engagement as recording
from cairong.agencies.models import Engagement, ProcurementFile
from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import verb
from cairong.driving.verbs.awards import BODY
from cairong.kernel.actor import Actor
from cairong.kernel.identifiers import uscc_check
from cairong.outreach.actions import acknowledge_letter as acknowledging
from cairong.outreach.actions import open_letter as opening
from cairong.outreach.actions import serve_letter as serving
from cairong.outreach.models import Letter
from cairong.parties.models import Organisation

PAPER = "原件存采购人办公室"
STRANGER = BODY + uscc_check(BODY)


@verb(
    recording.record_engagement,
    example="agency: 甲代理, no: 洛代2025-1, valid_from: 2025-09-15, valid_to: 2026-09-14",
)
def record_engagement(
    _: Situation,
    __: Actor,
    *,
    agency: Organisation,
    no: str,
    valid_from: date,
    valid_to: date,
    project_no: str = "",
    paper: str = PAPER,
) -> dict[str, Any]:
    """采购人两人登记委托代理协议;只委托一个项目的写 project_no。代理机构接受以后才有效。"""
    return {
        "agency_id": agency.pk,
        "no": no,
        "paper": paper,
        "project_no": project_no,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


@verb(
    issuing.issue_file,
    example="engagement: 协议, project_no: 洛采2025-7, budget_yuan: 900000, issued_on: 2025-09-15",
)
def issue_file(
    situation: Situation,
    _: Actor,
    *,
    engagement: Engagement | None = None,
    project_no: str,
    budget_fen: int,
    issued_on: date,
    title: str = "",
    suppliers: Sequence[Organisation] = (),
    newcomer: str = "",
    method: str = "公开招标",
) -> dict[str, Any]:
    """代理机构凭协议(采购人自己发出的不写 engagement)登记采购文件,告知函随文件发出。

    suppliers 是获取文件的供应商;还没有注册的,在 newcomer 里写名称。
    """
    return {
        "engagement_id": engagement.pk if engagement else None,
        "project_no": project_no,
        "title": title or f"{situation.naming or '采购'}项目",
        "budget_fen": budget_fen,
        "method": method,
        "issued_on": issued_on,
        "obtained": _lines(suppliers, newcomer),
    }


@verb(adding.add_recipients, example="suppliers: [供应商]")
def add_recipients(
    _: Situation,
    __: Actor,
    *,
    file: ProcurementFile,
    suppliers: Sequence[Organisation] = (),
    newcomer: str = "",
) -> dict[str, Any]:
    """登记后来获取采购文件的供应商,告知函随即发给它们。"""
    return {"file_id": file.pk, "obtained": _lines(suppliers, newcomer)}


@verb(opening.open_letter)
def open_file_letter(_: Situation, supplier: Actor, *, file: ProcurementFile) -> dict[str, Any]:
    """供应商打开随采购文件收到的告知函。"""
    letter = Letter.objects.filter(recipient__file=file, supplier=supplier.organisation_id).first()
    return {"letter_id": _found(letter, file).pk}


@verb(serving.serve_letter, example="served_how: paper, served_on: 2025-09-16")
def serve_letter(
    _: Situation, __: Actor, *, file: ProcurementFile, served_how: str, served_on: date
) -> dict[str, Any]:
    """登记告知函送达了还没有注册的供应商:paper 当面、post 邮寄、mail 邮件、link 链接。"""
    letter = Letter.objects.filter(recipient__file=file, supplier=None).first()
    return {
        "letter_id": _found(letter, file).pk,
        "served_how": served_how,
        "served_on": served_on,
    }


@verb(acknowledging.acknowledge_letter, persons=0)
def acknowledge_letter(_: Situation, __: Actor, *, file: ProcurementFile) -> dict[str, Any]:
    """还没有注册的供应商凭链接打开告知函,确认收到。"""
    letter = Letter.objects.filter(recipient__file=file, supplier=None).first()
    return {"token": _found(letter, file).token}


def _lines(suppliers: Sequence[Organisation], newcomer: str) -> str:
    known = [f"{each.uscc} {each.name}" for each in suppliers]
    return "\n".join([*known, *([f"{STRANGER} {newcomer}"] if newcomer else [])])


def _found(letter: Letter | None, file: ProcurementFile) -> Letter:
    if letter is None:
        raise Absent(f"「{file.title}」没有这样的告知函")
    return letter
