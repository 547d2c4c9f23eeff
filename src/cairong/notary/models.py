"""Signed heads, the keys that signed them, and the alarms of what was not signed."""

from typing import Any, ClassVar

from django.db import models

from cairong.audit.columns import CodeField, StateField, append_only, state_known, uuid7_key
from cairong.notary.states import ALARM, ASKED


class SigningKey(models.Model):
    """A public key of the signer's, named by its SHA-256. The signer alone adds it."""

    APP_INSERTS: ClassVar[bool] = False
    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.BigAutoField(primary_key=True)
    key_id = models.CharField(unique=True, max_length=64)
    alg = models.CharField(max_length=20)
    public_key = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class Head(models.Model):
    """One signed head: the exact text that was signed, and the signature. The signer adds it."""

    APP_INSERTS: ClassVar[bool] = False
    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    alg = models.CharField(max_length=20)
    value = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["city", "-id"], name="notary_head_newest"),
            models.Index(fields=["city", "at"], name="notary_head_day"),
        ]
        triggers = [append_only()]


class Alarm(models.Model):
    """Why a chain was not signed from a moment on; two persons may accept it as a break.

    An auditor looks into each and says what it was (`finding`). The signer adds what it found; the
    worker, that the signer is away (late), that rows are not what the chain says (rows), or that
    what two persons signed does not get on to the treasury (the last four).
    """

    class Kind(models.TextChoices):
        CUT = "cut", "记录少了:末尾被截去"
        FORK = "fork", "记录与已签发的不是同一条链"
        GAP = "gap", "编号不连续"
        LINK = "link", "与上一条记录的散列不衔接"
        CONTENT = "content", "内容与散列不符"
        HEAD = "head", "链头与最后一条记录不符"
        MEMORY = "memory", "签发程序在这里没有签过,数据库里却有签发过的日志头"
        HEADS = "heads", "数据库里的日志头不是签发程序最后签的"
        KEY = "key", "签发密钥换了"
        CLOCK = "clock", "签发程序的时钟走偏,或早于最后签发的日志头"
        LATE = "late", "有了新记录,超过 5 分钟没有签发"
        ROWS = "rows", "业务数据与审计记录不符"
        SLOW = "slow", "支付指令两人签名后超过 30 分钟没有送到国库"
        AWAY = "away", "签名网关超过 10 分钟没有动静"
        FOLDER = "folder", "签名网关有事办不成"
        SHUT = "shut", "签名网关的地址不能用"

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "told_at", "accepted_at", "reason", "accepted_by",
        "state", "seen_at", "seen_by_name", "seen_for_id", "finding",
    )  # fmt: skip
    NOTARY: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True)
    city = models.CharField(max_length=6)
    kind = CodeField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    kept_size = models.BigIntegerField()
    kept_hash = models.CharField(max_length=64, blank=True)
    found_size = models.BigIntegerField()
    found_hash = models.CharField(max_length=64, blank=True)
    seq = models.BigIntegerField()
    told_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=200, blank=True, db_default="")
    reason = models.CharField(max_length=500, blank=True, db_default="")
    state = StateField(max_length=10, choices=ALARM.choices(), default="open", db_default="open")
    seen_at = models.DateTimeField(null=True)
    seen_by_name = models.CharField(max_length=60, blank=True, db_default="")
    seen_for = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = [state_known(ALARM)]
        indexes = [models.Index(fields=["city", "-at"], name="notary_alarm_newest")]


class Check(models.Model):
    """How far rows and chain were last compared, each minute and each night, and what differed.

    `found` lists what differs, so many at most of `differs`.
    """

    class Pass(models.TextChoices):
        MINUTE = "minute", "每分钟"
        NIGHT = "night", "每夜"

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    kind = CodeField(max_length=10, choices=Pass.choices)
    at = models.DateTimeField()
    upto = models.BigIntegerField()
    took_ms = models.IntegerField()
    found: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    differs = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind"], name="notary_check_once"),
        ]


class AskedCheck(models.Model):
    """A check of everything that an auditor asked for: how far it is, and what came of it.

    `part` is what is being compared, `checked` how many events of `total`, `moved_at` when that
    was last said; `token` the newest head when it was done, `found` what differs, so many at most
    of `differs`.
    """

    class Part(models.TextChoices):
        CHAIN = "chain", "逐条重算散列"
        HEADS = "heads", "与签发过的日志头核对"
        ROWS = "rows", "逐行核对业务数据"

    id = uuid7_key()
    city = models.CharField(max_length=6)
    person_name = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    state = StateField(max_length=10, choices=ASKED.choices(), default="asked")
    part = CodeField(max_length=10, choices=Part.choices, blank=True, default="")
    checked = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    took_ms = models.IntegerField(null=True)
    upto = models.BigIntegerField(null=True)
    token = models.CharField(max_length=200, blank=True, default="")
    differs = models.IntegerField(null=True)
    found: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        constraints = [
            state_known(ASKED),
            models.UniqueConstraint(
                fields=["city"], condition=~models.Q(state="done"), name="notary_check_at_once"
            ),
        ]
        indexes = [models.Index(fields=["city", "-asked_at"], name="notary_asked_newest")]


class Copy(models.Model):
    """A place outside that heads are copied to: how far it has them, and why not further."""

    id = models.BigAutoField(primary_key=True)
    city = models.CharField(max_length=6)
    place = models.CharField(max_length=300)
    head_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "place"], name="notary_copy_once"),
        ]
