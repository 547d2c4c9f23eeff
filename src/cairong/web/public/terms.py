"""The terms of a product in the words of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cairong.kernel.money import format_yuan
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.lpr import TENOR_WORDS
from cairong.policy.preferring import Preference
from cairong.policy.size import SIZE_WORDS
from cairong.policy.wanted import kept
from cairong.products.reads import Version

METHODS: dict[str, str] = {str(key): word for key, word in METHOD_WORDS.items()}
SIZES: dict[str, str] = {str(key): word for key, word in SIZE_WORDS.items()}
GRADES = "履约评级"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term in words, with the clause it follows."""

    word: str
    value: str
    obligation: str = ""


def percent(basis_points: int) -> str:
    """Write basis points as percent: 3.45%."""
    return f"{Decimal(basis_points) / 100:.2f}%"


def share(value: Decimal | None) -> str:
    """Write a yearly cost as percent with four places; a dash where there is none."""
    return "—" if value is None else f"{value}%"


def points(spread_bp: int) -> str:
    """Write what is added to the LPR: + 45 基点."""
    return f"{'−' if spread_bp < 0 else '+'} {abs(spread_bp)} 基点"


def rate(rate_bp: int, lpr_bp: int, spread_bp: int) -> str:
    """Write a rate and what it is made of: 3.45%(LPR 3.00% + 45 基点)."""
    return f"{percent(rate_bp)}(LPR {percent(lpr_bp)} {points(spread_bp)})"


def way(version: Version) -> str:
    """Say whether the institution is connected online, or works offline (D20)."""
    profile = getattr(version.product.institution, "institution_profile", None)
    return "已对接,线上办理" if profile and profile.connected else "未对接,线下办理、平台登记"


def contact(version: Version) -> str:
    """Name whom to ask at the institution (二(四)-1)."""
    organisation = version.product.institution
    return (
        " ".join(filter(None, (organisation.contact_name, organisation.contact_phone)))
        or "机构未登记"
    )


def terms(version: Version, places: Mapping[str, str]) -> list[Term]:
    """List the terms of one version; `places` names the regions by their codes."""
    spread = points(version.spread_bp)
    return [
        Term(word="定价", value=f"放款审批日的{TENOR_WORDS[version.tenor]} LPR {spread},"
             "贷款期内不变", obligation="二(五)-7"),
        Term(word="费用", value=format_yuan(version.fee_fen) if version.fee_fen else "不收费"),
        Term(word="计息", value=f"实际天数 ÷ {version.day_count}"),
        Term(word="融资比例", value=f"不超过合同尚未支付金额的 {version.cap_percent}%",
             obligation="一(一)-1"),
        Term(word="期限", value=f"最长 {version.max_days} 天", obligation="二(五)-3"),
        Term(word="金额", value=_amounts(version)),
        Term(word="还款方式", value=joined(METHODS.get(each, each) for each in version.methods),
             obligation="二(四)-5"),
        Term(word="提前还款", value="须到期还" if version.hold_until_due else "可以,不收费"),
        Term(word="担保抵押", value=_collateral(version), obligation="二(五)-5"),
        Term(word="服务区域", value=joined(places.get(each, each) for each in version.regions)),
        Term(word="服务企业", value=joined(SIZES.get(size, size) for size in version.sizes)),
        *(Term(word="优惠", value=preferred(each.grade, each), obligation="二(五)-6")
          for each in (Preference(**kept) for kept in version.preferences)),
        Term(word="材料", value=_wanted(version), obligation="二(四)-2"),
        Term(word="依据", value=version.source or "机构自行公布"),
    ]  # fmt: skip


def joined(words: Iterable[str]) -> str:
    """Join words with 、."""
    return "、".join(words)


def _amounts(version: Version) -> str:
    least = f"{format_yuan(version.min_fen)} 起" if version.min_fen else "不设下限"
    most = f"最高 {format_yuan(version.max_fen)}" if version.max_fen else "不设上限"
    return f"{least},{most}"


def _collateral(version: Version) -> str:
    if not version.collateral:
        return "不要担保,不要抵押"
    return f"{version.collateral}(例外理由:{version.collateral_ground})"


def _wanted(version: Version) -> str:
    """Name each paper that is wanted, who has it, and why."""
    papers = [f"{each.what}({each.holder}):{each.why}" for each in kept(version.wanted)]
    return ";".join(papers) or "平台已有的以外,不另要材料"


def preferred(grade: str, given: Preference | None) -> str:
    """Write what a grade gets better: 履约评级 A:利率少 10 基点,期限多 30 天; empty for nothing."""
    if given is None:
        return ""
    parts = (
        (given.less_bp, "利率少 {} 基点"),
        (given.more_days, "期限多 {} 天"),
        (given.more_percent, "融资比例多 {} 个百分点"),
    )
    better = ",".join(words.format(number) for number, words in parts if number)
    return f"{GRADES} {grade}:{better}"
