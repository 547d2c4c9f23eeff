"""What a row of each list asks for: the arguments of its act, and whether that stands already."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.calendar import SATURDAY, day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.parties import reads
from cairong.parties.kinds import ROLES_OF, InstitutionFacts
from cairong.parties.models import InstitutionProfile, Invitation, Mandate, Organisation
from cairong.parties.people import own_organisation_id
from cairong.parties.reads import region_names
from cairong.parties.steps.invitations import plain_phone
from cairong.policy.admission import LICENCE, Paper
from cairong.policy.names import clean_name
from cairong.rulebook.reads import calendar_of

type Row = dict[str, Any]
Kind = Organisation.Kind
YES = "是"
SPLIT = re.compile(r"[、,,;;\s]+")
REST, WORK = "休", "班"
WORDS = {
    "name": "单位名称", "uscc": "统一社会信用代码", "region": "县(市、区)", "role": "岗位",
    "regions": "服务区域", "paid_until": "已付款统计到", "evidence": "依据", "source": "来源",
    "address": "住所", "contact_name": "联系人", "contact_phone": "联系电话",
    "connected_evidence": "对接的依据", "local_legal_person": "本地法人机构",
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
        "institution": InstitutionFacts(
            regions=codes,
            licence_kind=row["licence_kind"],
            connected_on=row.get("connected_on"),
            connected_evidence=row.get("connected_evidence", ""),
            local_legal_person=row.get("local") == YES,
        ),
        "papers": list(numbers),
    }


def standing_organisation(kind: str, actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether it is admitted already as the row says. Raises Conflict where otherwise."""
    rows = Organisation.objects.filter(city_id=actor.city, kind=kind)
    name, uscc = clean_name(given["name"], WORDS["name"], most=200), given.get("uscc", "")
    found = (rows.filter(uscc=uscc).first() if uscc else None) or rows.filter(name=name).first()
    if found is None:
        return ""
    said = {
        **{key: given.get(key, "") for key in ("region", "address", "contact_name")},
        "name": name, "uscc": uscc, "contact_phone": plain_phone(given.get("contact_phone", "")),
    }  # fmt: skip
    same = {WORDS[key]: (each, getattr(found, key)) for key, each in said.items() if each}
    profile = InstitutionProfile.objects.filter(organisation=found).first()
    if profile is not None and "institution" in given:
        facts = given["institution"]
        numbers = [each.number for each in given["papers"] if each.kind == LICENCE]
        same[WORDS["regions"]] = (set(facts.regions), set(profile.regions))
        same["机构类型"] = (facts.licence_kind, profile.licence_kind)
        same["金融许可证编号"] = (numbers, [profile.licence_no])
        if facts.connected_on:
            same["对接日期"] = (facts.connected_on, profile.connected_on)
            same[WORDS["connected_evidence"]] = (
                facts.connected_evidence,
                profile.connected_evidence,
            )
        if facts.local_legal_person:
            same[WORDS["local_legal_person"]] = (True, profile.local_legal_person)
    require_same(found.name, "单位管理", same)
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
    return _seated(of, given, now, "本单位人员")


def _seated(of: Mapping[str, Any], given: Mapping[str, Any], now: datetime, where: str) -> str:
    """Say whether whom a row names holds a desk, or is invited to it.

    Raises Conflict where somebody of the name does under another number, or with another right.
    """
    name, phone = given["name"], plain_phone(given["phone"])
    held = Mandate.objects.running(day_of(now)).filter(**of, person__name=name)
    open_rows = Invitation.objects.filter(
        **of, name=name, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    found = [("已在岗", *row) for row in held.values_list("person__phone", "administrator")]
    found += [
        ("已邀请,还没有接受", *row) for row in open_rows.values_list("phone", "administrator")
    ]
    boss = given.get("administrator", True)
    same = [
        {"手机": (phone or known, known), "同时担任管理员": (boss, administers)}
        for _, known, administers in found
    ]
    for (said, *_), columns in zip(found, same, strict=True):
        if all(wanted == known for wanted, known in columns.values()):
            return said
    if same:
        require_same(name, where, same[0])
    return ""


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
    return _seated({**of, "administrator": True}, given, now, "单位管理")


def year_of_days(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which days of a year rest and which are worked; weekends rest anyway.

    Raises Invalid for a day of another year, and for rows that name another notice.
    """
    year, source = rows[0]["year"], rows[0]["source"]
    days: dict[str, list[date]] = {REST: [], WORK: []}
    for row in rows:
        if row["day"].year != year:
            raise Invalid("rulebook.day_of_other_year", field="day", value=row["day"], year=year)
        if row["source"] != source:
            raise Invalid("import.list_apart", field=WORDS["source"])
        if row["what"] == WORK or row["day"].weekday() < SATURDAY:
            days[row["what"]].append(row["day"])
    return {"year": year, "days_off": days[REST], "days_worked": days[WORK], "source": source}


def known_year(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether the year is entered already as the rows say. Raises Conflict where otherwise."""
    known, year = calendar_of(actor.city).years.get(given["year"]), given["year"]
    if known is None:
        return ""
    require_same(f"{year}年放假安排", "放假安排", {
        "日期": (sorted(given["days_off"]), sorted(known.rest)),
        "调休上班": (sorted(given["days_worked"]), sorted(known.work)),
        WORDS["source"]: (given["source"], known.source),
    })  # fmt: skip
    return "已录入"


def require_same(name: str, where: str, columns: Mapping[str, tuple[object, object]]) -> None:
    """Refuse what stands otherwise than a row says, by column. Raises Conflict naming where to."""
    other = [word for word, (said, known) in columns.items() if said != known]
    if other:
        raise Conflict("import.list_differs", name=name, what="、".join(other), where=where)
