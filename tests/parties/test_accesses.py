"""The log of access: bounded, kept for six months by the database, and telling of many."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cairong.audit.models import Event
from cairong.doors.drain import drain
from cairong.kernel.actor import Role, system
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.outreach.models import Message
from cairong.parties import accesses
from cairong.parties.access import Access, AccessAlarm
from cairong.parties.accesses import Outcome, clear_accesses, digest_of, note, note_name
from cairong.parties.actions import watch_accesses as watching
from cairong.parties.actions.watch_accesses import raise_access_alarm, watch_accesses
from cairong.parties.models import Account
from support.staging import staged
from support.town import CITY
from support.visitors import account_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HERE, THERE = "203.0.113.7", "198.51.100.9"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


@staged
def boss(town) -> Account:
    return account_in(town, Role.PURCHASER_APPROVER, username="boss", administrator=True)


@pytest.fixture
def few(monkeypatch) -> None:
    """Let the bounds be small."""
    monkeypatch.setattr(accesses, "MOST_OF_EACH", 3)
    monkeypatch.setattr(accesses, "MOST_OF_DAY", 8)


@pytest.fixture(autouse=True)
def looked(monkeypatch) -> None:
    """Let the worker look anew."""
    monkeypatch.setattr(watching, "_LOOKED", {})


def tried(name: str, times: int = 1, *, address: str = HERE) -> None:
    for _ in range(times):
        note_name(city=CITY, now=timezone.now(), outcome=Outcome.WRONG, address=address, name=name)


def watch() -> int:
    return watch_accesses(actor=system(city=CITY), now=timezone.now())


def written() -> list[tuple[str | None, str, int]]:
    """Say of each row its address, its user name, and how often."""
    rows = Access.objects.order_by("pk").values_list("address", "account__username", "times")
    return [(address, name or "", times) for address, name, times in rows]


class TestNoted:
    def test_a_try_with_a_name_that_is_somebodys_is_that_accounts(self, account):
        tried("wangfang")
        (row,) = Access.objects.all()
        assert (row.account, row.mandate, row.name_digest) == (account, account.mandate, "")
        assert (row.city_id, row.address, row.outcome) == (CITY, HERE, "wrong")

    def test_what_was_typed_and_is_nobodys_stands_nowhere(self, account):
        tried("correct horse battery")
        (row,) = Access.objects.all()
        assert row.account is None
        assert row.name_digest == digest_of("correct horse battery")
        assert "horse" not in str(Access.objects.values().get())

    def test_the_digest_hangs_on_a_key(self, settings):
        before = digest_of("wangfang")
        settings.SECRET_KEY = "another"
        assert digest_of("wangfang") != before


class TestBounded:
    def test_many_from_one_address_are_counted_in_one_row(self, account, few):
        tried("wangfang", 10)
        assert written() == [(HERE, "wangfang", 1)] * 3 + [(HERE, "wangfang", 7)]

    def test_another_address_keeps_its_rows(self, account, few):
        tried("wangfang", 10)
        tried("wangfang", address=THERE)
        assert written()[-1] == (THERE, "wangfang", 1)

    def test_beyond_the_days_bound_addresses_are_not_told_apart(self, account, few):
        for n in range(20):
            tried(f"nobody{n}", address=f"10.0.0.{n}")
        assert written() == [(f"10.0.0.{n}", "", 1) for n in range(8)] + [(None, "", 12)]
        tried("wangfang", 5, address=THERE)
        assert written()[-1] == (None, "wangfang", 5)

    def test_who_guesses_from_one_address_leaves_the_days_room_to_others(self, account, few):
        tried("nobody", 500)
        tried("wangfang", address=THERE)
        assert written()[-2:] == [(HERE, "", 497), (THERE, "wangfang", 1)]

    def test_signing_in_takes_none_of_that_room_and_has_a_bound_of_its_own(self, account, few):
        for n in range(20):
            tried(f"nobody{n}", address=f"10.0.0.{n}")
        for _ in range(5):
            note(now=timezone.now(), outcome=Outcome.SIGNED_IN, address=HERE, account=account)
        assert written()[-4:] == [(HERE, "wangfang", 1)] * 3 + [(HERE, "wangfang", 2)]


class TestKept:
    """The database has the last word, whoever asks."""

    def now(self) -> datetime:
        """The database's own moment, by which it keeps."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0]

    def old(self, days: int) -> Access:
        at = self.now() - timedelta(days=days)
        return Access.objects.create(
            city_id=CITY, on=day_of(at), at=at, last_at=at, address=HERE, outcome=Outcome.WRONG
        )

    def refused(self, statement: str) -> str:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            connection.cursor().execute(statement)
        return error.value.__cause__.diag.constraint_name

    @pytest.mark.parametrize("days", [0, 30, 178])
    def test_nothing_younger_than_six_months_is_deleted(self, town, days):
        self.old(days)
        assert self.refused("DELETE FROM parties_access") == "parties_access_kept"

    def test_a_count_only_grows(self, town, few):
        tried("nobody", 9)
        for statement in (
            "UPDATE parties_access SET times = 1 WHERE folded",
            "UPDATE parties_access SET times = 99, last_at = at - interval '1 day' WHERE folded",
            "UPDATE parties_access SET times = times + 1 WHERE NOT folded",
        ):
            assert self.refused(statement) == "parties_access_kept"

    def test_the_sweep_takes_what_is_older(self, town):
        kept = [self.old(0), self.old(185)]
        self.old(187)
        assert clear_accesses(actor=system(city=CITY), now=self.now()) == 1
        assert list(Access.objects.order_by("pk")) == kept

    def test_of_a_row_none_but_its_count_may_be_written(self, town):
        statement = "SELECT has_column_privilege('parties_access', %s, 'UPDATE')"
        with connection.cursor() as cursor:
            for column, may in (("times", True), ("last_at", True), ("outcome", False)):
                cursor.execute(statement, [column])
                assert cursor.fetchone()[0] is may, column


