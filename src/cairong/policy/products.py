"""Rules of a product: whom it is for; no collateral or guarantee without a stated ground."""

from collections.abc import Collection
from dataclasses import dataclass

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule
from cairong.policy.size import SIZE_WORDS

GROUND_LEAST = 10


@dataclass(frozen=True, kw_only=True)
class Borrower:
    """What decides whether a product is for somebody: the contract's place, the enterprise's size.

    What is left open bars nothing. `place` is the region's name, for sentences.
    """

    city: str
    region: str = ""
    place: str = ""
    size: str = ""


def serves_region(regions: Collection[str], borrower: Borrower) -> bool:
    """Whether a product's regions reach a place; the city's own code is all of it."""
    return not borrower.region or borrower.region in regions or borrower.city in regions


def serves_size(sizes: Collection[str], borrower: Borrower) -> bool:
    """Whether a product's sizes of enterprise hold this one."""
    return not borrower.size or borrower.size in sizes


@rule("二(一)-2", "二(五)-1")
def meant_for(
    *, product: str, regions: Collection[str], sizes: Collection[str], borrower: Borrower
) -> Answer:
    """Bar a product published for other regions or other sizes of enterprise."""
    missed = []
    if not serves_region(regions, borrower):
        missed.append(f"合同所在区域({borrower.place})")
    if not serves_size(sizes, borrower):
        words = {str(key): word for key, word in SIZE_WORDS.items()}
        served = "、".join(words[size] for size in sizes)
        missed.append(f"{words[borrower.size]}企业(只面向{served}企业)")
    if not missed:
        return None
    return Finding.of("products.not_for", "二(一)-2", product=product, whom="和".join(missed))


@rule("二(一)-2", "二(一)-3")
def somebody_lends(*, serving: int, able: int, borrower: Borrower) -> Answer:
    """Bar sending an intent where no institution serves the place, or none has a product for it."""
    if not serving:
        return Finding.of("lending.no_institution", "二(一)-3", region=borrower.place)
    if able:
        return None
    return Finding.of("lending.nobody_offers", "二(一)-2", whom=_whom(borrower))


@rule("二(一)-2", "二(一)-3")
def named_lend(*, unable: Collection[str], borrower: Borrower) -> Answer:
    """Bar sending an intent to institutions named that have no product for it."""
    if not unable:
        return None
    return Finding.of(
        "lending.not_of_these", "二(一)-2", names="、".join(unable), whom=_whom(borrower)
    )


def _whom(borrower: Borrower) -> str:
    words = {str(key): word for key, word in SIZE_WORDS.items()}
    size = f"的{words[borrower.size]}企业" if borrower.size else ""
    return f"合同所在区域({borrower.place}){size}"


@rule("二(五)-7")
def rate_fixed(*, floats: bool) -> Answer:
    """Refuse a rate that floats: every loan keeps the rate it was approved at (D16)."""
    return Finding.of("products.floats", "二(五)-7") if floats else None


@rule("二(五)-5")
def no_collateral(*, asked: str, ground: str) -> Answer:
    """Refuse collateral or a guarantee unless the exception is stated in enough words.

    With a ground it stands as an exception, shown to suppliers and counted.
    """
    if not asked or len(ground.strip()) >= GROUND_LEAST:
        return None
    return Finding.of("products.collateral", "二(五)-5", asked=asked, least=GROUND_LEAST)
