"""How each paper that an institution's products want stands on an application. 二(四)-2"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairong.contracts.models import Contract, Filing
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, GivenPaper, Inquiry
from cairong.papers.models import Paper
from cairong.policy.papers import VAULT
from cairong.policy.wanted import AFTER_ACCEPTANCE, CASE, Wanted, kept, kind_of
from cairong.products.models import ProductVersion
from cairong.treasury.models import Acceptance


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Where a paper is held, in words; the `paper` itself where it is one of the file room."""

    where: str
    paper: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One paper that is wanted: by which products, and `held`, `asked`, `unneeded` or `missing`."""

    wanted: Wanted
    products: Sequence[str]
    state: str
    where: str = ""
    paper: UUID | None = None


def holding_of(application: Application, kind: str, *, on: date) -> Holding | None:
    """Find where a kind of paper is held for an application on a day; None where it is not."""
    if kind in VAULT:
        return _of_vault(application, kind, on)
    contract = application.intent.contract
    if kind in CASE:
        return _of_case(contract, kind, application.intent.supplier_id) if contract else None
    found = OF_PLATFORM.get(kind)
    return found(application) if found else None


def _of_vault(application: Application, kind: str, on: date) -> Holding | None:
    rows = GivenPaper.objects.filter(
        application=application, withdrawn_at=None, paper__purpose=kind, paper__state="handed"
    ).select_related("paper")
    for given in rows.order_by("-given_at", "-pk"):
        paper = given.paper
        if paper.valid_until is None or paper.valid_until >= on:
            return Holding(where=f"供应商 {day_of(given.given_at)} 提供", paper=paper.pk)
    return None


def _of_case(contract: Contract, kind: str, supplier_id: UUID) -> Holding | None:
    """Find a paper that the purchaser or this supplier keeps; not that of another it sells with."""
    rows = Paper.objects.filter(
        contract=contract, purpose=kind, state="handed",
        organisation__in=[contract.purchaser_id, supplier_id],
    )  # fmt: skip
    paper = rows.order_by("-kept_at", "-pk").first()
    if paper is None:
        return None
    return Holding(where=f"合同的材料「{paper.name}」,{day_of(paper.kept_at)} 上传", paper=paper.pk)


def _award(application: Application) -> Holding | None:
    award = application.intent.award or (
        application.intent.contract.award if application.intent.contract else None
    )
    return Holding(where=f"{award.kind}记录 {award.no},{award.notice_on}") if award else None


def _filing(application: Application) -> Holding | None:
    rows = Filing.objects.filter(contract=application.intent.contract)
    newest = rows.order_by("-round").first()
    if newest is None or newest.verdict != Filing.Verdict.ACCEPT or newest.decided_at is None:
        return None
    return Holding(where=f"第 {newest.round} 次报送,{day_of(newest.decided_at)} 同意备案")


def _size(application: Application) -> Holding | None:
    contract = application.intent.contract
    share = contract.suppliers.filter(supplier=application.intent.supplier_id) if contract else None
    part = share.exclude(size="").first() if share is not None else None
    return Holding(where="合同签订时按国家标准判定") if part else None


def _record(_: Application) -> Holding:
    return Holding(where="按已备案的合同计算")


def _payments(application: Application) -> Holding | None:
    return Holding(where="国库支付记录") if application.intent.contract_id else None


OF_PLATFORM: Mapping[str, Callable[[Application], Holding | None]] = {
    "award": _award,
    "filing": _filing,
    "size": _size,
    "record": _record,
    "payments": _payments,
}


def papers_of(application: Application) -> dict[str, tuple[Wanted, list[str]]]:
    """Gather what the products of an application's institution want, each with whose it is.

    Of each product on the shelf the version counts that was in force when the application came, or
    its first after that.
    """
    versions: dict[UUID, ProductVersion] = {}
    rows = ProductVersion.objects.filter(
        product__institution=application.institution_id, product__state="published"
    )
    for version in rows.select_related("product").order_by("product__name", "number"):
        if version.published_at <= application.submitted_at or version.product_id not in versions:
            versions[version.product_id] = version
    found: dict[str, tuple[Wanted, list[str]]] = {}
    for version in versions.values():
        for each in kept(version.wanted):
            _, products = found.setdefault(each.kind or each.what, (each, []))
            products.append(version.product.name)
    return found


def standings_of(application: Application, *, on: date) -> list[Standing]:
    """Say of each paper that is wanted how it stands on a day: held, asked, not needed, missing."""
    asked = {
        kind_of(item["what"]) or item["what"]: inquiry
        for inquiry in Inquiry.objects.filter(application=application).order_by("asked_at")
        for item in inquiry.items
    }
    accepted = Acceptance.objects.filter(
        Acceptance.STANDING, receivable=application.intent.receivable_id
    ).exists()
    return [
        _standing(application, wanted, products, asked.get(key), accepted=accepted, on=on)
        for key, (wanted, products) in papers_of(application).items()
    ]


def _standing(
    application: Application,
    wanted: Wanted,
    products: Sequence[str],
    asked: Inquiry | None,
    *,
    accepted: bool,
    on: date,
) -> Standing:
    held = holding_of(application, wanted.kind, on=on)
    if held is not None:
        return Standing(
            wanted=wanted, products=products, state="held", where=held.where, paper=held.paper
        )
    if asked is not None:
        said = f"{day_of(asked.asked_at)} 已在{asked.word}里提出"
        return Standing(wanted=wanted, products=products, state="asked", where=said)
    if wanted.kind in AFTER_ACCEPTANCE and not accepted:
        said = "采购人还没有验收,现在不需要"
        return Standing(wanted=wanted, products=products, state="unneeded", where=said)
    if wanted.kind == "supplement":
        said = "采购人没有上传补充合同"
        return Standing(wanted=wanted, products=products, state="unneeded", where=said)
    return Standing(wanted=wanted, products=products, state="missing")
