"""Cities and regions; organisations, people, mandates and accounts; proposals of two persons."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cairong.audit.columns import CodeField, StateField, city_key, state_known, uuid7_key
from cairong.kernel.actor import ROLE_NAMES
from cairong.kernel.identifiers import is_individual
from cairong.parties import guards
from cairong.parties.access import Access, AccessAlarm
from cairong.parties.counties import Delegation, OpenedDesk
from cairong.parties.institutions import InstitutionProfile
from cairong.parties.looks import NameLook
from cairong.parties.proposal import Proposal
from cairong.parties.renewal import Renewal
from cairong.parties.states import CLAIM

__all__ = [
    "Access", "AccessAlarm", "Account", "City", "Claim", "Delegation", "InstitutionProfile",
    "Invitation", "LinkedIdentity", "Mandate", "NameLook", "OpenedDesk", "Organisation", "Person",
    "Proposal", "Region", "Renewal", "SupplierFigures", "SupplierProfile", "Tally",
]  # fmt: skip
ROLE_CHOICES = [(role.value, word) for role, word in ROLE_NAMES.items()]


class City(models.Model):
    """One city of the platform, known by its region code; nothing crosses it (D23)."""

    code = models.CharField(primary_key=True, max_length=6)
    name = models.CharField(max_length=60)
    opened_on = models.DateField()
    demo = models.BooleanField(default=False)

    class Meta:
        triggers = [guards.cities_apart(), guards.second_city_by_owner()]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A county of a city (or the city itself), with its period and who came after it."""

    city = city_key("regions")
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=60)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor_code = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="parties_region_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit that takes part: purchaser, supplier, institution or authority."""

    class Kind(models.TextChoices):
        PURCHASER = "purchaser", "采购人"
        AGENCY = "agency", "代理机构"
        SUPPLIER = "supplier", "供应商"
        INSTITUTION = "institution", "金融机构"
        BUREAU = "bureau", "财政部门"
        PBOC = "pboc", "人民银行"
        SME_AUTHORITY = "sme-authority", "中小企业主管部门"
        REGULATOR = "regulator", "金融监管"
        OPERATOR = "operator", "平台运维"
        INSPECTOR = "inspector", "稽查单位"

    id = uuid7_key()
    city = city_key("organisations")
    kind = CodeField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    former_names = ArrayField(models.CharField(max_length=200), default=list)
    uscc = models.CharField(max_length=18, blank=True)
    region = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "uscc"],
                name="parties_organisation_uscc_once",
                condition=~Q(uscc=""),
            ),
            models.UniqueConstraint(
                fields=["city", "region"],
                name="parties_one_bureau",
                condition=Q(kind="bureau", active=True),
            ),
        ]
        indexes = [
            models.Index(fields=["city", "kind", "name"], name="parties_org_name"),
            GinIndex(fields=["former_names"], name="parties_org_former_names"),
        ]
        triggers = [guards.invented_in_demo_city()]

    def __str__(self) -> str:
        return self.name

    @property
    def of_county(self) -> bool:
        """Whether it is a county's bureau that is an organisation of its own."""
        return self.kind == self.Kind.BUREAU and self.region != self.city_id

    @property
    def individual(self) -> bool:
        """Whether it is an individual business, of whose account only the end is public."""
        return is_individual(self.uscc)


class SupplierFigures(models.Model):
    """What decides a supplier's size class, as of a day; revenue and assets in 万元."""

    industry = models.CharField(max_length=40)
    employees = models.IntegerField(null=True, blank=True)
    revenue_wan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    assets_wan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    figures_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class SupplierProfile(SupplierFigures):
    """A supplier's figures and the size class they make.

    From `decided_at` on it is the class that the authority decided, whatever the figures make.
    """

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="supplier_profile"
    )
    size = models.CharField(max_length=10)
    decided_at = models.DateTimeField(null=True)


