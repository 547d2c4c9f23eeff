"""Awards, their letters, and a winner that is not registered yet."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cairong.agencies.models import Engagement, ProcurementFile
from cairong.contracts.actions import invite_winner as inviting
from cairong.contracts.actions import prove_mandate as proving
from cairong.contracts.actions import record_award as recording
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.contracts.models import Award, AwardInvitation
from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.kernel.identifiers import uscc_check
from cairong.outreach.actions import open_letter as opening
from cairong.outreach.models import Letter
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim, Organisation
from cairong.parties.steps.invitations import Issued

BODY = "91410300MA9999999"
PASSWORD = "opens one invented case only"  # noqa: S105 - of a person nobody is
FACTS = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))


@verb(
    recording.record_award,
    example="supplier: 供应商, amount_yuan: 685200, notice_on: 2025-09-15",
)
def record_award(
    situation: Situation,
    _: Actor,
    *,
    supplier: Organisation | None = None,
    winner: str = "",
    amount_fen: int,
    notice_on: date,
    title: str = "",
    project_no: str = "",
    method: str = "",
    file: ProcurementFile | None = None,
    engagement: Engagement | None = None,
) -> dict[str, Any]:
    """采购人登记一份中标(成交)通知书;签订合同的期限从通知书之日起算。

    supplier 是当事人;还没有注册的,在 winner 里写名称。代理机构登记的,写 file(采购文件,项目编号照它)
    或者 engagement(委托代理协议)。
    """
    return {
        "supplier_id": supplier.pk if supplier else None,
        "supplier_name": winner,
        "amount_fen": amount_fen,
        "notice_on": notice_on,
        "title": title or f"{situation.naming or '中标'}项目",
        "project_no": project_no or (file.project_no if file else ""),
        "method": method,
        "file_id": file.pk if file else None,
        "engagement_id": engagement.pk if engagement else None,
    }


@verb(opening.open_letter)
def open_letter(_: Situation, __: Actor, *, award: Award) -> dict[str, Any]:
    """供应商打开随中标登记发出的提示函。"""
    letter = Letter.objects.filter(award=award, occasion="award").first()
    if letter is None:
        raise Absent(f"「{award.title}」还没有提示函")
    return {"letter_id": letter.pk}


plain(cancel_award, "采购人撤销中标记录,写明理由。", example="reasons: 采购计划调整")


def _with_link(situation: Situation, issued: Issued[AwardInvitation]) -> AwardInvitation:
    situation.links[issued.record.pk] = issued.token
    return issued.record


@verb(inviting.invite_winner, gives="invitation", made=_with_link)
def invite_winner(_: Situation, __: Actor, *, award: Award) -> dict[str, Any]:
    """采购人邀请还没有注册的中标(成交)供应商,链接用一次,14 天内有效。"""
    return {"award_id": award.pk, "share_id": award.shares.get().pk}


@verb(register_supplier, persons=0)
def register_winner(
    situation: Situation, visitor: Actor, *, invitation: AwardInvitation, winner: str = ""
) -> dict[str, Any]:
    """供应商凭邀请注册,授权材料等采购科核实;winner 是另写的名称。"""
    return {
        "uscc": BODY + uscc_check(BODY),
        "name": winner or invitation.share.supplier_name,
        "region": visitor.city,
        "address": "洛阳市",
        "supplier": FACTS,
        "person": "供应商经办人",
        "phone": "13900000000",
        "evidence": "营业执照和法定代表人授权书",
        "username": f"winner-{invitation.pk}",
        "password": PASSWORD,
        "invitation": situation.links[invitation.pk],
    }


@verb(proving.prove_mandate, example="verdict: accept, reasons: 已回拨登记电话")
def prove_mandate(
    _: Situation, __: Actor, *, claim: Claim, verdict: Literal["accept", "refuse"], reasons: str
) -> dict[str, Any]:
    """采购科核实授权:accept 通过,凭邀请注册的从此是这份中标记录的供应商;refuse 不予通过。"""
    return {"claim_id": claim.pk, "accepted": verdict == "accept", "reason": reasons}
