"""What an institution wants to read before it decides (材料清单): what, why, who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairong.kernel.errors import Invalid
from cairong.policy.inquiring import BETWEEN, WHY_LEAST
from cairong.policy.papers import LENDERS, VAULT, WORDS

MOST, WHAT_MOST, WHY_MOST = 20, 60, 200
PLATFORM: Mapping[str, str] = {
    "award": "中标(成交)通知书",
    "filing": "已备案的合同",
    "size": "企业规模",
    "record": "履约记录",
    "payments": "付款记录",
}
CASE = tuple(key for key in WORDS if key not in {*VAULT, *LENDERS})
KINDS: Mapping[str, str] = {
    **PLATFORM,
    **{key: word for key, word in WORDS.items() if key not in LENDERS},
}
ALSO: Mapping[str, str] = {  # what people write for them
    "中标通知书": "award",
    "成交通知书": "award",
    "备案合同": "filing",
    "合同备案": "filing",
    "政府采购合同": "contract",
    "采购合同": "contract",
    "合同": "contract",
    "合同公告": "filing",
    "中小企业声明函": "size",
    "付款凭证": "payments",
    "支付记录": "payments",
    "历史合同": "record",
    "授权书": "mandate",
    "验收单": "acceptance",
    "验收报告": "acceptance",
    "资质": "qualification",
}
COPIES = ("复印件", "扫描件", "原件", "副本")
AFTER_ACCEPTANCE = ("acceptance", "invoice", "delivery")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One paper that is wanted, of a kind the platform knows or in words of one's own; and why."""

    what: str
    why: str

    @property
    def kind(self) -> str:
        """The kind of paper it is, empty where the platform knows none."""
        return kind_of(self.what)

    @property
    def holder(self) -> str:
        """Say where it comes from."""
        if self.kind in PLATFORM:
            return "平台已有"
        if self.kind in CASE:
            return "合同的材料"
        return "供应商材料库" if self.kind in VAULT else "供应商另交"


def kind_of(what: str) -> str:
    """Tell which kind of paper some words name, none where they ask for something more exact.

    «营业执照复印件» is the licence; «近三个月银行流水» may be something else than what lies there.
    """
    words = "".join(what.split()).replace("（", "(").replace("）", ")")
    for tail in COPIES:
        words = words.removesuffix(tail)
    if words in ALSO:
        return ALSO[words]
    return next((key for key, word in KINDS.items() if word == words), "")


def read_wanted(text: str) -> list[Wanted]:
    """Read a list of papers, a line each: «what:why it is needed». None at all is a list too.

    Raises Invalid naming the line that says no reason, one that stands twice, and too many.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Invalid("wanted.many", field="wanted", value=len(lines), most=MOST)
    found = [_wanted(number, line) for number, line in enumerate(lines, 1)]
    named = [each.kind or each.what for each in found]
    for number, each in enumerate(found, 1):
        if named.index(each.kind or each.what) < number - 1:
            raise Invalid("wanted.twice", field="wanted", value=each.what, line=number)
    return found


def _wanted(number: int, line: str) -> Wanted:
    what, *rest = (part.strip() for part in BETWEEN.split(line, maxsplit=1))
    why = "".join(rest)
    if not what or not WHY_LEAST <= len(why) <= WHY_MOST or len(what) > WHAT_MOST:
        raise Invalid(
            "wanted.unreasoned", field="wanted", value=line[:40], line=number, least=WHY_LEAST
        )
    return Wanted(what=what, why=why)


def written(wanted: Sequence[Wanted]) -> str:
    """Write a list of papers as it is typed."""
    return "\n".join(f"{each.what}:{each.why}" for each in wanted)


def kept(papers: Sequence[Mapping[str, str]]) -> list[Wanted]:
    """Read a list as a version of a product keeps it."""
    return [Wanted(what=each["what"], why=each["why"]) for each in papers]