class Person(models.Model):
    """A natural person. Two accounts of one person are one pair of eyes (D19).

    `leans_on` is who brought the person in, as long as nobody apart from them has confirmed who it
    is (`proven_by`); empty for whoever was proven, or appointed as the city was founded.
    """

    id = uuid7_key()
    city = city_key()
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    identity_hash = models.CharField(max_length=64, blank=True)
    demo = models.BooleanField(default=False)
    leans_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    proven_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    proven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "identity_hash"],
                name="parties_person_once",
                condition=~Q(identity_hash=""),
            ),
        ]
        triggers = [guards.invented_in_demo_city()]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name; making one is a use-case of this room."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find the account of a user name, letters of either case being the same."""
        return self.select_related("person").get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """What a person signs in with; until `rests_until`, or by a `given_password`, it only waits."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    rests_until = models.DateTimeField(null=True)
    given_password = models.BooleanField(default=False, db_default=False)
    mandate = models.ForeignKey(
        "Mandate", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        triggers = [guards.own_password_once()]

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class LinkedIdentity(models.Model):
    """Who the holder of an account is at an outside identity provider (OpenID Connect)."""

    APP_UPDATES = ("ended_at",)

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=30)
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="parties_identity_once",
                condition=Q(ended_at=None),
            ),
            models.UniqueConstraint(
                fields=["account", "issuer"],
                name="parties_identity_one_each",
                condition=Q(ended_at=None),
            ),
        ]


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by whether they hold on a day: `is_over` and `is_running` in SQL."""

    def lasting(self, on: date) -> Self:
        """Keep those that are not over on a day, those yet to begin among them."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), ended_reason="")

    def running(self, on: date) -> Self:
        """Keep those in force on a day."""
        return self.lasting(on).filter(valid_from__lte=on)


class Mandate(models.Model):
    """A person acts for an organisation in a role, in a region, for a period.

    `papers` is the number of the paper that appointed them, where one was named.
    """

    id = uuid7_key()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    role = CodeField(max_length=40, choices=ROLE_CHOICES)
    region = models.CharField(max_length=6)
    administrator = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputies"
    )
    ended_reason = models.CharField(max_length=200, blank=True)
    papers = models.CharField(max_length=200, blank=True, db_default="", default="")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role", "region"],
                name="parties_mandate_once",
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="parties_mandate_period",
            ),
        ]

    def is_over(self, on: date) -> bool:
        """Whether it was ended or has run out by a day."""
        return bool(self.ended_reason) or (self.valid_to is not None and self.valid_to < on)

    def is_running(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= on and not self.is_over(on)


class Invitation(models.Model):
    """An invitation to act for an organisation; its token is kept as a hash only.

    One that `asks_second` leads nowhere until a second authority has agreed to it; whoever
    accepts it then needs the word given to that authority besides the link.
    """

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role = CodeField(max_length=40, choices=ROLE_CHOICES)
    region = models.CharField(max_length=6)
    administrator = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    papers = models.CharField(max_length=200, blank=True)
    asks_second = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    word_hash = models.CharField(max_length=64, blank=True)


class Claim(SupplierFigures):
    """Somebody says that they act for a supplier; the bureau looks at the papers (D22).

    What they say of the supplier stays here until the claim is accepted; only then does a supplier
    not known before stand, as this claim says. `organisation` is the one known by the code.
    """

    id = uuid7_key()
    city = city_key()
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="claims"
    )
    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    address = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims")
    evidence = models.CharField(max_length=500)
    state = StateField(max_length=12, choices=CLAIM.choices(), default="waiting")
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [state_known(CLAIM)]
        indexes = [
            models.Index(
                fields=["city", "uscc"],
                name="parties_claim_waiting",
                condition=Q(state="waiting"),
            ),
        ]

    @property
    def named(self) -> str:
        """The name its supplier bears, or the one that was said while it is not known."""
        return self.organisation.name if self.organisation else self.name

    @property
    def individual(self) -> bool:
        """Whether the code is an individual business's."""
        return is_individual(self.uscc)


class Tally(models.Model):
    """How often something was tried within one stretch of time; all processes count together."""

    APP_DELETES = True

    key = models.CharField(primary_key=True, max_length=120)
    count = models.IntegerField(default=0)
    until = models.DateTimeField(db_index=True)
