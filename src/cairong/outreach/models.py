"""Notice letters and messages: what was sent to whom, by which channels, and who has read it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.models import Event
from cairong.outreach.states import DISPATCH, WAITING
from cairong.policy.agencies import SERVED
from cairong.policy.outreach import MORNING, QUIET_FROM, Quiet
from cairong.policy.urging import MARKS


class Letter(models.Model):
    """The notice letter (附) of one project to one supplier at one moment; opened once noted.

    With the procurement file it goes to each `recipient`, of whom the platform may know no supplier
    yet: then it is handed over (`served_*`), and read by a link with its `token`.
    """

    class Occasion(models.TextChoices):
        FILE = "file", "采购文件"
        AWARD = "award", "中标(成交)通知"
        CONTRACT = "contract", "合同签订"

    id = uuid7_key()
    city = city_key()
    award = models.ForeignKey(
        "contracts.Award", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    recipient = models.OneToOneField(
        "agencies.Recipient", null=True, on_delete=models.PROTECT, related_name="letter"
    )
    supplier = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    occasion = CodeField(max_length=10, choices=Occasion.choices)
    project_title = models.CharField(max_length=300)
    project_no = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    token = models.CharField(max_length=43, blank=True, default="", db_default="")
    served_on = models.DateField(null=True)
    served_how = CodeField(
        max_length=10, choices=SERVED.items(), blank=True, default="", db_default=""
    )
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "supplier", "occasion"], name="outreach_letter_once"
            ),
            models.UniqueConstraint(
                fields=["token"], name="outreach_letter_token_once", condition=~Q(token="")
            ),
            models.CheckConstraint(
                condition=Q(Q(occasion="file", recipient__isnull=False, award=None) & ~Q(token=""))
                | Q(
                    occasion__in=["award", "contract"],
                    recipient=None,
                    award__isnull=False,
                    supplier__isnull=False,
                    token="",
                    served_on=None,
                    served_how="",
                ),
                name="outreach_letter_of_one",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, served_how="")
                | Q(served_on__isnull=False) & ~Q(served_how=""),
                name="outreach_letter_served_how",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=models.F("sent_at")),
                name="outreach_opened_after_sent",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "-sent_at"], name="outreach_letter_supplier")]

    @property
    def addressed(self) -> str:
        """Whom it is for, by the name it bears today, or the one it obtained the file under."""
        if self.supplier is not None:
            return self.supplier.name
        return self.recipient.name if self.recipient else ""


class Message(models.Model):
    """One message in the inbox of an organisation's role: which event, in one sentence.

    `turns` are the turns it told of, as long as they last (`Ball.key`).
    """

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="messages")
    event_type = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="messages"
    )
    role = models.CharField(max_length=40)
    region = models.CharField(max_length=6, blank=True)
    sentence = models.CharField(max_length=500)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(null=True)
    turns = ArrayField(models.CharField(max_length=120), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role", "region"], name="outreach_message_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "role", "-id"], name="outreach_inbox"),
            models.Index(
                fields=["city", "id"], name="outreach_to_pass_on",
                condition=Q(passed_on_at__isnull=True),
            ),
        ]  # fmt: skip


class Reading(models.Model):
    """One person has read one message."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="outreach_read_once"),
        ]


class Kind(models.TextChoices):
    """The ways out of the platform."""

    MAIL = "mail", "电子邮件"
    SMS = "sms", "短信"
    WECOM = "wecom", "企业微信"


class Channel(models.Model):
    """One way out of the platform in a city: where it leads, with which secret, on or off.

    `address` is the mail server's name, or the gateway's address; `secret` is sealed. `revision`
    counts how often it was set.
    """

    class Security(models.TextChoices):
        TLS = "tls", "TLS(465 端口)"
        STARTTLS = "starttls", "STARTTLS(587 端口)"
        PLAIN = "plain", "不加密,不用密码(只限内网)"

    id = uuid7_key()
    city = city_key()
    kind = CodeField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=200)
    port = models.IntegerField(null=True)
    security = CodeField(max_length=10, choices=Security.choices, blank=True)
    username = models.CharField(max_length=100, blank=True)
    sender = models.CharField(max_length=100, blank=True)
    template = models.CharField(max_length=60, blank=True)
    secret = models.TextField(blank=True)
    revision = models.IntegerField(default=0, db_default=0)
    on = models.BooleanField(default=False)
    tested_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    works = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind"], name="outreach_channel_once"),
            models.CheckConstraint(
                condition=Q(on=False) | Q(works=True), name="outreach_channel_tested"
            ),
        ]


class Preference(models.Model):
    """How a person chose to be told outside the platform."""

    USUAL: ClassVar[tuple[str, ...]] = (Kind.SMS,)  # of whoever has chosen nothing

    person = models.OneToOneField(
        "parties.Person", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    channels = ArrayField(models.CharField(max_length=10), default=list)
    mail = models.EmailField(blank=True)
    quiet_since = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=MORNING)
    deadlines = models.BooleanField(default=False)

    @property
    def quiet(self) -> Quiet:
        """The person's quiet hours."""
        return Quiet(since=self.quiet_since, until=self.quiet_until, deadlines=self.deadlines)


class Proof(models.Model):
    """That a telephone or mail address reaches a person: by a code sent there and typed here.

    `code_hash` is of the code on its way, for `address`; `proven_at` since when it is proven.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="proofs")
    kind = CodeField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=254)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="outreach_proof_once"),
        ]


class Reminder(models.Model):
    """Somebody was reminded of something that ends on a day; each mark of it once.

    A step of the ladder beyond that day once and for all, wherever a recount moves the day.
    """

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    subject_id = models.UUIDField()
    mark = models.CharField(max_length=24)
    until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "mark", "until"], name="outreach_reminder_once"
            ),
            models.UniqueConstraint(
                fields=["subject_id", "mark"],
                condition=Q(mark__in=MARKS),
                name="outreach_rung_once",
            ),
        ]
        triggers = [append_only()]


class Dispatch(models.Model):
    """One message, or one day's digest, on its way to one person by one channel.

    While it is being sent, `not_before` is when somebody else may take it over. A digest is read
    by whoever holds all the `mandates` it sums up. What is for the person's eyes alone, a code or
    a link, is `sealed` with the address it goes to, and stale after half an hour.
    """

    id = uuid7_key()
    city = city_key()
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    channel = CodeField(max_length=10, choices=Kind.choices)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.PROTECT, related_name="dispatches"
    )
    digest_on = models.DateField(null=True)
    sealed = models.TextField(blank=True)
    mandates = ArrayField(models.UUIDField(), default=list)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=1000)
    link = models.CharField(max_length=100)
    state = StateField(max_length=10, choices=DISPATCH.choices(), default="queued")
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(DISPATCH),
            models.UniqueConstraint(
                fields=["message", "person", "channel"], name="outreach_dispatch_once"
            ),
            models.UniqueConstraint(
                fields=["digest_on", "person", "channel"], name="outreach_digest_once"
            ),
            models.CheckConstraint(
                condition=Q(message__isnull=False, digest_on__isnull=True, mandates=[], sealed="")
                | Q(Q(message__isnull=True, digest_on__isnull=False, sealed=""), ~Q(mandates=[]))
                | Q(Q(message__isnull=True, digest_on__isnull=True, mandates=[]), ~Q(sealed="")),
                name="outreach_dispatch_of_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "channel", "not_before"], name="outreach_dispatch_waiting",
                condition=Q(state__in=WAITING),
            ),
            models.Index(fields=["person", "-id"], name="outreach_dispatch_person"),
        ]  # fmt: skip
