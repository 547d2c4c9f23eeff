"""Rules of a product: no collateral or guarantee without a stated ground."""

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

GROUND_LEAST = 10


@rule("二(五)-5")
def no_collateral(*, asked: str, ground: str) -> Answer:
    """Refuse collateral or a guarantee unless the exception is stated in enough words.

    With a ground it stands as an exception, shown to suppliers and counted.
    """
    if not asked or len(ground.strip()) >= GROUND_LEAST:
        return None
    return Finding(
        code="products.collateral",
        obligation="二(五)-5",
        params={"asked": asked, "least": GROUND_LEAST},
    )