class TestMany:
    def told(self) -> dict[str, list[str]]:
        """Say of each alarm's event which roles were told."""
        events = Event.objects.filter(type__startswith="parties.access.").order_by("seq")
        return {each.type: [tell["role"] for tell in each.after["tell"]] for each in events}

    def test_of_one_account_its_person_and_administrators_are_told_once_a_day(self, account, boss):
        tried("wangfang", watching.FOR_ACCOUNT - 1)
        assert watch() == 0
        watching._LOOKED.clear()
        tried("wangfang", address=THERE)
        assert watch() == 1
        watching._LOOKED.clear()
        tried("wangfang", address=THERE)
        assert watch() == 0
        assert self.told() == {
            "parties.access.many_account": [Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER]
        }
        assert AccessAlarm.objects.get().account == account

    def test_of_one_address_with_many_names_operators_and_bureau_are_told(self, town):
        for n in range(watching.FROM_ADDRESS):
            tried(f"nobody{n}")
        assert watch() == 1
        assert self.told() == {
            "parties.access.many_address": [Role.PROCUREMENT_APPROVER, Role.OPERATOR]
        }
        assert AccessAlarm.objects.get().address == HERE

    def test_one_name_again_and_again_is_one_name(self, town):
        tried("nobody", watching.FROM_ADDRESS + 5)
        assert watch() == 0

    def test_of_very_many_in_all_is_told_once(self, town, monkeypatch):
        monkeypatch.setattr(watching, "IN_ALL", 5)
        tried("nobody", 5)
        assert watch() == 1
        watching._LOOKED.clear()
        assert watch() == 0
        assert [*self.told()] == ["parties.access.many_all"]

    def test_no_flood_of_addresses_makes_a_flood_of_alarms(self, town, monkeypatch):
        monkeypatch.setattr(watching, "FROM_ADDRESS", 1)
        for n in range(30):
            tried("nobody", address=f"10.0.0.{n}")
        assert watch() == watching.MOST_OF_KIND
        watching._LOOKED.clear()
        assert watch() == 0

    def test_two_workers_tell_once(self, town):
        facts = {"kind": AccessAlarm.Kind.ADDRESS, "tries": 99, "address": HERE}
        raise_access_alarm(actor=system(city=CITY), now=timezone.now(), **facts)
        with pytest.raises(Conflict) as refused:
            raise_access_alarm(actor=system(city=CITY), now=timezone.now(), **facts)
        assert refused.value.findings[0].code == "parties.access_told"

    def test_it_looks_once_a_minute(self, account):
        assert watch() == 0
        tried("wangfang", watching.FOR_ACCOUNT)
        assert watch() == 0

    def test_the_message_says_what_to_do(self, account):
        tried("wangfang", watching.FOR_ACCOUNT)
        watch()
        drain(clock=timezone.now)
        said = Message.objects.get(role=Role.PURCHASER_OFFICER).sentence
        assert f"账号 wangfang 今天登录失败已有 {watching.FOR_ACCOUNT} 次" in said
