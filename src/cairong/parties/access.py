"""The log of access: who came in, who tried to, and the alarms of many that failed."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key


def kept() -> pgtrigger.Trigger:
    """Make the trigger by which a row of the log goes when it is six months old, never sooner.

    Of a row that counts several tries the count and the last moment grow; nothing else changes.
    """
    return pgtrigger.Trigger(
        name="kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP = 'DELETE' AND OLD.last_at < clock_timestamp() - interval '6 months' THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.folded AND NEW.times > OLD.times
                AND NEW.last_at >= OLD.last_at
                AND to_jsonb(NEW) - '{times,last_at}'::text[]
                    = to_jsonb(OLD) - '{times,last_at}'::text[] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the log of access is kept for six months'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parties_access_kept',
                TABLE = TG_TABLE_NAME;
        """,
    )


class Access(models.Model):
    """One thing that happened at the door, or several of one day, counted (`folded`).

    `mandate` is the one the account had chosen: whose unit reads the row. What was typed where
    nobody has the name stands as a digest with a key that is not in the database: it may be a
    password. `on` is the day of `at`; `times` counts from `at` to `last_at`.
    `device_digest` tells one browser's sign-ins from another's, as a digest with the same key.
    """

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", "登录"
        SIGNED_OUT = "signed_out", "退出"
        ENDED = "ended", "结束其他设备上的登录"
        SHUT = "shut", "多次核对不对,结束登录"
        WRONG = "wrong", "密码不对"
        FACTOR = "factor", "密码对,动态码或通行密钥不对"
        PROOF = "proof", "登录后再次核对不对"
        BRAKED = "braked", "次数太多,没有核对"
        NO_MANDATE = "no_mandate", "密码对,没有有效的授权"
        UNLINKED = "unlinked", "外部身份没有绑定账号"

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("times", "last_at")
    APP_DELETES: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    on = models.DateField()
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    account = models.ForeignKey(
        "parties.Account", null=True, on_delete=models.PROTECT, related_name="accesses"
    )
    mandate = models.ForeignKey(
        "parties.Mandate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name_digest = models.CharField(max_length=32, blank=True)
    device_digest = models.CharField(max_length=32, blank=True, default="")
    outcome = CodeField(max_length=12, choices=Outcome.choices)
    times = models.IntegerField(default=1)
    folded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "on", "outcome", "account", "address"],
                name="parties_access_folded_once",
                condition=Q(folded=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["city", "on"], name="parties_access_day"),
            models.Index(
                fields=["city", "on"],
                name="parties_access_device",
                condition=~Q(device_digest=""),
            ),
        ]
        triggers = [kept()]


class AccessAlarm(models.Model):
    """Many tries failed on one day: for one account, from one address, or in all."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", "一个账号多次登录失败"
        ADDRESS = "address", "一个地址试了许多账号"
        ALL = "all", "失败的登录太多"

    id = uuid7_key()
    city = city_key()
    kind = CodeField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    at = models.DateTimeField()
    account = models.ForeignKey(
        "parties.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.GenericIPAddressField(null=True)
    tries = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "on", "kind", "account", "address"],
                name="parties_access_alarm_once",
                nulls_distinct=False,
            ),
        ]
        triggers = [append_only()]
