"""Second factors at rest and in time: sealed, drifting, once each, whatever hands come at once."""

import shutil
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from cairong.home.folder import Home
from cairong.home.keys import known_secret
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from cairong.parties.actions.accounts import note_sign_in
from cairong.parties.actions.second_factor import switch_on_second_factor
from cairong.parties.factors import new_secret, seal, second_factor, spare_codes_left, unseal
from cairong.parties.models import Account
from cairong.parties.steps.second_factor import grouped, plain_digits, step_of
from support.codes import code_of
from support.racing import hands, split
from support.staging import staged
from support.town import at, found_town
from support.visitors import WORD, account_in, mandate_of

NOW = at("2025-09-15 10:00")
STEP = timedelta(seconds=30)


class Holder:
    """An account with a second factor, who shows codes at moments of their own."""

    def __init__(self) -> None:
        self.town = found_town()
        self.account = account_in(self.town, Role.PURCHASER_OFFICER, username="wangfang")
        mandate = mandate_of(self.account)
        self.actor = replace(
            self.town.system, role=Role.PURCHASER_OFFICER, person_id=mandate.person_id,
            organisation_id=mandate.organisation_id, mandate_id=mandate.pk,
        )  # fmt: skip
        self.secret = new_secret()
        self.spare = switch_on_second_factor(
            actor=self.actor, now=NOW, account_id=self.account.pk, password=WORD,
            secret=self.secret, code=self.code(0),
        )  # fmt: skip

    def code(self, step: int) -> str:
        """What the app shows so many steps after the second factor was switched on."""
        return code_of(self.secret, ahead=step, at=NOW.timestamp())

    def shows(self, code: str, step: int = 0) -> Account:
        """Sign in with a code, so many steps later."""
        return note_sign_in(
            actor=self.actor, now=NOW + STEP * step, account_id=self.account.pk, code=code
        )

    def is_refused(self, code: str, step: int = 0) -> str:
        with pytest.raises(Invalid) as refused:
            self.shows(code, step)
        return refused.value.findings[0].code

    @property
    def kept(self) -> Authenticator:
        return second_factor(self.account)


@staged
def holder(db) -> Holder:
    return Holder()


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """A data folder of this test's own, with a copy of the keys."""
    home = Home(tmp_path / "home")
    shutil.copytree(settings.HOME.keys, home.keys)
    monkeypatch.setattr(settings, "HOME", home)
    return home.keys


class TestInTime:
    @pytest.mark.parametrize(("drift", "taken"), [(-2, False), (-1, True), (0, True), (1, True),
                                                  (2, False)])  # fmt: skip
    def test_a_clock_may_be_one_step_off(self, holder, drift, taken):
        if taken:
            assert holder.shows(holder.code(10 + drift), 10)
        else:
            assert holder.is_refused(holder.code(10 + drift), 10) == "sign_in.code"

    def test_a_code_serves_once_and_none_before_it_afterwards(self, holder):
        holder.shows(holder.code(10), 10)
        for step in (8, 9, 10):
            assert holder.is_refused(holder.code(step), 10) == "sign_in.code"
        assert holder.shows(holder.code(11), 11)

    def test_a_fast_clocks_code_uses_up_the_step_it_is_of(self, holder):
        holder.shows(holder.code(11), 10)
        assert holder.is_refused(holder.code(10), 10) == "sign_in.code"
        assert holder.is_refused(holder.code(11), 11) == "sign_in.code"
        assert holder.shows(holder.code(12), 12)

    def test_what_was_refused_uses_nothing_up(self, holder):
        for wrong in ("000000", "1", "", "９", "1" * 40):
            holder.is_refused(wrong, 10)
        assert holder.shows(holder.code(10), 10)

    def test_a_clock_set_back_opens_nothing_used(self, holder):
        holder.shows(holder.code(10), 10)
        assert holder.is_refused(holder.code(5), 5) == "sign_in.code"

    @pytest.mark.parametrize(
        ("typed", "read"),
        [("123 456", "123456"), ("１２３４５６", "123456"), ("12-34-56", "123456"),
         ("١٢٣٤٥٦", "123456"), ("²³", ""), ("abc", ""), ("", "")],
    )  # fmt: skip
    def test_digits_are_read_as_people_write_them_and_nothing_else_is(self, typed, read):
        assert plain_digits(typed) == read

    def test_the_published_examples_come_out(self):
        """RFC 6238, appendix B, SHA-1: the last six of the eight digits."""
        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
            moment = at("1970-01-01 08:00") + timedelta(seconds=seconds)
            assert step_of(secret, code, moment, after=0) == seconds // 30

    def test_without_a_secret_no_code_is_right(self):
        assert step_of("", code_of("A" * 32), NOW, after=0) is None


