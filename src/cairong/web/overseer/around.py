"""What stands around the overseers' lists: sums by holder and by kind."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from cairong.clocks.reads import BUREAU_KIND
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.oversight.overdue import overdue_by_holder, overdue_figures
from cairong.oversight.refused import refused_lately
from cairong.oversight.states import ISSUING
from cairong.parties.reads import KIND_WORDS as SIDES
from cairong.web.lists.asking import Asking
from cairong.web.overseer.words import KIND_WORDS
from cairong.web.parts import Column, Linked, plain_table


def _holder_href(organisation_id: UUID | None, side: str, role: Role, standing: str = "") -> str:
    """Lead to the duties of a holder: of an organisation, or of a desk of the bureau."""
    asked = {"standing": standing} if standing else {}
    if organisation_id:
        asked["holder"] = str(organisation_id)
    if side == BUREAU_KIND:
        asked |= {"side": side, "desk": role.value}
    return f"{reverse('overseer-duties')}?{urlencode(asked)}"


def _over(count: int, organisation_id: UUID | None, side: str, role: Role) -> Linked:
    return Linked(value=count, href=_holder_href(organisation_id, side, role))


def _soon(count: int, organisation_id: UUID | None, side: str, role: Role) -> Linked:
    return Linked(value=count, href=_holder_href(organisation_id, side, role, "soon"))


def _named(name: str, side: str, role: Role) -> str:
    return f"{name}({ROLE_NAMES[role]})" if side == BUREAU_KIND else name


def _letter(count: int, urged_id: UUID, role: Role) -> Linked | str:
    """Lead to a letter of urging to a desk that has something overdue."""
    href = reverse("urging-new", args=[urged_id, role.value])
    return Linked(value="发督办函", href=href) if count else ""


HOLDERS = (
    Column("holder", "责任单位", of=("name", "side", "role"), show=_named),
    Column("side", "责任方", words=SIDES),
    Column("head", "主管"),
    Column(
        "over", "已超期(件)", "number",
        of=("count", "organisation_id", "side", "role"), show=_over,
    ),
    Column("law", "其中超法定期限(件)", "number"),
    Column(
        "soon", "即将到期(件)", "number",
        of=("soon", "organisation_id", "side", "role"), show=_soon,
    ),
    Column("oldest", "最早到期日", "date"),
)  # fmt: skip
URGE = Column("urge", "督办", of=("count", "urged_id", "role"), show=_letter)
KINDS = (
    Column("kind", "类别", words=KIND_WORDS),
    Column("count", "近 30 天(次)", "number"),
    Column("last", "最近一次", "moment"),
)


def around_duties(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Count what is overdue or soon due by side and by holder, each leading to its duties."""
    holders = plain_table(
        "按责任单位",
        (*HOLDERS, URGE) if actor.role in ISSUING else HOLDERS,
        overdue_by_holder(actor, asked.now),
        empty="现在没有超期或即将到期的事项。",
        opens=lambda each: _holder_href(each.organisation_id, each.side, each.role),
    )
    return {"figures": overdue_figures(actor, asked.now), "holders": holders}


def around_refusals(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Count what was refused lately by kind, each kind leading to its refusals."""
    kinds = plain_table(
        "按类别",
        KINDS,
        refused_lately(actor, asked.now),
        empty="近 30 天没有拒绝记录。",
        opens=lambda each: f"{reverse('overseer-refusals')}?kind={each.kind}",
    )
    return {"kinds": kinds}
