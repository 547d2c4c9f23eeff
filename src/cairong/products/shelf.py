"""The shelf: each product's cost for an amount, the cheapest first; what does not fit, and why.

Five hundred products are priced for one page, so a process keeps their terms as it last read them,
and asks before each use, in one statement, whether any row they were read from has changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.money import format_yuan
from cairong.policy.cost import Figures, Instalment, Method, Repaid, figures_of, repaid, schedule
from cairong.policy.lpr import Lpr
from cairong.policy.matching import draw
from cairong.policy.products import Borrower, serves_region, serves_size
from cairong.products.bettered import bettered
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import on_shelf
from cairong.rulebook.reads import lpr_on

COMPARED_LEAST, COMPARED_MOST = 2, 4
NEVER = 10**30
# What marks a row's present state is the transaction that wrote it and where it wrote it.
STANDS = """
    SELECT p.rows, p.hash, o.hash FROM
        (SELECT count(*) AS rows, bit_xor(hash_record_extended(ROW(id, xmin, ctid), 0)) AS hash
         FROM products_product WHERE city_id = %s AND state = 'published') p,
        (SELECT bit_xor(hash_record_extended(ROW(o.id, o.xmin, o.ctid, i.xmin, i.ctid), 0)) AS hash
         FROM parties_organisation o
         LEFT JOIN parties_institutionprofile i ON i.organisation_id = o.id
         WHERE o.city_id = %s AND o.kind = 'institution') o
"""


@dataclass(frozen=True, kw_only=True)
class ShelfQuery:
    """What somebody wants to borrow: fen, days, way of repaying and in how many parts.

    `region`, `size` (of the enterprise) and `grade` (of its performance record) may be left open.
    """

    amount_fen: int
    days: int
    method: Method = "bullet"
    instalments: int = 1
    region: str = ""
    size: str = ""
    grade: str = ""


class Shelved(NamedTuple):
    """One product on the shelf, priced; `bars` says why it does not fit the query, if so."""

    version: ProductVersion
    rate_bp: int
    lpr_bp: int
    lpr_on: date
    cost: Figures | None
    bars: tuple[str, ...]
    tie: str

    @property
    def id(self) -> UUID:
        """The key of the product."""
        return self.version.product_id

    @property
    def product(self) -> Product:
        """The product this version belongs to."""
        return self.version.product

    @property
    def all_in_fen(self) -> int:
        """What is paid beside the principal: interest and fees."""
        return self.cost.interest_fen + self.cost.fee_fen if self.cost else 0

    @property
    def fitting(self) -> "Shelved | None":
        """Itself where it fits the query: what does not fit is sorted last."""
        return None if self.bars else self


@dataclass(frozen=True)
class _Kept:
    """The versions of a shelf as a process read them, and the draw of a day among them."""

    stands: tuple[int | None, ...]
    versions: list[ProductVersion]
    seed: str
    ties: list[str]


_KEPT: dict[str, _Kept] = {}  # by city


def shelf(city: str, *, now: datetime, query: ShelfQuery, lpr: Lpr | None = None) -> list[Shelved]:
    """Price every product on the shelf for a query, cheapest first; what does not fit, last.

    The order is by effective yearly cost, then simple yearly cost, then by the published draw of
    the day (`policy.matching.draw`). Nobody can buy a place. `lpr` is that of the moment, where it
    is at hand.
    Source: 二(一)-4, 中国人民银行公告〔2021〕第3号.
    """
    held = lpr or lpr_on(city, now)
    kept = _kept(city, tie_seed(city, day_of(now)))
    sums = _Sums(query)
    pairs = zip(kept.versions, kept.ties, strict=True)
    return sorted((_priced(each, held, tie, sums) for each, tie in pairs), key=_place)


def compared(
    city: str, *, now: datetime, query: ShelfQuery, product_ids: Sequence[UUID]
) -> list[Shelved]:
    """Put two to four products side by side in the shelf's order. Raises Invalid, NotFound."""
    wanted = set(product_ids)
    if not COMPARED_LEAST <= len(wanted) <= COMPARED_MOST:
        raise Invalid("products.compare_count", field="products", value=len(wanted))
    found = [each for each in shelf(city, now=now, query=query) if each.id in wanted]
    if len(found) != len(wanted):
        raise NotFound("access.not_found", thing="产品")
    return found


def shelved(product: Product, *, now: datetime, query: ShelfQuery) -> Shelved | None:
    """Price one product for a query; None where it does not stand on the shelf."""
    version = on_shelf(product.city_id).filter(product=product).first()
    if version is None:
        return None
    tie = draw(tie_seed(product.city_id, day_of(now)), product.pk)
    return _priced(version, lpr_on(product.city_id, now), tie, _Sums(query))


