"""A winner that is not registered yet, from the invitation to the bureau's look, as lines."""

from decimal import Decimal
from typing import Annotated

from cairong.contracts.actions.invite_winner import invite_winner as invite_winner_now
from cairong.contracts.actions.prove_mandate import prove_mandate as prove_mandate_now
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.contracts.models import Award, AwardInvitation
from cairong.driving.stories import reading
from cairong.driving.stories.reading import Text
from cairong.driving.stories.stage import HOME_CITY, Stage
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor, Channel, public
from cairong.kernel.identifiers import uscc_check
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim

AwardName = Annotated[str, reading.thing("award")]
InvitationName = Annotated[str, reading.thing("invitation")]
ClaimName = Annotated[str, reading.thing("claim")]
Verdict = Annotated[str, reading.one_of("accept", "refuse")]
BODY = f"91{HOME_CITY}MA9999999"
FACTS = SupplierFacts(industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800))


@act(persons=1, gives="invitation", example="by: 采购人/officer, name: 邀请, award: 中标")
def invite_winner(stage: Stage, officer: Actor, *, award: AwardName) -> AwardInvitation:
    """采购人邀请还没有注册的中标(成交)供应商,链接用一次,14 天内有效。"""
    of = stage.thing(award, Award)
    issued = invite_winner_now(
        actor=officer, now=stage.now, award_id=of.pk, share_id=of.shares.get().pk
    )
    stage.links[str(issued.record.pk)] = issued.token
    return issued.record


@act(persons=0, gives="claim", example="name: 授权, invitation: 邀请")
def register_winner(stage: Stage, *, invitation: InvitationName, winner: Text = "") -> Claim:
    """供应商凭邀请注册,授权材料等采购科核实;winner 是另写的名称。"""
    of = stage.thing(invitation, AwardInvitation)
    return register_supplier(
        actor=public(city=stage.city).through(Channel.STORY),
        now=stage.now,
        uscc=BODY + uscc_check(BODY),
        name=winner or of.share.supplier_name,
        region=stage.city,
        address="洛阳市",
        supplier=FACTS,
        person="供应商经办人",
        phone="13900000000",
        evidence="营业执照和法定代表人授权书",
        username=f"winner{stage.acts}",
        password=f"story of a winner {stage.acts}",
        invitation=stage.links[str(of.pk)],
    )


@act(
    persons=1,
    gives="claim",
    example="by: bureau/procurement-officer, claim: 授权, verdict: accept, reasons: 已回拨登记电话",
)
def prove_mandate(
    stage: Stage, officer: Actor, *, claim: ClaimName, verdict: Verdict, reasons: Text
) -> Claim:
    """采购科核实授权:accept 通过,凭邀请注册的从此是这份中标记录的供应商;refuse 不予通过。"""
    return prove_mandate_now(
        actor=officer,
        now=stage.now,
        claim_id=stage.thing(claim, Claim).pk,
        accepted=verdict == "accept",
        reason=reasons,
    )
