"""What a supplier takes to the channel of late payments (802§24), set in type as PDF."""

from pathlib import Path
from uuid import UUID

from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import PASSERS, complaint_for
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.typesetting import set_in_type
from cairong.parties.models import SupplierProfile
from cairong.policy.catalogue.words import day_words, moment_words
from cairong.policy.sizing import SIZES

LAWS = (
    ["802§9", "机关、事业单位应当自交付之日起 30 日内支付,约定的最长不超过 60 日"],
    ["802§15", "没有争议的部分应当及时支付"],
    ["802§17", "迟延支付的应当支付逾期利息,没有约定的按每日万分之五"],
    ["802§24", "省级以上中小企业主管部门应当建立渠道,受理拖欠款项的投诉"],
    ["802§25", "10 个工作日内转交,处理部门 30 日内(最长 90 日)书面反馈处理结果"],
)


def file_pdf(actor: Actor, complaint_id: UUID) -> tuple[str, bytes]:
    """Set the file of a late payment in type; its number names it.

    The evidence is that of the day of the complaint. Raises NotFound, also for another kind, and
    for who is complained of.
    """
    found = complaint_for(actor, complaint_id)
    if actor.role not in PASSERS or found.kind != "unpaid":
        raise NotFound("access.not_found", thing="拖欠款项投诉材料")
    return found.no, set_in_type(Path(__file__).parent / "late_payment.typ", _facts(found))


def _facts(found: Complaint) -> dict[str, object]:
    profile = SupplierProfile.objects.filter(pk=found.supplier_id).first()
    size = SIZES.get(profile.size, "") if profile else ""
    said = {each.kind: each for each in found.sayings.order_by("at", "pk")}
    answer = said.get(Saying.Kind.ANSWERED)
    return {
        "mark": "演示数据,不是真实的投诉" if found.city.demo else "",
        "number": found.no,
        "supplier": [found.supplier.name, found.supplier.uscc, f"{size}企业" if size else ""],
        "purchaser": [found.accused.name, found.accused.uscc],
        "made": moment_words(found.made_at),
        "words": said[Saying.Kind.MADE].words,
        "lines": found.evidence["lines"],
        "clocks": found.evidence["clocks"],
        "answer": f"{day_words(day_of(answer.at))}:{answer.words}" if answer else "还没有答复",
        "laws": LAWS,
    }
