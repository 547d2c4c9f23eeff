"""Receiving accounts and consents to their change, written by hand."""

from abuse.rows.writing import INVENTED, Attempt, said, turned, two

OWN = "'6222020000000000001'"
TO_ME = {
    "payee": "'我的公司'", "account_no": OWN, "bank": "'甲银行洛阳支行'", "cnaps": "'313493000011'",
}  # fmt: skip
SUPPLIER = {**TO_ME, "payee": "'供应商'"}
CHANGE = "%(third)s"


def version(number: int, account: dict[str, str], *, of: str = "free", change: str = "NULL") -> str:
    """A payee version."""
    return (
        "INSERT INTO treasury_payeeversion"
        " (id, receivable_id, version, payee, account_no, bank, cnaps, source, established_at,"
        f" change_id) VALUES (%(other)s, %({of}_receivable)s, {number},"
        f" {', '.join(account.values())}, 'x', %(now)s, {change})"
    )


def change(account: dict[str, str], of: str = "free") -> str:
    """A change of payee, agreed to by its own word."""
    return (
        "INSERT INTO treasury_payeechange"
        " (id, city_id, receivable_id, payee, account_no, bank, cnaps, reason, asked_at, state)"
        f" VALUES ({CHANGE}, %(city)s, %({of}_receivable)s, {', '.join(account.values())},"
        " 'x', %(now)s, 'agreed')"
    )


def consent(party: str, house: str, person: str) -> str:
    """A consent in somebody's name."""
    return (
        "INSERT INTO treasury_payeeconsent (change_id, party, organisation_id, person_id, at)"
        f" VALUES ({CHANGE}, '{party}', %({house})s, %({person})s, %(now)s)"
    )


OF_SUPPLIER = consent("supplier", "supplier_house", "supplier_person")
OF_PURCHASER = consent("purchaser", "purchaser_house", "purchaser_approver")
BOTH = (OF_SUPPLIER, OF_PURCHASER)
ASKED = said(
    "treasury.payee.change_asked", CHANGE, "%(supplier_person)s", "%(supplier_house)s", "supplier"
)
AGREED = (
    ASKED,
    OF_SUPPLIER,
    *two("treasury.consent_payee_change", "purchaser", change_id=f"{CHANGE}::uuid"),
    OF_PURCHASER,
)
GUARD = "treasury_consent_undecided"
PAYEES: list[Attempt] = [
    ("a further version without a change", (version(2, SUPPLIER),), "treasury_payee_agreed"),
    ("a change agreed by two rows that name anyone",
     (change(TO_ME), *BOTH, version(2, TO_ME, change=CHANGE)), GUARD),
    ("in my name, with a decision of the bureau alone",
     (change(TO_ME), *BOTH, version(2, TO_ME, change=CHANGE),
      *two("treasury.change_payee", "treasury", change_id=f"{CHANGE}::uuid")), GUARD),
    ("a first version again", (version(1, SUPPLIER),), "treasury_payee_version_once"),
    ("a version left out", (version(3, SUPPLIER),), "treasury_payee_next_version"),
    ("agreed by both, decided by nobody",
     (change(SUPPLIER), *AGREED, version(2, SUPPLIER, change=CHANGE)),
     "treasury_payee_undecided"),
    ("agreed by both, in my name",
     (change(TO_ME), *AGREED, version(2, TO_ME, change=CHANGE)), "treasury_payee_named"),
    ("agreed by both, in a name said to be an earlier one",
     (turned("parties_organisation", "%(supplier_house)s", former_names="ARRAY['我的公司']"),
      change(TO_ME), *AGREED, version(2, TO_ME, change=CHANGE)), "treasury_payee_named"),
    ("another account than both agreed on",
     (change(SUPPLIER), *BOTH, version(2, {**SUPPLIER, "account_no": "'9'"}, change=CHANGE)),
     "treasury_payee_agreed"),
    ("on a locked receivable",
     (change(SUPPLIER, of="lent"), *BOTH, version(2, SUPPLIER, of="lent", change=CHANGE)),
     "treasury_payee_locked"),
    ("while a payment is on its way",
     (change(SUPPLIER, of="sent"), *BOTH, version(2, SUPPLIER, of="sent", change=CHANGE)),
     "treasury_payee_payment_open"),
    ("a consent of an invented person",
     (INVENTED, change(SUPPLIER), ASKED, consent("supplier", "supplier_house", "new")), GUARD),
    ("a consent of the purchaser's officer for the supplier",
     (change(SUPPLIER), ASKED, consent("supplier", "supplier_house", "purchaser_officer")), GUARD),
    ("a consent of another organisation",
     (change(SUPPLIER), ASKED, consent("supplier", "purchaser_house", "purchaser_officer")), GUARD),
    ("a consent that the chain does not tell of", (change(SUPPLIER), OF_SUPPLIER), GUARD),
    ("a consent of the purchaser by one person", (change(SUPPLIER), OF_PURCHASER), GUARD),
    ("a consent of the purchaser to another change",
     (change(SUPPLIER),
      *two("treasury.consent_payee_change", "purchaser", change_id="%(new)s::uuid"),
      OF_PURCHASER), GUARD),
    ("a consent of a party that is none",
     (change(SUPPLIER), ASKED, consent("bank", "supplier_house", "supplier_person")), GUARD),
    ("a consent given twice",
     (change(SUPPLIER), *BOTH, OF_SUPPLIER), "treasury_consent_once"),
    ("the account of a change that is asked for",
     (change(SUPPLIER), turned("treasury_payeechange", CHANGE, account_no="'9'")),
     "treasury_payee_change_fixed"),
    ("the account of a version", (turned("treasury_payeeversion", "%(free_payee)s", account_no=OWN),),
     "permission denied"),
    ("another current version",
     (turned("treasury_receivable", "%(free_receivable)s", current_id="%(lent_payee)s"),),
     "permission denied"),
]  # fmt: skip
