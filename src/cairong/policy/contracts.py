"""Rules of 二(二): signed in time and as awarded, every item public, nothing secret."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from cairong.kernel.calendar import FIRST_DAY, Unit, day_of
from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.identifiers import BANKS, KINDS_OF_BANK, bank_of
from cairong.policy.items import REQUIRED, WITHHOLDABLE, WORDS
from cairong.policy.rule import Answer, rule

WHOLE = 100
WORKING_DAYS, DAYS = 5, 7  # of a week
UNIT_WORDS: dict[str, str] = {"working": "个工作日", "calendar": "日"}
SHORT_NAMES: dict[str, str] = {
    code: name if name == "中国银行" else name.removeprefix("中国")
    for code, name in BANKS.items()
    if code not in KINDS_OF_BANK
}
ELSEWHERE = {"filed": ("备案", "二(二)-2"), "announced": ("公告", "二(二)-3")}
FIXED_AT_SIGNING = frozenset({"amount_fen", "signed_on", "retention_fen", "prepayment_fen"})


@rule("二(二)-1", "采购法§46")
def signed_after_notice(*, signed_on: date, notice_on: date) -> Answer:
    """Refuse a contract signed before its award notice went out."""
    if signed_on >= notice_on:
        return None
    return Finding.of(
        "contracts.signed_before_notice",
        "二(二)-1",
        signed_on=signed_on.isoformat(),
        notice_on=notice_on.isoformat(),
    )


@rule("二(二)-6")
def day_has_come(*, day: date, today: date, what: str) -> Answer:
    """Refuse a day of something done (`what` in words) that has not come yet."""
    if day <= today:
        return None
    return Finding.of(
        "contracts.day_to_come", "二(二)-6", what=what, day=day.isoformat(), today=today.isoformat()
    )


def check_day_known(*, day: date, today: date, field: str) -> None:
    """Refuse a day before any that a record here can bear. Raises Invalid naming the field."""
    if day < FIRST_DAY:
        raise Invalid("invalid.range", field=field, value=day, least=FIRST_DAY, most=today)


@rule("二(二)-2", "二(二)-3")
def done_elsewhere(
    *, what: str, field: str, no: str, at: datetime | None, signed_on: date, now: datetime
) -> Answer:
    """Refuse what was filed or announced on another site without its number, its time, or truth.

    That time ends our clock (D2), so it lies between the day of signing and now. `what` is a key
    of ELSEWHERE, `field` the head of the two fields' names.
    """
    word, obligation = ELSEWHERE[what]
    if bool(no) != (at is not None):
        return Finding.of(
            "contracts.elsewhere_half",
            obligation,
            what=word,
            field=f"{field}_at" if no else f"{field}_no",
            given="编号" if no else "时间",
            lacks="时间" if no else "编号",
        )
    if at is None or (signed_on <= day_of(at) and at <= now):
        return None
    return Finding.of(
        "contracts.elsewhere_when",
        obligation,
        what=word,
        field=f"{field}_at",
        at=at.isoformat(),
        signed_on=signed_on.isoformat(),
        now=now.isoformat(),
    )


@rule("采购法§46")
def amount_within_award(*, amount_fen: int, award_fen: int) -> Answer:
    """Refuse a contract above what was awarded."""
    if amount_fen <= award_fen:
        return None
    return Finding.of("contracts.above_award", "采购法§46", amount=amount_fen, award=award_fen)


@rule("采购法§46")
def shares_within_award(*, total_fen: int, award_fen: int) -> Answer:
    """Refuse shares of joint winners that are together above what was awarded."""
    if total_fen <= award_fen:
        return None
    return Finding.of("contracts.shares_above_award", "采购法§46", total=total_fen, award=award_fen)


@rule("采购法§46")
def shares_entered(*, open_names: Sequence[str]) -> Answer:
    """Refuse signing while the share of one of several suppliers is open (D4)."""
    if not open_names:
        return None
    return Finding.of("contracts.shares_open", "采购法§46", names="、".join(open_names))


@rule("采购法§46")
def supplier_known(*, supplier: str, uscc: str) -> Answer:
    """Refuse signing with a supplier that has not registered its code yet (D4)."""
    if uscc:
        return None
    return Finding.of("contracts.supplier_unknown", "采购法§46", supplier=supplier)


@rule("二(二)-6")
def shares_add_up(*, shares_fen: Sequence[int], whole_fen: int) -> Answer:
    """Refuse shares that are not the whole together: of an award recorded, a contract signed."""
    if sum(shares_fen) == whole_fen:
        return None
    return Finding.of("contracts.shares_sum", "二(二)-6", total=sum(shares_fen), whole=whole_fen)


@rule("二(二)-4")
def items_present(*, items: Mapping[str, object]) -> Answer:
    """Refuse a contract that lacks one of the items the notice makes public."""
    missing = [word for code, word in REQUIRED.items() if items.get(code) in (None, "", 0)]
    if not missing:
        return None
    return Finding.of(
        "contracts.items_missing", "二(二)-4", items="、".join(missing), count=len(missing)
    )


@rule("二(二)-4")
def schedule_adds_up(*, percents: Sequence[Decimal]) -> Answer:
    """Refuse a payment schedule whose parts are not the whole."""
    total = sum(percents, Decimal(0))
    if total == WHOLE:
        return None
    return Finding.of("contracts.schedule_sum", "二(二)-4", total=f"{total:f}")


@rule("802§9")
def agreed_days_within_law(
    *, milestone: str, agreed_days: int, unit: Unit, most_days: int
) -> Answer:
    """Refuse an agreed time of payment longer than the law lets stand towards an sme.

    `most_days` are calendar days. Of working days five are counted to a week, which is the mean:
    days off between may make the very day later by a few.
    """
    most = most_days * WORKING_DAYS // DAYS if unit == "working" else most_days
    if agreed_days <= most:
        return None
    return Finding.of(
        "contracts.pays_too_late",
        "802§9",
        milestone=milestone,
        days=agreed_days,
        unit=UNIT_WORDS[unit],
        most=most,
        law=most_days,
    )


@rule("二(三)-4")
def payee_is_supplier(*, payee: str, supplier: str) -> Answer:
    """Refuse a receiving account in another name than the supplier's."""
    if same_name(payee, supplier):
        return None
    return Finding.of("contracts.payee_is_other", "二(三)-4", payee=payee, supplier=supplier)


