"""The bureau's first two administrators: named once, at the machine, before anybody is there."""

import re

import pytest
from click.testing import CliRunner

from cairong.cli.officials import officials
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Role
from cairong.parties.eyes import same_hands
from cairong.parties.models import Account
from support.town import found_town

TWO = ("张三=zhangsan", "李四=lisi")


@pytest.fixture(autouse=True)
def town(committed_db):
    return found_town(demo=False)


def run(*words: str):
    return CliRunner().invoke(officials, words)


def test_two_administrators_who_are_two_persons(town):
    done = run(*TWO)
    assert done.exit_code == 0, done.exception
    first, second = Account.objects.order_by("pk")
    assert [one.mandate.role for one in (first, second)] == [
        Role.PROCUREMENT_APPROVER, Role.PROCUREMENT_OFFICER,
    ]  # fmt: skip
    assert all(one.mandate.administrator for one in (first, second))
    assert not same_hands(first.person_id, second.person_id)
    assert all(one.given_password for one in (first, second))
    passwords = re.findall(r"一次性密码 (\S+),", done.stdout)
    assert [first.check_password(passwords[0]), second.check_password(passwords[1])] == [True, True]


def test_once_somebody_is_there_it_is_over(town):
    town.bureau(Role.TREASURY_OFFICER)
    assert isinstance(run(*TWO).exception, Trouble)
    assert not Account.objects.exists()


@pytest.mark.parametrize("two", [("张三", "李四=lisi"), ("张三=a123", "张三=b123"), (TWO[0],) * 2])
def test_two_are_two(two):
    assert isinstance(run(*two).exception, Misused)
    assert not Account.objects.exists()


@pytest.mark.parametrize("second", ["李四=ab", "李四=ZhangSan", "张 三=lisi"])
def test_a_bad_second_leaves_no_first_behind(second):
    assert run("张三=zhangsan", second).exception is not None
    assert not Account.objects.exists()
    assert run(*TWO).exit_code == 0
