"""The bureau's first two administrators: named once, at the machine, before anybody is there."""

import os
import pty
import re
import sys
from pathlib import Path
from stat import S_IMODE

import pytest
from click.testing import CliRunner

from cairong.audit.models import Event
from cairong.cli.officials import WIPED, officials
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Role
from cairong.parties.eyes import same_hands
from cairong.parties.models import Account, Mandate
from support.browsing import read
from support.town import found_town
from support.visitors import signed_in

PAPERS = ("安财人〔2026〕12号", "安财人〔2026〕13号")
TWO = (f"张三=zhangsan={PAPERS[0]}", f"李四=lisi={PAPERS[1]}")
WORD = re.compile(r"一次性密码 (\S+),")


@pytest.fixture(autouse=True)
def town(committed_db):
    return found_town(demo=False)


@pytest.fixture
def run(tmp_path):
    return lambda *words: CliRunner().invoke(officials, [*words, "--into", str(tmp_path)])


def test_two_administrators_who_are_two_persons(town, run, tmp_path):
    done = run(*TWO)
    assert done.exit_code == 0, done.exception
    first, second = Account.objects.order_by("pk")
    assert [one.mandate.role for one in (first, second)] == [
        Role.PROCUREMENT_APPROVER, Role.PROCUREMENT_OFFICER,
    ]  # fmt: skip
    assert all(one.mandate.administrator for one in (first, second))
    assert not same_hands(first.person_id, second.person_id)
    assert all(one.given_password for one in (first, second))
    assert not WORD.search(done.stdout)
    for account in (first, second):
        file: Path = tmp_path / f"{account.username}.txt"
        assert S_IMODE(file.stat().st_mode) == 0o600
        [word] = WORD.findall(file.read_text())
        assert account.check_password(word)
    assert tuple(Mandate.objects.order_by("pk").values_list("papers", flat=True)) == PAPERS
    told = Event.objects.filter(type="parties.mandate.given").order_by("seq")
    assert [each.after["papers"] for each in told] == [*PAPERS]


def test_who_administers_reads_by_which_paper_each_was_appointed(run):
    run(*TWO)
    boss, other = Account.objects.order_by("pk")
    boss.set_password("a word of 27 my own")
    boss.given_password = False
    boss.save()
    browser = signed_in(boss)
    assert PAPERS[0] in read(browser, "/account/")
    assert PAPERS[1] in read(browser, f"/account/people/{other.mandate_id}/")


def test_on_a_terminal_each_is_shown_alone_and_wiped(town, monkeypatch):
    master, slave = pty.openpty()
    os.write(master, b"\n\n\n\n")
    with (
        os.fdopen(slave, encoding="utf-8", closefd=False) as typed,
        os.fdopen(slave, "w", encoding="utf-8") as shown,
    ):
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(sys, "stdout", shown)
        officials.main([*TWO], standalone_mode=False)
        monkeypatch.undo()
        shown.flush()
        said = os.read(master, 1 << 16).decode()
    os.close(master)
    screens = said.split(WIPED)
    assert [len(WORD.findall(each)) for each in screens] == [1, 1, 0]
    words = WORD.findall(said)
    pairs = zip(Account.objects.order_by("pk"), words, strict=True)
    assert all(account.check_password(word) for account, word in pairs)


def test_what_is_no_terminal_takes_files():
    done = CliRunner().invoke(officials, TWO)
    assert isinstance(done.exception, Misused)
    assert not Account.objects.exists()


def test_once_somebody_is_there_it_is_over(town, run):
    town.bureau(Role.TREASURY_OFFICER)
    assert isinstance(run(*TWO).exception, Trouble)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "two",
    [
        ("张三", TWO[1]),
        ("张三=zhangsan", TWO[1]),
        ("张三=a123=文1", "张三=b123=文2"),
        (TWO[0],) * 2,
    ],
)
def test_two_are_two_each_by_a_paper(two, run):
    assert isinstance(run(*two).exception, Misused)
    assert not Account.objects.exists()


@pytest.mark.parametrize("second", ["李四=ab=文2", "李四=ZhangSan=文2", "张 三=lisi=文2"])
def test_a_bad_second_leaves_no_first_behind(second, run):
    assert run(TWO[0], second).exception is not None
    assert not Account.objects.exists()
    assert run(*TWO).exit_code == 0
