"""What signing and resubmitting share: the rules on a contract, submitting it for filing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.contracts.models import (
    Award,
    AwardShare,
    Contract,
    ContractSupplier,
    Filing,
    ScheduleRow,
)
from cairong.contracts.reads import days_to_confirm
from cairong.contracts.steps.awards import SIGNED_KIND
from cairong.kernel.calendar import Unit, day_of
from cairong.kernel.errors import Finding
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation
from cairong.policy.contracts import (
    agreed_days_within_law,
    amount_within_award,
    bank_matches_code,
    day_has_come,
    done_elsewhere,
    items_present,
    payee_is_supplier,
    same_name,
    schedule_adds_up,
    shares_add_up,
    shares_entered,
    signed_after_notice,
    supplier_known,
)
from cairong.policy.items import BY_CODE, REQUIRED
from cairong.policy.rule import findings, require
from cairong.policy.size import SMES
from cairong.policy.treasury import accounts_apart
from cairong.rulebook.reads import parameter_if_any

OUTSIDE_NO = 60  # characters at most in the number another site gave
MOST_DAYS = "pay_days_at_most"
MEND = "mend_filing"


def require_contract(
    contract: Contract,
    suppliers: Sequence[ContractSupplier],
    schedule: Sequence[ScheduleRow],
    *,
    award: Award,
    filing: Filing,
    now: datetime,
) -> None:
    """Bar a contract that may not be announced and filed so. Raises PolicyBreach with all found."""
    require(
        *contract_findings(contract, suppliers, schedule, award=award, now=now),
        *_of_elsewhere(contract, filing, now),
    )


def contract_findings(
    contract: Contract,
    suppliers: Sequence[ContractSupplier],
    schedule: Sequence[ScheduleRow],
    *,
    award: Award,
    now: datetime,
) -> tuple[Finding, ...]:
    """Find all that keeps a contract, signed or drafted, from being announced."""
    signed_on = contract.signed_on or day_of(now)
    whole = contract.amount_fen
    return findings(
        *_of_dates(signed_on, award, now),
        amount_within_award(amount_fen=whole, award_fen=award.amount_fen),
        shares_add_up(shares_fen=[supplier.share_fen for supplier in suppliers], whole_fen=whole),
        schedule_adds_up(percents=[row.percent for row in schedule]),
        items_present(items=_items(contract, suppliers)),
        accounts_apart(accounts=[(supplier.name, supplier.account_no) for supplier in suppliers]),
        *_of_schedule(contract, suppliers, schedule, signed_on),
        *(finding for supplier in suppliers for finding in _of_supplier(supplier)),
    )


def require_shares(shares: Sequence[AwardShare]) -> None:
    """Bar signing while a joint winner's share is open (D4). Raises PolicyBreach."""
    require(
        shares_entered(
            open_names=[
                share.supplier_name
                for share in shares
                if share.share_fen is None and len(shares) > 1
            ]
        ),
        *(
            supplier_known(
                supplier=share.supplier_name, uscc=share.supplier.uscc if share.supplier else ""
            )
            for share in shares
        ),
    )


def announce(
    contract: Contract, *, now: datetime, outside_no: str, outside_at: datetime | None
) -> None:
    """Announce a contract here, and keep what another site gave that announced it. Saves nothing.

    Raises Invalid for a number that cannot be one. Source: 二(二)-3, D1, D2.
    """
    contract.announced_at, contract.announced_outside_at = now, outside_at
    contract.announced_outside_no = _number(outside_no, "announced_outside_no")


def begin_filing(
    contract: Contract,
    last: Filing | None = None,
    *,
    now: datetime,
    outside_no: str,
    outside_at: datetime | None,
) -> Filing:
    """Begin the round of filing after `last`, unsaved, with what another site gave that has it.

    Where nothing is given, what was whole in `last` stays. Its suppliers have their days to
    confirm their accounts from now on. Raises Invalid for a number that cannot be one.
    Source: 二(二)-2, D2, D38.
    """
    number = _number(outside_no, "outside_no")
    whole = last is not None and last.outside_no and last.outside_at
    if last is not None and whole and not number and outside_at is None:
        number, outside_at = last.outside_no, last.outside_at
    return Filing(
        contract=contract,
        round=last.round + 1 if last else 1,
        submitted_at=now,
        outside_no=number,
        outside_at=outside_at,
        confirm_until=days_to_confirm(contract.city_id, day_of(now)),
    )