def schedule_of(found: Shelved, query: ShelfQuery) -> tuple[Instalment, ...]:
    """List what is paid when for a product that fits a query; nothing where it does not."""
    if found.bars:
        return ()
    return schedule(
        principal_fen=query.amount_fen,
        rate_bp=found.rate_bp,
        days=query.days,
        day_count=found.version.day_count,
        method=query.method,
        instalments=query.instalments,
    )


def tie_seed(city: str, day: date) -> str:
    """Name the seed that orders equal costs on one day; it stands on the page."""
    return f"{city}-{day.isoformat()}"


def bars(version: ProductVersion, query: ShelfQuery) -> list[str]:
    """Say in words what keeps a product from fitting a query, and what would have to change."""
    said = []
    longest = bettered(version, query.grade).max_days if query.grade else version.max_days
    if query.method not in version.methods:
        said.append("不提供这种还款方式")
    if query.days > longest:
        said.append(f"期限最长 {longest} 天")
    if query.amount_fen < version.min_fen:
        said.append(f"金额不低于 {format_yuan(version.min_fen)}")
    if version.max_fen is not None and query.amount_fen > version.max_fen:
        said.append(f"金额不高于 {format_yuan(version.max_fen)}")
    if query.amount_fen <= version.fee_fen:
        said.append(f"金额须高于费用 {format_yuan(version.fee_fen)}")
    if query.region or query.size:
        said += _not_for(version, query)
    return said


def _priced(version: ProductVersion, lpr: Lpr, tie: str, sums: "_Sums") -> Shelved:
    query = sums.query
    lpr_bp = lpr.one_year_bp if version.tenor == "1Y" else lpr.five_year_bp
    spread = bettered(version, query.grade).spread_bp if query.grade else version.spread_bp
    rate_bp = max(lpr_bp + spread, 0)
    barred = tuple(bars(version, query))
    cost = None if barred else sums.of(rate_bp, version.day_count, version.fee_fen)
    return Shelved(version, rate_bp, lpr_bp, lpr.published_on, cost, barred, tie)


class _Sums:
    """What terms cost, for one query: those that many products share are worked out once."""

    def __init__(self, query: ShelfQuery) -> None:
        self.query = query
        self.flows: dict[tuple[int, int], Repaid] = {}
        self.known: dict[tuple[int, int, int], Figures] = {}

    def of(self, rate_bp: int, day_count: int, fee_fen: int) -> Figures:
        """Work out the sums of a loan at a rate with a fee."""
        found = self.known.get((rate_bp, day_count, fee_fen))
        if found is None:
            query, paid = self.query, self.flows.get((rate_bp, day_count))
            if paid is None:
                paid = self.flows[rate_bp, day_count] = repaid(
                    principal_fen=query.amount_fen, rate_bp=rate_bp, days=query.days,
                    day_count=day_count, method=query.method, instalments=query.instalments,
                )  # fmt: skip
            found = figures_of(paid, fee_fen=fee_fen)
            self.known[rate_bp, day_count, fee_fen] = found
        return found


def _not_for(version: ProductVersion, query: ShelfQuery) -> list[str]:
    borrower = Borrower(city=version.product.city_id, region=query.region, size=query.size)
    checks = (
        (serves_region(version.regions, borrower), "不服务这个区域"),
        (serves_size(version.sizes, borrower), "不面向这一规模的企业"),
    )
    return [words for holds, words in checks if not holds]


def _kept(city: str, seed: str) -> _Kept:
    """Give the versions on the shelf, read anew where any row behind them is another now."""
    with connection.cursor() as cursor:
        cursor.execute(STANDS, [city, city])
        stands = cursor.fetchone()
    kept = _KEPT.get(city)
    if kept is None or (kept.stands, kept.seed) != (stands, seed):
        same = kept is not None and kept.stands == stands
        versions = kept.versions if kept and same else list(on_shelf(city))
        ties = [draw(seed, each.product_id) for each in versions]
        kept = _KEPT[city] = _Kept(stands, versions, seed, ties)
    return kept


def _place(shelved: Shelved) -> tuple[bool, int, int, str]:
    sums = shelved.cost
    if sums is None:
        return True, NEVER, NEVER, shelved.tie
    irr, simple = sums.irr_points, sums.simple_points
    return False, NEVER if irr is None else irr, NEVER if simple is None else simple, shelved.tie
