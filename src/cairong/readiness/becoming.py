"""What a row of each list asks for: the arguments of its act, and whether that stands already."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.calendar import SATURDAY, day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.parties import reads
from cairong.parties.kinds import ROLES_OF, InstitutionFacts
from cairong.parties.models import Invitation, Mandate, Organisation
from cairong.parties.people import own_organisation_id
from cairong.parties.reads import region_names
from cairong.policy.admission import Paper
from cairong.policy.names import clean_name
from cairong.rulebook.reads import calendar_of
from cairong.treasury.facts import PaidPart
from cairong.treasury.models import Opening
from cairong.treasury.reads import contract_receivable
from cairong.treasury.states import OPEN_OPENINGS

type Row = dict[str, Any]
Kind = Organisation.Kind
YES = "是"
SPLIT = re.compile(r"[、,,;;\s]+")
REST, WORK = "休", "班"
WORDS = {
    "name": "单位名称", "uscc": "统一社会信用代码", "region": "县(市、区)", "role": "岗位",
    "regions": "服务区域", "paid_until": "已付款统计到", "evidence": "依据", "source": "来源",
}  # fmt: skip


def _region(actor: Actor, now: datetime, said: str, field: str) -> str:
    names = region_names(actor.city, on=day_of(now))
    if not said:
        return ""
    for code, name in names.items():
        if said in {code, name}:
            return code
    raise Invalid("parties.no_region", field=field, value=said)


def _role(said: str, kind: str) -> str:
    words = {ROLE_NAMES[role]: role.value for role in ROLES_OF.get(kind, frozenset())}
    if said not in words:
        choices = "、".join(sorted(words))
        raise Invalid("invalid.choice", field=WORDS["role"], value=said, choices=choices)
    return words[said]


def admitted(kind: str, actor: Actor, now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which organisation of a kind a row asks to admit: of the city, if of no county."""
    row = rows[0]
    region = _region(actor, now, row.get("region", ""), WORDS["region"]) or actor.city
    return {**row, "kind": kind, "region": region}


