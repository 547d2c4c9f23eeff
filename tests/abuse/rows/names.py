"""Names of organisations, written by hand (docs/decisions/names.md)."""

from abuse.rows.writing import Attempt, turned, two

REAL = (
    "(SELECT id FROM parties_organisation WHERE kind = 'supplier' AND id <> %(new)s"
    " ORDER BY id LIMIT 1)"
)
NAME = f"(SELECT name FROM parties_organisation WHERE id = {REAL})"
CODE = "91410300MA3X4LQK6G"


def organisation(name: str, key: str = "%(new)s", uscc: str = f"'{CODE}'") -> str:
    """An organisation of a name, written as SQL."""
    return (
        "INSERT INTO parties_organisation (id, city_id, kind, name, former_names, uscc, region,"
        " address, contact_name, contact_phone, active, demo)"
        f" VALUES ({key}, %(city)s, 'supplier', {name}, '{{}}', {uscc}, %(city)s, '', '', '',"
        " true, false)"
    )


def look(name: str, as_: str, key: str = "%(new)s", at: str = "NULL") -> str:
    """What a name looks like, as the forger says."""
    return (
        "INSERT INTO parties_namelook (city_id, organisation_id, name, look, alike_at)"
        f" VALUES (%(city)s, {key}, {name}, {as_}, {at})"
    )


def told(act: str, after: str, **arguments: str) -> tuple[str, ...]:
    """A proposal of the bureau's two, with what it showed."""
    laid, chained, decided = two(act, "procurement", **arguments)
    assert "'{}', '{}', '{}', 'waiting'" in laid
    return (
        laid.replace("'{}', '{}', '{}', 'waiting'", f"'{{}}', {after}, '{{}}', 'waiting'"),
        chained, decided,
    )  # fmt: skip


CLAIM = (
    "INSERT INTO parties_claim (id, city_id, organisation_id, uscc, name, region, address,"
    " person_id, evidence, state, created_at, reason, industry)"
    f" VALUES (%(other)s, %(city)s, %(new)s, '{CODE}', {NAME}, %(city)s, '',"
    " %(supplier_person)s, '', 'waiting', %(now)s, '', '')"
)
SHOWN = (
    f"jsonb_build_object('alike', jsonb_build_array('「' || {NAME} || '」(供应商,' ||"
    f" (SELECT uscc FROM parties_organisation WHERE id = {REAL}) || '):名称逐字相同'))"
)
OTHER_SHOWN = '\'{"alike": ["「别家」(供应商,91110000600037341L):x"]}\''
NAMES: list[Attempt] = [
    ("an organisation whose look nobody keeps", (organisation("'无此公司'"),), "parties_name_kept"),
    ("the name of another under another code",
     (organisation(NAME), look(NAME, "'x'")), "parties_name_alike"),
    ("the same without a code",
     (organisation(NAME, uscc="''"), look(NAME, "'x'")), "parties_name_alike"),
    ("the same, wide and with a blank",
     (organisation(f"'　' || {NAME}"), look(f"'　' || {NAME}", "'x'")), "parties_name_alike"),
    ("a name that looks like another's",
     (organisation("'供应啇'"),
      look("'供应啇'", f"(SELECT look FROM parties_namelook WHERE organisation_id = {REAL})")),
     "parties_name_alike"),
    ("a sign that nobody sees",
     (organisation(f"{NAME} || U&'\\200B'"), look(f"{NAME} || U&'\\200B'", "'x'")),
     "parties_name_characters"),
    ("a radical in place of a character",
     (organisation("U&'\\2ED8山'"), look("U&'\\2ED8山'", "'x'")), "parties_name_characters"),
    ("a sign of the private area",
     (organisation(f"{NAME} || U&'\\E000'"), look(f"{NAME} || U&'\\E000'", "'x'")),
     "parties_name_characters"),
    ("renamed to another's name",
     (organisation("'无此公司'"), look("'无此公司'", "'x'"),
      turned("parties_organisation", "%(new)s", name=NAME), look(NAME, "'y'")),
     "parties_name_alike"),
    ("one's own code changed, so that the name stands beside another's",
     (organisation(NAME, uscc=f"(SELECT uscc FROM parties_organisation WHERE id = {REAL})").replace(
         "'supplier', (", "'agency', ("),
      look(NAME, "'x'"), turned("parties_organisation", "%(new)s", uscc=f"'{CODE}'")),
     "parties_name_alike"),
    ("decided by two who were not shown the other name",
     (organisation(NAME), CLAIM,
      *told("contracts.admit_alike", "'{}'", claim_id="%(other)s::uuid"),
      look(NAME, "'x'", at="%(now)s")),
     "parties_name_alike"),
    ("decided by two who were shown another name",
     (organisation(NAME), CLAIM,
      *told("contracts.admit_alike", OTHER_SHOWN, claim_id="%(other)s::uuid"),
      look(NAME, "'x'", at="%(now)s")),
     "parties_name_alike"),
    ("decided by two about another claim",
     (organisation(NAME), CLAIM,
      *told("contracts.admit_alike", SHOWN, claim_id="%(third)s::uuid"),
      look(NAME, "'x'", at="%(now)s")),
     "parties_name_alike"),
    ("decided by two at another moment",
     (organisation(NAME), CLAIM,
      *told("contracts.admit_alike", SHOWN, claim_id="%(other)s::uuid"),
      look(NAME, "'x'", at="%(at)s")),
     "parties_name_alike"),
    ("decided by two for another act",
     (organisation(NAME), CLAIM,
      *told("treasury.pay", SHOWN, claim_id="%(other)s::uuid"),
      look(NAME, "'x'", at="%(now)s")),
     "parties_name_alike"),
]  # fmt: skip
DECIDED_NAMES = [
    ("a name beside another's, which two saw",
     (organisation(NAME), CLAIM,
      *told("contracts.admit_alike", SHOWN, claim_id="%(other)s::uuid"),
      look(NAME, "'x'", at="%(now)s"))),
    ("a name of its own", (organisation("'无此公司'"), look("'无此公司'", "'x'"))),
]  # fmt: skip
