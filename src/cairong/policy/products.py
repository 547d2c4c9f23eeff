"""Rules of a product: priced by the LPR, without collateral, inside sensible bounds."""

from collections.abc import Collection

from cairong.kernel.errors import Finding
from cairong.policy.cost import METHOD_WORDS, Method
from cairong.policy.rule import Answer, rule
from cairong.policy.size import SIZE_WORDS, Size


@rule("二(五)-5")
def no_collateral(*, asked: str, ground: str) -> Answer:
    """Refuse collateral or a guarantee unless the exception is stated."""
    if not asked or ground:
        return None
    return Finding(code="products.collateral", obligation="二(五)-5", params={"asked": asked})


@rule("二(五)-7")
def no_fixed_rate(*, lpr_bp: int, spread_bp: int) -> Answer:
    """Refuse a rate that is not the LPR of the day plus points and above zero."""
    if lpr_bp + spread_bp > 0:
        return None
    return Finding(
        code="products.rate_not_positive",
        obligation="二(五)-7",
        params={"lpr": _percent(lpr_bp), "spread_bp": spread_bp},
    )


@rule("二(四)-5")
def method_offered(*, method: Method, methods: Collection[str]) -> Answer:
    """Refuse a way of repayment the product does not have."""
    if method in methods:
        return None
    words: dict[str, str] = dict(METHOD_WORDS)
    return Finding(
        code="products.method_not_offered",
        obligation="二(四)-5",
        params={
            "method": words.get(method, method),
            "methods": "、".join(words.get(one, one) for one in methods),
        },
    )


@rule("二(五)-3")
def term_within(*, days: int, max_days: int) -> Answer:
    """Refuse a term longer than the product's."""
    if days <= max_days:
        return None
    return Finding(
        code="products.term_too_long",
        obligation="二(五)-3",
        params={"days": days, "max_days": max_days},
    )


@rule("二(五)-3")
def amount_within(*, amount_fen: int, min_fen: int, max_fen: int | None) -> Answer:
    """Refuse an amount outside the product's range."""
    if amount_fen < min_fen:
        return Finding(
            code="products.amount_too_low",
            obligation="二(五)-3",
            params={"amount_fen": amount_fen, "min_fen": min_fen},
        )
    if max_fen is not None and amount_fen > max_fen:
        return Finding(
            code="products.amount_too_high",
            obligation="二(五)-3",
            params={"amount_fen": amount_fen, "max_fen": max_fen},
        )
    return None


@rule("二(五)-1")
def size_served(*, size: Size | None, sizes: Collection[str]) -> Answer:
    """Refuse a supplier whose size the product is not made for."""
    if size in sizes:
        return None
    words: dict[str, str] = dict(SIZE_WORDS)
    return Finding(
        code="products.size_not_served",
        obligation="二(五)-1",
        params={
            "size": SIZE_WORDS[size] if size else "尚未划型",
            "sizes": "、".join(words.get(one, one) for one in sizes),
        },
    )


@rule("二(一)-2")
def region_served(*, region: str, region_word: str, regions: Collection[str]) -> Answer:
    """Refuse a county the product does not reach; a city's code reaches all its counties."""
    if region in regions or f"{region[:4]}00" in regions:
        return None
    return Finding(
        code="products.region_not_served", obligation="二(一)-2", params={"region": region_word}
    )


@rule("二(五)-7")
def spread_within(*, spread_bp: int, product_spread_bp: int) -> Answer:
    """Refuse an offer whose points over the LPR are above the product's."""
    if spread_bp <= product_spread_bp:
        return None
    return Finding(
        code="products.spread_too_high",
        obligation="二(五)-7",
        params={"spread_bp": spread_bp, "product_spread_bp": product_spread_bp},
    )


@rule("二(五)-7")
def fee_within(*, fee_fen: int, product_fee_fen: int) -> Answer:
    """Refuse an offer whose fee is above the product's."""
    if fee_fen <= product_fee_fen:
        return None
    return Finding(
        code="products.fee_too_high",
        obligation="二(五)-7",
        params={"fee_fen": fee_fen, "product_fee_fen": product_fee_fen},
    )


@rule("二(五)-6")
def preference_given(*, grade: str, less_bp: int, product_spread_bp: int, spread_bp: int) -> Answer:
    """Refuse an offer that leaves out the points a good performer gets off."""
    most = product_spread_bp - less_bp
    if spread_bp <= most:
        return None
    return Finding(
        code="products.preference_left_out",
        obligation="二(五)-6",
        params={"grade": grade, "less_bp": less_bp, "most_bp": most, "spread_bp": spread_bp},
    )


def _percent(rate_bp: int) -> str:
    return f"{rate_bp / 100:.2f}"
