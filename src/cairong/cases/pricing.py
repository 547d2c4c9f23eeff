"""What an application can be offered, what it would cost, and which rules the terms would break."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from cairong.cases.financings import title_of
from cairong.cases.proposals import Proposed, newest_proposal
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding, Invalid, PolicyBreach
from cairong.lending.actions.approve_offer import allowed, decides_asked, figures_of, most_fen
from cairong.lending.models import Application
from cairong.lending.reads import application_for
from cairong.lending.record import grade_of
from cairong.lending.steps.background import newest_background, still_checked
from cairong.lending.steps.bindings import borrower_of
from cairong.lending.steps.verification import newest_verification
from cairong.policy import lending as rules
from cairong.policy.cost import Cost
from cairong.policy.lpr import Lpr
from cairong.policy.products import Borrower
from cairong.products.bettered import Bettered, bettered
from cairong.products.reads import is_for, open_versions
from cairong.rulebook.reads import lpr_on
from cairong.treasury.arithmetic import Line, arithmetic, fits_headroom, headroom_fen
from cairong.treasury.expected import Outlook, outlook_of
from cairong.treasury.models import Receivable

ACT = "lending.approve_offer"


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Terms with their figures; no cost where there is none to tell; what the rules refuse."""

    product: Bettered
    rate_bp: int
    lpr_bp: int
    cost: Cost | None
    breaches: list[Finding]


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """An application, and the products on the shelf (by id) under which it can be offered.

    What its intent has reserved already does not stand in its own way. `checked` says whether the
    contract was checked, `newest` is the newest offer that was put before a second person.
    """

    now: datetime
    application: Application
    title: str
    borrower: Borrower
    products: Mapping[str, Bettered]
    lpr: Lpr
    checked: bool
    newest: Proposed | None

    @property
    def receivable(self) -> Receivable:
        """What is financed. Raises PolicyBreach while there is no contract."""
        receivable: Receivable | None = self.application.intent.receivable
        if receivable is None:
            raise PolicyBreach("lending.contract_missing", obligation="二(四)-3")
        return receivable

    @cached_property
    def outlook(self) -> Outlook:
        """When what is still to be paid will probably be paid (二(五)-3)."""
        return outlook_of(self.receivable, day_of(self.now))

    @cached_property
    def unlooked(self) -> Finding | None:
        """Say why no offer can rest on the checklist of the trade; None where one can."""
        return still_checked(self.application, newest_background(self.application.pk))

    @property
    def first(self) -> Bettered:
        """The first product that is meant for the borrower, or else the first of all."""
        listed = list(self.products.values())
        return next(
            (each for each in listed if is_for(each.version, self.borrower) is None), listed[0]
        )

    def room_fen(self, product: Bettered | None) -> int:
        """Work out how much an offer may be, under the cap of a product (D9)."""
        return headroom_fen(self.receivable, _cap(product), own_fen=self._own_fen)

    def most_fen(self, product: Bettered) -> int:
        """Work out how much of what was asked an offer of a product can be, never below zero."""
        most = most_fen(self.receivable, product, own_fen=self._own_fen)
        return max(min(self.application.intent.amount_fen, most), 0)

    def lines(self, product: Bettered | None) -> list[Line]:
        """Explain by arithmetic how much an offer may be, under the cap of a product (D9)."""
        return arithmetic(self.receivable, _cap(product), own_fen=self._own_fen)

    def price(self, product: Bettered, terms: rules.Terms) -> Priced:
        """Price terms, and hold them against the rules of an approval."""
        lpr_bp = self.lpr.rate_bp("1Y" if product.version.tenor == "1Y" else "5Y")
        rate_bp = lpr_bp + terms.spread_bp
        misfit = list(_misfit(terms))
        whole = rate_bp > 0 and terms.amount_fen > 0 and not misfit
        return Priced(
            product=product,
            rate_bp=rate_bp,
            lpr_bp=lpr_bp,
            cost=figures_of(terms, rate_bp, product.version.day_count) if whole else None,
            breaches=[*misfit, *self._breaches(product, terms, lpr_bp)],
        )

    def _breaches(self, product: Bettered, terms: rules.Terms, lpr_bp: int) -> Iterator[Finding]:
        cap, own = product.cap_percent, self._own_fen
        answers = (
            fits_headroom(self.receivable, terms.amount_fen, cap_percent=cap, own_fen=own),
            *allowed(terms, product, self.borrower),
            decides_asked(
                terms,
                self.application.intent,
                self.receivable,
                product,
                today=day_of(self.now),
            ),
            self.outlook.fits(terms),
            rules.rate_above_zero(lpr_bp=lpr_bp, spread_bp=terms.spread_bp),
        )
        yield from (answer for answer in answers if answer is not None)

    @property
    def _own_fen(self) -> int:
        reserved: int = self.application.intent.reserved_fen
        return reserved


def pricing_of(actor: Actor, application_id: UUID, *, now: datetime) -> Pricing:
    """Read what an application can be offered by its institution. Raises NotFound."""
    found = application_for(actor, application_id)
    grade = grade_of(actor.city, found.intent.supplier_id, now)
    return Pricing(
        now=now,
        application=found,
        title=title_of(found.intent),
        borrower=borrower_of(found.intent),
        products={
            str(version.product_id): bettered(version, grade) for version in open_versions(actor)
        },
        lpr=lpr_on(actor.city, now),
        checked=newest_verification(found.pk) is not None,
        newest=newest_proposal(actor, ACT, found.pk),
    )


def _cap(product: Bettered | None) -> int | None:
    return product.cap_percent if product else None


def _misfit(terms: rules.Terms) -> Iterator[Finding]:
    try:
        rules.check_instalments(method=terms.method, instalments=terms.instalments, days=terms.days)
    except Invalid as refusal:
        yield replace(refusal.findings[0], obligation="二(四)-5")
