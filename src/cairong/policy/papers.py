"""Papers (材料): which there are, whose they are, until when they hold, and what a file may be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.actor import PURCHASER, Role
from cairong.kernel.errors import Finding, Invalid
from cairong.policy.rule import Answer, rule

CLAUSE, CHECK = "二(四)-2", "二(五)-2"
MEGABYTE = 1024 * 1024
MOST_MB = 20  # of one file, or of the pictures of one paper together
MOST_PICTURES = 12  # of one paper
BEFORE = (0, 7, 30)  # days before a paper of the vault is out of date on which its keeper is told
WARNED = timedelta(days=max(BEFORE))
DAY_MB = "papers_day_mb"  # what one organisation may hand in on one day
KINDS: Mapping[str, str] = {"pdf": "PDF", "ofd": "OFD", "docx": "Word", "xlsx": "Excel"}
MIMES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOUND: Mapping[str, str] = {"resident": "居民身份证号", "mobile": "手机号码"}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a paper is for: its word, whose roles keep it, what its number is called.

    One of the `vault` (材料库) is its keeper's own and of no contract; one that `lapses` says until
    when it holds. One of the `lenders` is an institution's, of one application.
    """

    word: str
    roles: frozenset[Role]
    numbered: str = ""
    vault: bool = False
    lapses: bool = False
    lenders: bool = False


SUPPLIER, LENDER = frozenset({Role.SUPPLIER}), frozenset({Role.INSTITUTION_OFFICER})
PURPOSES: Mapping[str, Purpose] = {
    "contract": Purpose(word="合同文本", roles=PURCHASER),
    "supplement": Purpose(word="补充合同", roles=PURCHASER),
    "acceptance": Purpose(word="验收材料", roles=PURCHASER),
    "invoice": Purpose(word="发票", roles=SUPPLIER, numbered="发票号码"),
    "delivery": Purpose(word="交付、履约材料", roles=SUPPLIER),
    "licence": Purpose(word="营业执照", roles=SUPPLIER, vault=True),
    "mandate": Purpose(word="授权委托书", roles=SUPPLIER, vault=True, lapses=True),
    "statement": Purpose(word="财务报表、流水", roles=SUPPLIER, vault=True),
    "qualification": Purpose(word="资质证书", roles=SUPPLIER, vault=True, lapses=True),
    "signed-form": Purpose(word="签字的纸质申请表", roles=LENDER, lenders=True),
    "agreement": Purpose(word="借款合同", roles=LENDER, lenders=True),
    "registration": Purpose(word="中征登记证明", roles=LENDER, lenders=True),
    "notice": Purpose(word="质押通知书", roles=LENDER, lenders=True),
}
LENDERS = tuple(key for key, each in PURPOSES.items() if each.lenders)
VAULT = tuple(key for key, each in PURPOSES.items() if each.vault)
LAPSING = tuple(key for key, each in PURPOSES.items() if each.lapses)
WORDS: Mapping[str, str] = {key: each.word for key, each in PURPOSES.items()}
OF_CASE = tuple(sorted(PURCHASER | SUPPLIER))  # who keep papers of a contract
KEEPERS = tuple(sorted(PURCHASER | SUPPLIER | LENDER))


def purposes_of(role: Role, *, vault: bool = False) -> Sequence[str]:
    """Name what a role keeps papers of a contract (or application) for, or those of its vault."""
    return [key for key, each in PURPOSES.items() if role in each.roles and each.vault == vault]


def soon_over(valid_until: date | None, *, today: date) -> bool:
    """Whether a paper that still holds will not for long."""
    return valid_until is not None and today <= valid_until <= today + WARNED


@rule(CLAUSE)
def paper_holds(*, name: str, valid_until: date | None, today: date) -> Answer:
    """Bar a paper that is out of date from being kept or given."""
    if valid_until is None or valid_until >= today:
        return None
    return Finding.of("papers.expired", CLAUSE, name=name, until=valid_until)


@rule(CLAUSE)
def within_the_day(*, taken: int, size: int, most_mb: int) -> Answer:
    """Bar what would go beyond an organisation's bytes of a day."""
    if taken + size <= most_mb * MEGABYTE:
        return None
    return Finding.of("papers.day_full", "", most=most_mb)


@rule(CLAUSE)
def not_read_yet(*, name: str, lenders: bool, read: bool) -> Answer:
    """Bar an institution from withdrawing what its borrower has read."""
    if not (lenders and read):
        return None
    return Finding.of("papers.read_already", CLAUSE, name=name)


@rule(CHECK)
def invoice_is_new(*, number: str, used_on: str) -> Answer:
    """Bar an invoice whose number stands on another paper: one invoice is handed in once."""
    if not used_on:
        return None
    return Finding.of("papers.invoice_used", CHECK, number=number, where=used_on)


def invoice_number(text: str) -> str:
    """Read the number of an invoice: 20 digits, or an older one's code and number together (18).

    Raises Invalid.
    """
    number = "".join(text.split())
    if not re.fullmatch(r"\d{20}|\d{18}", number):
        raise Invalid("papers.invoice_number", field="number", value=number[:24])
    return number