@rule("二(二)-6")
def bank_matches_code(*, bank: str, cnaps: str) -> Answer:
    """Refuse an account bank whose name is that of another bank than its CNAPS code's."""
    named = [code for code, name in SHORT_NAMES.items() if name in bank]
    if not named or cnaps[:3] in named:
        return None
    return Finding.of(
        "contracts.bank_mismatch",
        "二(二)-6",
        bank=bank,
        cnaps=cnaps,
        known=bank_of(cnaps) or "未知银行",
    )


@rule("二(二)-5", "保密法§29", "采购法§85")
def no_state_secret(*, state_secret: bool) -> Answer:
    """Refuse to take in anything of a contract that is a state secret."""
    if not state_secret:
        return None
    return Finding.of("contracts.state_secret", "二(二)-5")


@rule("二(二)-5")
def may_be_withheld(*, item: str, ground: str, until: date, today: date) -> Answer:
    """Refuse to keep an item from the public without a ground and an end."""
    word = WORDS.get(item, item)
    if item not in WITHHOLDABLE:
        reason = f"「{word}」必须公开"
    elif not ground.strip():
        reason = f"「{word}」没有写明依据"
    elif until <= today:
        reason = f"「{word}」的截止日期应在今天以后"
    else:
        return None
    return Finding.of("contracts.not_withholdable", "二(二)-5", reason=reason)


@rule("二(二)-7")
def return_has_reasons(*, reasons: Mapping[str, str], items: Collection[str]) -> Answer:
    """Refuse to return a filing without saying why, of an item of it or (by "") of the whole."""
    strange = [item for item in reasons if item and item not in items]
    if strange:
        return Finding.of("contracts.unknown_item", "二(二)-7", field=strange[0])
    empty = [WORDS.get(item, item) for item, why in reasons.items() if not why.strip()]
    if reasons and not empty:
        return None
    named = "、".join(word for word in empty if word)
    return Finding.of("contracts.no_reasons", "二(二)-7", items=f"({named})" if named else "")


@rule("采购法§50")
def fixed_at_signing(*, changed: Collection[str]) -> Answer:
    """Refuse to mend a filing by changing what was agreed at signing."""
    if FIXED_AT_SIGNING.isdisjoint(changed):
        return None
    return Finding.of("contracts.fixed_at_signing", "采购法§50")


def term_words(days: int | None, unit: str) -> str:
    """Write within how many days of the acceptance is paid, as the contract agrees."""
    return "合同未约定,按规定期限" if days is None else f"{days} {UNIT_WORDS[unit]}内"


def same_name(first: str, second: str) -> bool:
    """Compare two names without regard to width of characters or blanks."""
    return _plain(first) == _plain(second)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
