"""The terms of a product as a supplier of a performance grade gets them. 二(五)-6"""

from dataclasses import dataclass

from cairong.policy.preferring import WHOLE, Preference, preference_for
from cairong.products.models import Product, ProductVersion


@dataclass(frozen=True, kw_only=True)
class Bettered:
    """One version of a product for a grade; `given` is what the grade gets better, if anything."""

    version: ProductVersion
    grade: str
    given: Preference | None

    @property
    def product(self) -> Product:
        """The product this version belongs to."""
        return self.version.product

    @property
    def spread_bp(self) -> int:
        """The highest spread over the LPR, in basis points."""
        return self.version.spread_bp - (self.given.less_bp if self.given else 0)

    @property
    def cap_percent(self) -> int:
        """The largest share of the receivable, in percent."""
        return min(self.version.cap_percent + (self.given.more_percent if self.given else 0), WHOLE)

    @property
    def max_days(self) -> int:
        """The longest term, in days."""
        return self.version.max_days + (self.given.more_days if self.given else 0)


def bettered(version: ProductVersion, grade: str) -> Bettered:
    """Say what a version is for a supplier of a grade, empty where it has none."""
    return Bettered(version=version, grade=grade, given=preference_for(version.preferences, grade))
