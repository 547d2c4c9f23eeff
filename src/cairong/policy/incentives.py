"""What an evaluated year may, may not and can earn: published, appealed, frozen, supported."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from cairong.kernel.errors import Finding
from cairong.policy.evaluation import OBLIGATION
from cairong.policy.rule import Answer, rule

INCENTIVE = "三(二)-2"
SUPPORT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "bonus": "年度金融机构综合评价加分",
        "guidance": "中小企业信贷政策导向效果评估",
        "mpa": "MPA 考核",
        "access": "金融市场准入",
        "large_cd": "大额存单发行",
        "interbank_cd": "同业存单发行",
    }
)
ASSESSED = "guidance"  # of which the People's Bank's own assessment is a ground as well
UPHELD, OVERRULED = "upheld", "overruled"
VERDICTS: Mapping[str, str] = MappingProxyType({UPHELD: "更正", OVERRULED: "维持原结果"})


def clause_of(code: str) -> str:
    """Name the obligation an incentive stands in."""
    return OBLIGATION if code == "bonus" else INCENTIVE


@rule(OBLIGATION)
def scheme_is_beforehand(*, first_year: int, today: date) -> Answer:
    """Bar a scheme for a year that has begun: who is judged knows by what before it begins."""
    if first_year > today.year:
        return None
    return Finding.of(
        "evaluation.scheme_late", OBLIGATION, year=str(first_year), first=str(today.year + 1)
    )


@rule(OBLIGATION)
def year_is_over(*, year: int, first_year: int | None, cut_off: str, today: date) -> Answer:
    """Bar publishing a year that is not over, or for which no scheme was published beforehand."""
    if first_year is None:
        return Finding.of("evaluation.trial", OBLIGATION, year=str(year))
    until = date.fromisoformat(f"{year + 1}-{cut_off}")
    if today <= until:
        return Finding.of("evaluation.not_over", OBLIGATION, year=str(year), until=until)
    return None


@rule(OBLIGATION)
def appeal_in_time(*, until: date | None, today: date) -> Answer:
    """Bar an appeal against what does not concern whoever appeals, or after its days."""
    if until is None:
        return Finding.of("evaluation.appeal_none", OBLIGATION)
    if today > until:
        return Finding.of("evaluation.appeal_late", OBLIGATION, until=until)
    return None


@rule(OBLIGATION)
def may_freeze(*, until: date, today: date, appeals: Sequence[str], flags: Sequence[str]) -> Answer:
    """Bar freezing while somebody may appeal, an appeal waits, or a flag was not looked at."""
    if today <= until:
        return Finding.of("evaluation.freeze_early", OBLIGATION, until=until)
    if appeals:
        return Finding.of("evaluation.freeze_appeals", OBLIGATION, who="、".join(appeals))
    if flags:
        return Finding.of("evaluation.freeze_flags", OBLIGATION, what="、".join(flags))
    return None


@rule(INCENTIVE)
def support_earned(
    *, frozen: bool, year: int, code: str, granted: bool, grade: str, grades: Sequence[str]
) -> Answer:
    """Bar deciding before the year is frozen, and granting what its grade does not earn."""
    clause = clause_of(code)
    if not frozen:
        return Finding.of("evaluation.support_unfrozen", clause, year=str(year))
    if granted and grade not in grades:
        return Finding.of(
            "evaluation.support_grade", clause, what=SUPPORT_WORDS[code],
            grade=grade or "不评等", grades="、".join(grades),
        )  # fmt: skip
    return None
