"""Rules of 二(三): money goes home, to the one account, in time and never above what is owed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cairong.kernel.errors import Finding
from cairong.kernel.identifiers import bank_named_by, bank_stem, digits_of
from cairong.policy.rule import Answer, rule

WHOLE = 100
LICENCES = (
    "银行", "农村商业银行", "民营银行", "村镇银行", "农村信用社", "小额贷款公司", "融资租赁公司",
    "商业保理公司", "其他",
)  # fmt: skip
DEPOSITS = ("银行", "信用社", "信用联社", "信用合作")


def milestone_amounts(amount_fen: int, percents: Sequence[Decimal]) -> tuple[int, ...]:
    """Divide a contract by its schedule, to the fen half up; the last takes the rest of 100 %."""
    parts = [
        int((amount_fen * share / WHOLE).quantize(Decimal(1), ROUND_HALF_UP)) for share in percents
    ]
    if parts and sum(percents) == WHOLE:
        parts[-1] = amount_fen - sum(parts[:-1])
    return tuple(parts)


def oldest_first[Key](amount_fen: int, open_fen: Mapping[Key, int]) -> dict[Key, int]:
    """Divide an amount over what is open, in the order given, each filled before the next."""
    parts: dict[Key, int] = {}
    for key, fen in open_fen.items():
        part = min(fen, amount_fen - sum(parts.values()))
        if part > 0:
            parts[key] = part
    return parts


@rule("二(三)-4")
def acceptance_within_milestone(*, amount_fen: int, open_fen: int, milestone: str) -> Answer:
    """Refuse an acceptance above what its milestone still has open."""
    if amount_fen <= open_fen:
        return None
    return Finding.of(
        "treasury.accepted_too_much",
        "二(三)-4",
        milestone=milestone,
        amount_fen=amount_fen,
        open_fen=open_fen,
    )


@rule("二(三)-4")
def accepted_keeps_its_milestone(*, milestone: str, accepted_fen: int, share_fen: int) -> Answer:
    """Refuse a schedule in which what was accepted no longer has its place."""
    if accepted_fen <= share_fen:
        return None
    return Finding.of(
        "treasury.accepted_already",
        "二(三)-4",
        milestone=milestone,
        accepted_fen=accepted_fen,
        share_fen=share_fen,
    )


@rule("二(三)-4")
def acceptance_not_asked_for(*, milestone: str, asked_fen: int) -> Answer:
    """Refuse to take back an acceptance of which something is asked for or paid."""
    if not asked_fen:
        return None
    return Finding.of(
        "treasury.acceptance_asked", "二(三)-4", milestone=milestone, asked_fen=asked_fen
    )


@rule("802§10")
def accepted_on_a_possible_day(*, on: date, signed_on: date, today: date) -> Answer:
    """Refuse an acceptance before the signing or in the future."""
    if signed_on <= on <= today:
        return None
    return Finding.of(
        "treasury.accepted_on_wrong_day",
        "802§10",
        on=on.isoformat(),
        signed_on=signed_on.isoformat(),
        today=today.isoformat(),
    )


@rule("二(三)-4")
def payment_within_owed(*, amount_fen: int, owed_fen: int) -> Answer:
    """Refuse a payment above what is accepted and not yet asked for."""
    if amount_fen <= owed_fen:
        return None
    return Finding.of("treasury.above_owed", "二(三)-4", amount_fen=amount_fen, owed_fen=owed_fen)


@rule("二(三)-4")
def owed_again(*, due_fen: int, amount_fen: int) -> Answer:
    """Refuse to take up a called-off payment again whose amount was asked for anew meanwhile."""
    if due_fen >= amount_fen:
        return None
    return Finding.of("treasury.owed_again", "二(三)-4", due_fen=due_fen, amount_fen=amount_fen)


@rule("二(三)-4")
def arrived_on_a_possible_day(*, on: date, released_on: date, today: date) -> Answer:
    """Refuse an arrival before the payment was released or in the future."""
    if released_on <= on <= today:
        return None
    return Finding.of(
        "treasury.arrived_on_wrong_day",
        "二(三)-4",
        on=on.isoformat(),
        released_on=released_on.isoformat(),
        today=today.isoformat(),
    )


@rule("二(三)-4")
def returned_whole(*, amount_fen: int, payment_fen: int) -> Answer:
    """Refuse a return of any amount but that of the payment: a bank sends it back whole."""
    if amount_fen == payment_fen:
        return None
    return Finding.of(
        "treasury.returned_otherwise", "二(三)-4", amount_fen=amount_fen, payment_fen=payment_fen
    )


@rule("二(三)-3")
def account_at_lender(*, bank: str, cnaps: str, lender: str, licence: str) -> Answer:
    """Refuse to lock an account that is not at the lender (D11); one without deposits has none.

    The bank of an account is the one its CNAPS code names, else (many share a code) its own name.
    The finding does not name it: where the account is may be withheld (二(二)-5).
    """
    if not any(deposit in licence for deposit in DEPOSITS):
        return None
    if bank_stem(bank_named_by(cnaps) or bank) == bank_stem(lender):
        return None
    return Finding.of("treasury.account_elsewhere", "二(三)-3", lender=lender)


@rule("二(三)-3", "二(三)-4")
def paid_to_current_payee(*, payee_version: int, current_version: int) -> Answer:
    """Refuse a payment to any payee version but the current one (I3)."""
    if payee_version == current_version:
        return None
    return Finding.of(
        "treasury.payee_not_current", "二(三)-3", version=payee_version, current=current_version
    )


@rule("二(三)-3")
def accounts_apart(*, accounts: Sequence[tuple[str, str]]) -> Answer:
    """Refuse one account number under the names of two suppliers of one contract.

    `accounts` are suppliers' names, each with its number; digits alone are compared.
    """
    holders: dict[str, str] = {}
    for name, number in accounts:
        digits = digits_of(number)
        if digits and (other := holders.setdefault(digits, name)) != name:
            return Finding.of(
                "contracts.account_shared", "二(三)-3", first=other, second=name, account_no=number
            )
    return None


@rule("二(三)-3")
def account_confirmed(
    *, unconfirmed: Sequence[str], disowned: Sequence[str], reason: str, until: date, today: date
) -> Answer:
    """Refuse to let an account stand by a filing that its supplier did not say is its own (D38).

    `unconfirmed` names the suppliers without a word. After the last day they had for it, `until`,
    it may stand without, with a `reason`; never where the supplier said that it is not its own
    (`disowned`).
    """
    if disowned:
        return Finding.of("treasury.disowned", "二(三)-3", suppliers="、".join(disowned))
    if not unconfirmed or (today > until and reason):
        return None
    said = {"suppliers": "、".join(unconfirmed), "until": until.isoformat()}
    if today <= until:
        return Finding.of("treasury.unconfirmed", "二(三)-3", **said)
    return Finding.of("treasury.unconfirmed_reason", "二(三)-3", field="unconfirmed_reason", **said)
