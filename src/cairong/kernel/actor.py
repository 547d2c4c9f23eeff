"""Who acts: a person, for an organisation, in a role, through a door."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a mandate lets its holder do. The values are the words of addresses and the CLI."""

    SUPPLIER = "supplier"
    PURCHASER_OFFICER = "purchaser-officer"
    PURCHASER_APPROVER = "purchaser-approver"
    AGENCY_CLERK = "agency-clerk"
    INSTITUTION_OFFICER = "institution-officer"
    INSTITUTION_APPROVER = "institution-approver"
    INSTITUTION_MANAGER = "institution-manager"
    PROCUREMENT_OFFICER = "procurement-officer"
    PROCUREMENT_APPROVER = "procurement-approver"
    TREASURY_OFFICER = "treasury-officer"
    TREASURY_APPROVER = "treasury-approver"
    COUNTY_CLERK = "county-clerk"
    PBOC = "pboc"
    SME_AUTHORITY = "sme-authority"
    REGULATOR = "regulator"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    INSPECTOR = "inspector"
    SYSTEM = "system"
    PUBLIC = "public"


ROLE_NAMES: dict[Role, str] = {
    Role.SUPPLIER: "供应商",
    Role.PURCHASER_OFFICER: "采购人经办",
    Role.PURCHASER_APPROVER: "采购人复核",
    Role.AGENCY_CLERK: "代理机构经办",
    Role.INSTITUTION_OFFICER: "金融机构经办",
    Role.INSTITUTION_APPROVER: "金融机构复核",
    Role.INSTITUTION_MANAGER: "金融机构主管",
    Role.PROCUREMENT_OFFICER: "采购科经办",
    Role.PROCUREMENT_APPROVER: "采购科复核",
    Role.TREASURY_OFFICER: "国库科经办",
    Role.TREASURY_APPROVER: "国库科复核",
    Role.COUNTY_CLERK: "县区经办",
    Role.PBOC: "人民银行",
    Role.SME_AUTHORITY: "中小企业主管部门",
    Role.REGULATOR: "金融监管",
    Role.OPERATOR: "平台运维",
    Role.AUDITOR: "审计员",
    Role.INSPECTOR: "稽查人员",
    Role.SYSTEM: "系统",
    Role.PUBLIC: "公众",
}

BUREAU = frozenset(
    {
        Role.PROCUREMENT_OFFICER,
        Role.PROCUREMENT_APPROVER,
        Role.TREASURY_OFFICER,
        Role.TREASURY_APPROVER,
        Role.COUNTY_CLERK,
    }
)
PURCHASER = frozenset({Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER})
INSTITUTION = frozenset(
    {Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER}
)
OVERSEERS = frozenset({Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR})
# Who decides, operates, audits, or prepares what touches money, accounts, rates and parameters;
# whoever administers an organisation comes to it besides.
HAVE_FACTOR = (
    BUREAU
    | PURCHASER
    | INSTITUTION
    | {Role.AGENCY_CLERK, Role.PBOC, Role.SME_AUTHORITY}
    | {Role.OPERATOR, Role.AUDITOR, Role.INSPECTOR}
)

APPROVER_OF: dict[Role, Role] = {  # who approves what somebody prepares (D19)
    Role.PURCHASER_OFFICER: Role.PURCHASER_APPROVER,
    Role.INSTITUTION_OFFICER: Role.INSTITUTION_APPROVER,
    Role.INSTITUTION_MANAGER: Role.INSTITUTION_APPROVER,
    Role.PROCUREMENT_OFFICER: Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER: Role.TREASURY_APPROVER,
    Role.COUNTY_CLERK: Role.PROCUREMENT_APPROVER,
    Role.PBOC: Role.PBOC,
    Role.SME_AUTHORITY: Role.SME_AUTHORITY,
    Role.OPERATOR: Role.OPERATOR,
}
# Who takes part, and under which name, the bureau approves, not who keeps the machine.
PUT_BEFORE_BUREAU: dict[Role, Role] = {Role.OPERATOR: Role.PROCUREMENT_APPROVER}


class Channel(StrEnum):
    """The door an act came through."""

    WEB = "web"
    API = "api"
    JOB = "job"
    CLI = "cli"
    STORY = "story"
    GATEWAY = "gateway"


FRESH = timedelta(minutes=10)  # how long one's second factor, shown anew, is believed
UNASKED = frozenset({Channel.JOB, Channel.CLI, Channel.STORY})  # nobody sits at a browser there


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person acting now.

    `region` bounds what a bureau's, county's or authority's desk sees: a county's code, or the
    city's own code for all of it. `request_id` is the token of the form or message that asked,
    so that asking twice does once; `asked` a digest of what it asked for, where that is known.
    `rests_until` is set while the account decides nothing, having been renewed lately.
    `given_password` says that it has not chosen its password yet, `lacks_factor` that it must have
    a second factor and has none, `shown_at` when it last showed who it is; a demonstration city,
    and it alone, is `spared` both. `county_bureau` says that it acts for a county's bureau that is
    an organisation of its own.
    """

    city: str
    role: Role
    region: str
    channel: Channel
    person_id: UUID | None = None
    person_name: str = ""
    organisation_id: UUID | None = None
    organisation_name: str = ""
    mandate_id: UUID | None = None
    request_id: UUID | None = None
    asked: bytes | None = None
    rests_until: datetime | None = None
    given_password: bool = False
    lacks_factor: bool = False
    shown_at: datetime | None = None
    spared: bool = False
    county_bureau: bool = False

    @property
    def unready(self) -> bool:
        """Whether it has to see to its own account before anything else."""
        return self.given_password or self.lacks_factor

    @property
    def rests(self) -> bool:
        """Whether it may only read, and act on its own account."""
        return self.rests_until is not None

    def has_shown(self, now: datetime) -> bool:
        """Whether it has shown within the last ten minutes who it is; no machine is asked."""
        if self.spared or self.channel in UNASKED:
            return True
        return self.shown_at is not None and now - FRESH <= self.shown_at <= now

    @property
    def seat(self) -> "Actor":
        """Who it is and where it sits, without this request: all that its lists depend on."""
        return replace(
            self, channel=Channel.WEB, request_id=None, asked=None, rests_until=None, shown_at=None
        )

    @property
    def whole_city(self) -> bool:
        """Whether the desk's scope is the whole city."""
        return self.region == self.city

    def through(self, channel: Channel) -> "Actor":
        """The same actor through another door."""
        return replace(self, channel=channel)


def system(*, city: str) -> Actor:
    """The actor of scheduled and queued work in one city."""
    return Actor(city=city, role=Role.SYSTEM, region=city, channel=Channel.JOB, person_name="系统")


def public(*, city: str) -> Actor:
    """Whoever reads without signing in."""
    return Actor(city=city, role=Role.PUBLIC, region=city, channel=Channel.WEB)
