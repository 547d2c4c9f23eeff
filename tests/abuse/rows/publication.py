"""Published versions, written by hand."""

from abuse.rows.writing import Attempt, said, two

COLUMNS = (
    "city_id, no, version, kind, contract_id, award_id, schema, document, sha256, published_at,"
    " reason, title, purchaser_name, supplier_names, purchaser_no, project_no, amount_fen, region,"
    " place, method, dated_on, search"
)
AS_IT_WAS = "convert_from(document, 'UTF8')"


def published(
    kind: str, *edits: tuple[str, str], version: int = 3, sha: str = "", amount: str = "amount_fen"
) -> str:
    """The next version of the free contract, its text edited."""
    text = AS_IT_WAS
    for old, new in (
        ('"kind":"filed"', f'"kind":"{kind}"'),
        ('"version":2', f'"version":{version}'),
        *edits,
    ):
        text = f"replace({text}, '{old}', '{new}')"
    written = f"convert_to({text}, 'UTF8')"
    return (
        f"INSERT INTO disclosure_publishedversion ({COLUMNS}) SELECT city_id, no, {version},"
        f" '{kind}', contract_id, award_id, schema, {written},"
        f" {sha or f'''encode(sha256('\\x00'::bytea || {written}), 'hex')'''}, %(now)s, 'x', title,"
        f" purchaser_name, supplier_names, purchaser_no, project_no, {amount}, region, place,"
        " method, dated_on, search FROM disclosure_publishedversion"
        " WHERE contract_id = %(free_contract)s AND version = 2"
    )


OF = {"contract_id": "%(free_contract)s::uuid"}
BUREAU = two("filing.decide_filing", "procurement", **OF, verdict="'accept'")
PURCHASER = two("filing.resubmit_filing", "purchaser", **OF)
GUARD, SAYS = "disclosure_version_undecided", "disclosure_version_says"
PUBLICATION: list[Attempt] = [
    ("published by nobody", (published("filed"),), GUARD),
    ("announced by nobody", (published("announced"),), GUARD),
    ("returned by nobody", (published("returned"),), GUARD),
    ("corrected where no account was changed", (published("corrected"),), GUARD),
    ("filed by two of the purchaser",
     (*two("filing.decide_filing", "purchaser", **OF, verdict="'accept'"), published("filed")),
     GUARD),
    ("filed by two who returned it",
     (*two("filing.decide_filing", "procurement", **OF, verdict="'return'"), published("filed")),
     GUARD),
    ("filed by two who decided on another contract",
     (*two("filing.decide_filing", "procurement", contract_id="%(sent_contract)s::uuid",
           verdict="'accept'"), published("filed")), GUARD),
    ("announced by two of the bureau",
     (*two("filing.resubmit_filing", "procurement", **OF), published("announced")), GUARD),
    ("recalled in the name of the bureau",
     (said("filing.contract.recalled", "%(free_contract)s", "%(procurement_officer)s", "%(bureau)s",
           "procurement-officer"), published("returned")), GUARD),
    ("of another amount",
     (*BUREAU, published("filed", ('"amount_yuan":"685200.00"', '"amount_yuan":"6852000.00"'))),
     SAYS),
    ("with columns of another amount", (*BUREAU, published("filed", amount="amount_fen * 10")), SAYS),
    ("with another account", (*BUREAU, published("filed", ("6222020000000001", "6222020000000009"))),
     SAYS),
    ("paid to another name", (*BUREAU, published("filed", ('"payee":"供应商"', '"payee":"我的公司"'))),
     SAYS),
    ("of another purchaser", (*BUREAU, published("filed", ('"name":"采购人"', '"name":"别的单位"'))),
     SAYS),
    ("of another supplier", (*PURCHASER, published("announced", ('"name":"供应商"', '"name":"我的公司"'))),
     SAYS),
    ("whose bytes say another kind", (*BUREAU, published("filed", ('"kind":"filed"', '"kind":"returned"'))),
     SAYS),
    ("whose bytes say another version",
     (*BUREAU, published("filed", ('"version":3', '"version":2'))), SAYS),
    ("that is no document",
     (*BUREAU, published("filed", ("{", "["))), "invalid input syntax for type json"),
    ("under a hash that is not its bytes'", (*BUREAU, published("filed", sha="sha256")),
     "disclosure_hash_of_bytes"),
    ("a version that stands already", (*BUREAU, published("filed", version=1)),
     "disclosure_version_once"),
    ("a sample of what is none", (published("sample", version=3),), GUARD),
    ("the bytes of a version", ("UPDATE disclosure_publishedversion SET document = ''",),
     "permission denied"),
    ("a version taken away", ("DELETE FROM disclosure_publishedversion",), "permission denied"),
    ("what the public sees", ("UPDATE disclosure_publiccontract SET amount_fen = 1",),
     "permission denied"),
    ("what the public sees, added", ("INSERT INTO disclosure_publiccontract SELECT * FROM disclosure_publiccontract",),
     "permission denied"),
]  # fmt: skip
