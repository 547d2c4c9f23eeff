"""Who acts in a story: `party/role`, a supplier alone, `bureau/procurement-officer` …"""

from dataclasses import dataclass

from cairong.driving.stories.reading import BadValue
from cairong.kernel.actor import BUREAU, Role

OFFICES: dict[str, dict[str, Role]] = {
    "purchaser": {"officer": Role.PURCHASER_OFFICER, "approver": Role.PURCHASER_APPROVER},
    "agency": {"": Role.AGENCY_CLERK},
    "institution": {
        "officer": Role.INSTITUTION_OFFICER,
        "approver": Role.INSTITUTION_APPROVER,
        "manager": Role.INSTITUTION_MANAGER,
    },
    "supplier": {"": Role.SUPPLIER},
    "bureau": {role.value: role for role in Role if role in BUREAU | {Role.AUDITOR}},
    "pboc": {"": Role.PBOC, "officer": Role.PBOC, "approver": Role.PBOC},
    "sme-authority": {"officer": Role.SME_AUTHORITY, "approver": Role.SME_AUTHORITY},
    "regulator": {"": Role.REGULATOR},
    "operator": {"": Role.OPERATOR},
    "inspector": {"": Role.INSPECTOR},
    "county-bureau": {role.value: role for role in Role if role in BUREAU},
}
PARTY_OF = {  # who stands in an example for the first word of a role
    "purchaser": "采购人",
    "supplier": "供应商",
    "institution": "甲银行",
    "agency": "甲代理",
    "inspector": "审计局",
    "sme": "sme-authority",
    "pboc": "pboc",
    "regulator": "regulator",
    **dict.fromkeys(("procurement", "treasury", "county"), "bureau"),
}
AUTHORITIES = ("bureau", "pboc", "sme-authority", "regulator", "operator")


@dataclass(frozen=True, kw_only=True)
class Who:
    """One person of a story: the words that name it, its party and its role there.

    `region` bounds a desk of the bureau to one county: `bureau/treasury-officer@410327`.
    """

    words: str
    party: str
    role: Role
    region: str = ""


def who(words: str, parties: dict[str, str]) -> Who:
    """Read the words that name a person. Raises BadValue."""
    name, _, rest = words.partition("/")
    office, _, region = rest.partition("@")
    kind = name if name in AUTHORITIES else parties.get(name, "")
    if not kind:
        raise BadValue(f"by:「{name}」不在 parties 里")
    roles = OFFICES[kind]
    if office not in roles:
        raise BadValue(f"by:「{words}」的职务不对,可用:{'、'.join(_forms(name, roles))}")
    if region and kind != "bureau":
        raise BadValue(f"by:「{words}」只有 bureau 的席位可以限定区域")
    return Who(words=words, party=name, role=roles[office], region=region)


def words_for(party: str, role: Role, *, second: bool = False) -> str:
    """Write who somebody is as `by` would: the inverse of `who`.

    Where two desks hold one role, the `second` of two persons sits at the other.
    """
    for roles in OFFICES.values():
        found = [office for office, held in roles.items() if held == role]
        if found:
            office = found[-1 if second else 0]
            return f"{party}/{office}" if office else party
    return f"{party}/{role}"


def _forms(name: str, roles: dict[str, Role]) -> list[str]:
    return [f"{name}/{office}" if office else name for office in roles]
