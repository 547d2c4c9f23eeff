"""On which papers an institution takes part, what a review of it finds, what a suspension ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "一(一)-4"
REVIEW = "review_institution"  # the duty of the bureau's procurement desk
LICENCE, AGREEMENT = "licence", "agreement"
PAPERS: Mapping[str, str] = {
    LICENCE: "金融许可证",
    AGREEMENT: "合作协议",
    "authority": "上级行(总行)授权文件",
    "other": "其他材料",
}
NEEDED = (LICENCE, AGREEMENT)
PaperKind = Literal["licence", "agreement", "authority", "other"]
Outcome = Literal["kept", "conditions", "suspended"]
FINDINGS: Mapping[str, str] = {
    "kept": "继续合作",
    "conditions": "附条件继续合作",
    "suspended": "暂停合作",
}
DECISIONS: Mapping[str, str] = {"admitted": "准入", **FINDINGS, "resumed": "恢复合作"}
STOPS = ",并停止放款(已接受、没有放出的一并退回供应商)"
LEAST, MOST = 4, 500  # characters of what is said about a decision


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper of an admission: its kind and number, and until when it holds where it says so."""

    kind: PaperKind
    number: str
    until: date | None = None


def said_of(paper: Paper) -> str:
    """Write one paper in a line, as an event keeps it."""
    until = f",有效期至 {paper.until.isoformat()}" if paper.until else ""
    return f"{PAPERS[paper.kind]} {paper.number}{until}"


@rule("一(一)-4")
def papers_given(*, papers: Sequence[Paper]) -> Answer:
    """Bar a decision on papers that lacks the licence or the agreement, by what is lacking."""
    given = {each.kind for each in papers}
    missing = [kind for kind in NEEDED if kind not in given]
    if not missing:
        return None
    names = "、".join(PAPERS[kind] for kind in missing)
    return Finding.of("admission.papers_missing", CLAUSE, missing=names, field=missing[0])


@rule("一(一)-4")
def papers_hold(*, papers: Sequence[Paper], today: date) -> Answer:
    """Bar a paper that has run out, naming the first."""
    over = [each for each in papers if each.until is not None and each.until < today]
    if not over:
        return None
    paper = f"{PAPERS[over[0].kind]} {over[0].number}"
    return Finding.of(
        "admission.paper_over", CLAUSE, paper=paper, until=over[0].until,
        field=f"{over[0].kind}_until",
    )  # fmt: skip
