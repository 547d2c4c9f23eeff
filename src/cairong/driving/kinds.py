"""The kinds of things that acts make and act on: how a program and a clerk call each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model

from cairong.agencies.models import Engagement, ProcurementFile
from cairong.alerts.models import Alert
from cairong.assessment.models import Objection, Scheme, Value
from cairong.assessment.models import Year as Assessment
from cairong.board.models import Change as TaskChange
from cairong.board.models import Minutes, Task
from cairong.complaints.models import Complaint
from cairong.contracts.models import Award, AwardInvitation, Contract, Filing
from cairong.evaluation.models import Appeal, Year
from cairong.guidance.models import Guidance, Guided, RosterEntry, RosterPush, Shortage
from cairong.inspecting.models import Inspection
from cairong.lending.models import (
    Application,
    Intent,
    Loan,
    Lookup,
    Offer,
    OutsideLoan,
    Overdue,
    StartDispute,
)
from cairong.outreach.models import Letter
from cairong.oversight.models import Urging
from cairong.papers.models import Paper
from cairong.parties.models import Claim
from cairong.products.models import Product
from cairong.promotion.models import OutreachEvent, Question, SignUp
from cairong.recommending.models import Ask, Recommendation
from cairong.rulebook.models import HolidayNotice
from cairong.sizing.models import Dispute
from cairong.spreading.models import CaseStory, Survey
from cairong.treasury.models import (
    Acceptance,
    Lock,
    Opening,
    PayeeChange,
    PayeeVersion,
    Payment,
)


@dataclass(frozen=True)
class Kind:
    """One kind: its rows, its Chinese word, and the name that examples give to such a thing."""

    model: type[Model]
    word: str
    example: str = ""


KINDS: Mapping[str, Kind] = {
    "engagement": Kind(Engagement, "委托代理协议", "协议"),
    "file": Kind(ProcurementFile, "采购文件", "文件"),
    "award": Kind(Award, "中标记录", "中标"),
    "letter": Kind(Letter, "提示函"),
    "invitation": Kind(AwardInvitation, "注册邀请", "邀请"),
    "claim": Kind(Claim, "授权证明", "授权"),
    "contract": Kind(Contract, "合同", "合同"),
    "filing": Kind(Filing, "备案"),
    "product": Kind(Product, "产品", "甲贷"),
    "intent": Kind(Intent, "融资意向", "意向"),
    "application": Kind(Application, "融资申请", "申请"),
    "offer": Kind(Offer, "报价", "报价"),
    "lock": Kind(Lock, "账户锁定", "锁"),
    "loan": Kind(Loan, "贷款", "贷款"),
    "start": Kind(StartDispute, "起算日异议", "异议"),
    "overdue": Kind(Overdue, "逾期", "逾期"),
    "lookup": Kind(Lookup, "外部数据查询", "查询"),
    "outside": Kind(OutsideLoan, "平台外贷款", "外贷"),
    "opening": Kind(Opening, "期初余额", "期初"),
    "inspection": Kind(Inspection, "稽查", "稽查"),
    "acceptance": Kind(Acceptance, "验收", "验收单"),
    "payment": Kind(Payment, "支付", "支付"),
    "change": Kind(PayeeChange, "账户变更", "变更"),
    "payee": Kind(PayeeVersion, "收款账户"),
    "recommendation": Kind(Recommendation, "推荐", "推荐"),
    "ask": Kind(Ask, "推荐的答复"),
    "guidance": Kind(Guidance, "信贷指导函", "指导函"),
    "guided": Kind(Guided, "机构收到的信贷指导函"),
    "entry": Kind(RosterEntry, "名录库企业", "在库"),
    "push": Kind(RosterPush, "名录库对接"),
    "shortage": Kind(Shortage, "资金困难申报", "申报"),
    "event": Kind(OutreachEvent, "活动", "活动"),
    "story": Kind(CaseStory, "典型案例", "案例"),
    "survey": Kind(Survey, "知晓度问卷", "问卷"),
    "sign_up": Kind(SignUp, "活动报名"),
    "question": Kind(Question, "活动提问"),
    "task": Kind(Task, "联席任务", "任务"),
    "task_change": Kind(TaskChange, "任务调整", "调整"),
    "minutes": Kind(Minutes, "会议纪要", "纪要"),
    "alert": Kind(Alert, "监管预警"),
    "case_paper": Kind(Paper, "材料", "材料"),
    "dispute": Kind(Dispute, "规模异议", "异议"),
    "complaint": Kind(Complaint, "投诉", "投诉"),
    "urging": Kind(Urging, "督办函", "督办函"),
    "appeal": Kind(Appeal, "评价申诉", "申诉"),
    "assessment_scheme": Kind(Scheme, "导向效果评估方案"),
    "assessment_value": Kind(Value, "导向效果评估的数值"),
    "assessment": Kind(Assessment, "导向效果评估"),
    "objection": Kind(Objection, "评估异议", "评估异议"),
    "evaluation": Kind(Year, "年度综合评价", "年度"),
    "notice": Kind(HolidayNotice, "放假通知"),
}
NAMES: Mapping[type[Model], str] = {kind.model: name for name, kind in KINDS.items()}
