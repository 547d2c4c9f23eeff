"""The ground of the room's tests: what two of the bureau decide about institutions."""

from datetime import date

from cairong.admission.actions.admit_institution import admit_institution
from cairong.admission.actions.review_institution import review_institution
from cairong.admission.actions.suspend_institution import resume_institution, suspend_institution
from cairong.cases.actions.tell_holders import tell_holders
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions.leave_suspended import leave_all
from cairong.lending.actions.reach_again import reach_again
from cairong.outreach.reads import inbox
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import InstitutionProfile, Organisation
from cairong.policy.admission import Paper
from lending.ground import NOW, drain, twice
from support.town import CITY, COUNTY, Town

PAPERS = [
    Paper(kind="licence", number="B0001H241030001"),
    Paper(kind="agreement", number="洛财金合〔2025〕7号", until=date(2027, 12, 31)),
]
FOLLOWING = {each.name: each for each in (leave_all, reach_again, tell_holders)}


def pair(town: Town) -> tuple[Actor, Actor]:
    return town.bureau(Role.PROCUREMENT_OFFICER), town.bureau(Role.PROCUREMENT_APPROVER)


def admit(town: Town, now=NOW, **otherwise) -> Organisation:
    facts = {
        "name": "丙银行", "uscc": "91410300MA0000901B", "region": CITY,
        "institution": InstitutionFacts(regions=[COUNTY], licence_kind="村镇银行"),
        "papers": PAPERS, "words": "材料齐全,签有合作协议。",
    }  # fmt: skip
    return twice(admit_institution, *pair(town), now, **facts | otherwise)


def review(town: Town, institution: Organisation, now=NOW, **otherwise) -> Organisation:
    facts = {
        "institution_id": institution.pk, "finding": "kept", "papers": PAPERS,
        "words": "许可证、协议都有效,按期率正常。",
    }  # fmt: skip
    made = twice(review_institution, *pair(town), now, **facts | otherwise)
    drain(now, FOLLOWING)
    return made


def suspend(town: Town, institution: Organisation, now=NOW, **otherwise) -> Organisation:
    facts = {"institution_id": institution.pk, "reason": "许可证被监管部门责令整改"}
    made = twice(suspend_institution, *pair(town), now, **facts | otherwise)
    drain(now, FOLLOWING)
    return made


def resume(town: Town, institution: Organisation, now=NOW, papers=PAPERS) -> Organisation:
    facts = {
        "institution_id": institution.pk,
        "reason": "整改完成,监管部门已验收",
        "papers": papers,
    }
    made = twice(resume_institution, *pair(town), now, **facts)
    drain(now, FOLLOWING)
    return made


def told(actor: Actor, kind: str) -> str:
    """What somebody was told of the newest event of a kind."""
    return inbox(actor).filter(event_type=kind)[0].sentence


def profile(institution: Organisation) -> InstitutionProfile:
    return InstitutionProfile.objects.get(pk=institution.pk)