@pytest.mark.usefixtures("cluster")  # whose folder holds the key
class TestAtRest:
    def test_the_table_holds_neither_secret_nor_spare_code(self, holder):
        rows = str(list(Authenticator.objects.values()))
        assert holder.secret not in rows
        for one in holder.spare:
            assert one not in rows
            assert one.replace("-", "") not in rows

    def test_two_seals_of_one_secret_differ(self):
        assert seal("A" * 32) != seal("A" * 32)

    @pytest.mark.parametrize("spoil", [lambda one: one[:-4] + "AAA=", lambda one: "x" + one,
                                       lambda one: one[:20], lambda _: ""])  # fmt: skip
    def test_a_changed_seal_opens_nothing(self, spoil):
        assert unseal(spoil(seal("A" * 32))) == ""

    def test_another_folders_key_opens_no_code_and_the_spare_ones_go_on(self, holder, keys):
        (keys / "seal").write_text("B" * 43 + "\n")
        assert holder.is_refused(holder.code(10), 10) == "sign_in.code"
        assert holder.shows(holder.spare[0], 10)

    def test_with_the_key_restored_beside_the_rows_the_codes_are_right_again(self, holder, keys):
        kept = (keys / "seal").read_text()
        (keys / "seal").write_text("B" * 43 + "\n")
        holder.is_refused(holder.code(10), 10)
        (keys / "seal").write_text(kept)
        assert holder.shows(holder.code(10), 10)

    def test_a_folder_without_the_key_says_what_to_do(self, keys):
        (keys / "seal").unlink()
        with pytest.raises(RuntimeError, match="cairong run"):
            seal("x")

    def test_the_key_is_one_of_the_folders_secrets(self):
        """What lies there is backed up, counted in the manifest and restored with the rows."""
        assert len(known_secret(settings.HOME, "seal")) == 43
        assert (settings.HOME.keys / "seal").stat().st_mode & 0o037 == 0  # its readers' group

    def test_a_secret_kept_open_before_is_read_and_sealed_when_it_is_next_used(self, holder):
        Authenticator.objects.filter(pk=holder.kept.pk).update(data={"secret": holder.secret})
        holder.shows(holder.code(10), 10)
        assert holder.kept.data["secret"] != holder.secret
        assert unseal(holder.kept.data["secret"]) == holder.secret
        assert holder.is_refused(holder.code(10), 10) == "sign_in.code"


class TestSpareCodes:
    def test_ten_of_twenty_digits_all_different(self, holder):
        assert len(set(holder.spare)) == 10
        assert all(len(one.replace("-", "")) == 20 for one in holder.spare)
        assert grouped("12345678901234567890") == "12345-67890-12345-67890"

    def test_each_is_counted_down_once(self, holder):
        for used, one in enumerate(holder.spare, start=1):
            holder.shows(one)
            assert spare_codes_left(holder.account) == 10 - used
            assert holder.is_refused(one) == "sign_in.spare_code"
        assert spare_codes_left(holder.account) == 0

    def test_one_uses_up_no_step_of_the_app(self, holder):
        holder.shows(holder.spare[0], 10)
        assert holder.shows(holder.code(10), 10)

    def test_the_same_digits_are_another_code_at_another_account(self, holder):
        other = account_in(holder.town, Role.PURCHASER_APPROVER, username="zhaomin")
        mine = Authenticator.objects.get(user=holder.account, type="recovery_codes").data
        Authenticator.objects.create(user=other, type="totp", data={"secret": seal(new_secret())})
        Authenticator.objects.create(user=other, type="recovery_codes", data=mine)
        with pytest.raises(Invalid):
            note_sign_in(actor=holder.actor, now=NOW, account_id=other.pk, code=holder.spare[0])


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("kind", ["app", "spare"])
def test_of_many_hands_with_one_code_one_comes_in(kind):
    """Somebody who looked over a shoulder, at the same moment as its holder."""
    holder = Holder()
    with hands(4) as many:
        for turn in range(1, 6):
            code = holder.code(3 * turn) if kind == "app" else holder.spare[turn]
            come = partial(holder.shows, code, 3 * turn)
            inside, refused = split(many.race(*[come] * 4))
            assert len(inside) == 1
            assert all(isinstance(one, Invalid) for one in refused)
