"""Whom an institution is to support (准入条件), criterion by criterion. 二(五)-1"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairong.kernel.errors import Finding, Invalid
from cairong.policy.rule import Answer, rule

CLAUSE = "二(五)-1"
SOURCE_LEAST, SOURCE_MOST = 4, 200
SOURCE_DAYS = 365  # a source of longer ago says nothing of today
Result = Literal["met", "unmet"]
RESULTS: Mapping[str, str] = {"met": "符合", "unmet": "不符合"}
SMALL = ("micro", "small", "medium")


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion: its word, where it is looked up, how it can be cured and by whom."""

    word: str
    source: str
    cure: str
    machine: bool = False


CRITERIA: Mapping[str, Criterion] = {
    "size": Criterion(
        word="中小微企业",
        source="合同签订时按中小企业划型标准(工信部联企业〔2011〕300号)判定",
        cure="企业更新从业人员、营业收入等数据;有异议的,由中小企业主管部门认定",
        machine=True,
    ),
    "lawful": Criterion(
        word="依法合规经营",
        source="信用中国、中国政府采购网严重违法失信名单",
        cure="企业向列入名单的机关申请移出",
    ),
    "credit": Criterion(
        word="信用资质良好",
        source="企业授权查询的征信报告",
        cure="企业结清不良记录、更新征信",
    ),
    "running": Criterion(
        word="经营状况良好",
        source="财务报表、纳税证明",
        cure="企业补充近期报表,说明下滑的原因",
    ),
    "business": Criterion(
        word="主业突出",
        source="营业执照经营范围和合同标的",
        cure="企业说明这份合同与主营业务的关系,或者转请其他机构评估",
    ),
    "debt": Criterion(
        word="负债适度",
        source="征信报告和财务报表的负债",
        cure="企业降低负债或减少申请金额",
    ),
    "orderly": Criterion(
        word="经营规范",
        source="平台履约记录",
        cure="企业改善履约,对记录有异议的向财政部门提出",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What an institution says of one criterion, by which source of which day."""

    criterion: str
    result: Result
    source: str
    on: date


def check_mark(mark: Mark, *, today: date) -> None:
    """Refuse a judgement without a source, of a day to come or a year ago, or of a machine's.

    Raises Invalid naming the field.
    """
    known = CRITERIA.get(mark.criterion)
    if known is None or known.machine:
        raise Invalid("eligibility.criterion", field="criterion", value=mark.criterion[:40])
    if not SOURCE_LEAST <= len(mark.source) <= SOURCE_MOST:
        raise Invalid(
            "eligibility.source", field="source", value=mark.source[:40], what=known.word,
            least=SOURCE_LEAST, most=SOURCE_MOST,
        )  # fmt: skip
    if mark.on > today:
        raise Invalid("eligibility.on", field="on", value=mark.on, what=known.word)
    if (today - mark.on).days > SOURCE_DAYS:
        raise Invalid(
            "eligibility.stale", field="on", value=mark.on, what=known.word, most=SOURCE_DAYS
        )


@rule(CLAUSE)
def rejected_by_criterion(*, criterion: str, judged: str, reason: str) -> Answer:
    """Bar a rejection for a criterion that the same institution has not judged as unmet."""
    if not criterion or judged == "unmet":
        return None
    return Finding.of(
        "eligibility.met" if judged else "eligibility.unjudged",
        CLAUSE, field="code", what=CRITERIA[criterion].word, reason=reason,
    )  # fmt: skip


def by_size(size: str) -> Result | None:
    """Say whether a size class meets the criterion; nothing of one that is not known."""
    if not size:
        return None
    return "met" if size in SMALL else "unmet"