def submit_filing(filing: Filing) -> None:
    """Submit a contract for filing: the desk's clock starts the same day, one to mend it ends.

    Writes: contracts.Filing, clocks.Duty, clocks.Mark. Source: 二(二)-2, 二(二)-7, D2.
    """
    filing.save(force_insert=True)
    contract, now = filing.contract, filing.submitted_at
    if filing.round > 1:
        fulfil_duty(subject_id=contract.pk, kind=MEND, on=day_of(now), now=now)
    _open(contract, "review_filing", start_on=day_of(now), now=now, holder=None)


def give_back(contract: Contract, *, now: datetime) -> None:
    """Start the purchaser's clock to mend a filing returned or recalled, and file it again.

    Writes: clocks.Duty. Source: 二(二)-2.
    """
    _open(contract, MEND, start_on=day_of(now), now=now, holder=contract.purchaser)


def run_signing_duties(contract: Contract, filing: Filing) -> None:
    """End the duty to sign on the day of signing; open and end those to announce and to file.

    Where one of the two was done on another site, that site's time ends its duty, and only its.
    Writes: clocks.Duty, clocks.Mark. Source: 二(二)-1…3, D2.
    """
    assert contract.signed_on is not None
    now = filing.submitted_at
    fulfil_duty(subject_id=contract.award_id, kind="sign_contract", on=contract.signed_on, now=now)
    for kind, outside_at in (
        ("announce_contract", contract.announced_outside_at),
        ("file_contract", filing.outside_at),
    ):
        _open(contract, kind, start_on=contract.signed_on, now=now, holder=contract.purchaser)
        fulfil_duty(subject_id=contract.pk, kind=kind, on=day_of(outside_at or now), now=now)


def _number(text: str, field: str) -> str:
    return clean_text(text, field, most=OUTSIDE_NO)


def _open(
    contract: Contract, kind: str, *, start_on: date, now: datetime, holder: Organisation | None
) -> None:
    about = [contract.pk, contract.award_id]
    if contract.purchaser_id:
        about.append(contract.purchaser_id)
    open_duty(
        city=contract.city_id,
        kind=kind,
        subject_id=contract.pk,
        holder=holder,
        region=contract.region,
        title=contract.title,
        start_on=start_on,
        now=now,
        about=about,
    )


def _of_dates(signed_on: date, award: Award, now: datetime) -> tuple[Finding, ...]:
    coming = day_has_come(day=signed_on, today=day_of(now), what="签订日期")
    if award.kind == SIGNED_KIND:
        return findings(coming)
    return findings(
        signed_after_notice(signed_on=signed_on, notice_on=award.notice_on),
        coming,
    )


def _of_elsewhere(contract: Contract, filing: Filing, now: datetime) -> list[Finding | None]:
    """Hold what another site is said to have given against the signing and the clock."""
    assert contract.signed_on is not None
    return [
        done_elsewhere(
            what=what,
            field=field,
            no=getattr(row, f"{field}_no"),
            at=getattr(row, f"{field}_at"),
            signed_on=contract.signed_on,
            now=now,
        )
        for what, field, row in (
            ("filed", "outside", filing),
            ("announced", "announced_outside", contract),
        )
    ]


def _of_schedule(
    contract: Contract,
    suppliers: Sequence[ContractSupplier],
    schedule: Sequence[ScheduleRow],
    signed_on: date,
) -> list[Finding | None]:
    """Hold the agreed days of payment against the law, where a supplier is small."""
    if not any(supplier.size in SMES for supplier in suppliers):
        return []
    most = parameter_if_any(contract.city_id, MOST_DAYS, on=signed_on)
    if most is None:
        return []
    return [
        agreed_days_within_law(
            milestone=row.milestone,
            agreed_days=row.agreed_days,
            unit=cast("Unit", row.unit),
            most_days=most.value,
        )
        for row in schedule
        if row.agreed_days is not None
    ]


def _of_supplier(row: ContractSupplier) -> tuple[Finding, ...]:
    if not row.account_no:
        return ()
    today = row.supplier.name if row.supplier else row.name
    named = today if same_name(row.payee, today) else row.name
    return findings(
        payee_is_supplier(payee=row.payee, supplier=named),
        bank_matches_code(bank=row.bank, cnaps=row.cnaps),
    )


def _items(contract: Contract, suppliers: Sequence[ContractSupplier]) -> dict[str, str | int]:
    """Read the items the notice names; of several suppliers, whether each has it."""
    found: dict[str, str | int] = {}
    for code in REQUIRED:
        if BY_CODE[code].of == "supplier":
            held = [getattr(supplier, code.removeprefix("supplier_")) for supplier in suppliers]
            found[code] = "有" if held and all(held) else ""
        else:
            found[code] = getattr(contract, code)
    return found