def institution(actor: Actor, now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which institution a row asks to admit, for which regions, on which papers."""
    row = rows[0]
    given = admitted(Kind.INSTITUTION, actor, now, rows)
    served = [each for each in SPLIT.split(row["regions"]) if each]
    codes = [_region(actor, now, each, WORDS["regions"]) for each in served]
    numbers = (
        Paper(kind="licence", number=row["licence"], until=row.get("licence_until")),
        Paper(kind="agreement", number=row["agreement"], until=row.get("agreement_until")),
    )
    kept = ("name", "uscc", "region", "address", "contact_name", "contact_phone", "words")
    return {
        **{key: given.get(key, "") for key in kept},
        "institution": InstitutionFacts(regions=codes, licence_kind=row["licence_kind"]),
        "papers": list(numbers),
    }


def standing_organisation(kind: str, actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether it is admitted already as the row says. Raises Conflict where otherwise."""
    rows = Organisation.objects.filter(city_id=actor.city, kind=kind)
    name, uscc = clean_name(given["name"], WORDS["name"], most=200), given.get("uscc", "")
    found = (rows.filter(uscc=uscc).first() if uscc else None) or rows.filter(name=name).first()
    if found is None:
        return ""
    said = {"name": name, "uscc": uscc, "region": given["region"]}
    other = [key for key, each in said.items() if each and getattr(found, key) != each]
    if other:
        what = "、".join(WORDS[key] for key in other)
        raise Conflict("import.list_differs", name=found.name, what=what)
    return "已登记"


def invited(actor: Actor, now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which colleague a row asks to invite, to which desk."""
    row = rows[0]
    unit = reads.organisation(actor.city, own_organisation_id(actor))
    return {
        "name": row["name"],
        "role": _role(row["role"], unit.kind),
        "region": _region(actor, now, row.get("region", ""), WORDS["region"]),
        "phone": row.get("phone", ""),
        "administrator": row.get("administrator") == YES,
    }


def colleague(actor: Actor, now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether that colleague sits there already, or is invited."""
    of = {"organisation_id": actor.organisation_id, "role": given["role"]}
    of["region"] = given["region"] or actor.region
    return _seated(of, given["name"], now)


def _seated(of: Mapping[str, Any], name: str, now: datetime) -> str:
    """Say whether somebody of a name holds a desk, or is invited to it."""
    if Mandate.objects.running(day_of(now)).filter(**of, person__name=name).exists():
        return "已在岗"
    open_rows = Invitation.objects.filter(
        **of, name=name, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    return "已邀请,还没有接受" if open_rows.exists() else ""


def _organisation(actor: Actor, said: str) -> Organisation:
    rows = Organisation.objects.filter(city_id=actor.city, active=True)
    found = list(rows.exclude(kind=Kind.SUPPLIER).filter(name=said)[:2])
    if len(found) != 1:
        raise NotFound("access.not_found", thing=f"单位「{said}」")
    return found[0]


def administrator(actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say whom a row asks to invite as administrator of which organisation, on which papers."""
    row = rows[0]
    unit = _organisation(actor, row["organisation"])
    given = {key: row.get(key, "") for key in ("name", "phone", "papers")}
    return {**given, "organisation_id": unit.pk, "role": _role(row["role"], unit.kind)}


def administers(_actor: Actor, now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether that person administers it already, or is invited to."""
    of = {key: given[key] for key in ("organisation_id", "role")}
    return _seated({**of, "administrator": True}, given["name"], now)


def opening(actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say what the rows of one contract declare as paid before. Raises Invalid, NotFound."""
    first = rows[0]
    for key in ("paid_until", "evidence"):
        if any(row[key] != first[key] for row in rows):
            raise Invalid("import.list_apart", field=WORDS[key])
    contract = _contract(actor, first["no"])
    supplier = _supplier(contract, first.get("supplier", ""))
    owing = contract_receivable(actor, contract.pk, supplier)
    parts = [PaidPart(milestone=row["milestone"], paid_fen=row["paid"])
             for row in rows if row["paid"]]  # fmt: skip
    return {
        "contract_id": contract.pk, "supplier_id": owing.supplier_id,
        "paid_until": first["paid_until"], "evidence": first["evidence"], "parts": parts,
    }  # fmt: skip


def _contract(actor: Actor, said: str) -> Contract:
    rows = contracts_of(actor)
    found = list(rows.filter(no=said)[:1]) or list(rows.filter(purchaser_no=said)[:2])
    if len(found) != 1:
        raise NotFound("access.not_found", thing=f"合同「{said}」")
    return found[0]


def _supplier(contract: Contract, said: str) -> UUID | None:
    """Find the supplier of a contract by its name; none where the row names none."""
    if not said:
        return None
    rows = contract.suppliers.filter(supplier__name=said)
    found: UUID | None = rows.values_list("supplier_id", flat=True).first()
    if found is None:
        raise NotFound("access.not_found", thing=f"供应商「{said}」")
    return found


def declared(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether that is declared or stands already."""
    receivable = contract_receivable(actor, given["contract_id"], given["supplier_id"])
    paid = sum(each.paid_fen for each in given["parts"])
    rows = Opening.objects.filter(receivable=receivable, paid_until=given["paid_until"])
    rows = rows.filter(paid_fen=paid, state__in=[*OPEN_OPENINGS, "standing"])
    return "已登记" if rows.exists() else ""


def year_of_days(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which days of a year rest and which are worked; weekends rest anyway."""
    days: dict[str, list[date]] = {REST: [], WORK: []}
    for row in rows:
        if row["what"] == WORK or row["day"].weekday() < SATURDAY:
            days[row["what"]].append(row["day"])
    year = rows[0]["day"].year
    source = rows[0]["source"]
    return {"year": year, "days_off": days[REST], "days_worked": days[WORK], "source": source}


def known_year(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether the year is entered already with the same days."""
    known = calendar_of(actor.city).years.get(given["year"])
    if known is None:
        return ""
    same = known.rest == set(given["days_off"]) and known.work == set(given["days_worked"])
    return "已录入" if same else ""
