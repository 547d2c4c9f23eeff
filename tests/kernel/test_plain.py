"""Plain values made of rows: each field by its own name, what is given goes before."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from cairong.kernel.plain import plain


@dataclass(frozen=True, kw_only=True)
class Account:
    bank: str
    no: str
    kind: str = "basic"


ROW = SimpleNamespace(bank="甲银行", no="6222", kind="general", secret="x")


def test_each_field_is_read_by_its_name():
    assert plain(Account, ROW) == Account(bank="甲银行", no="6222", kind="general")


def test_what_is_given_is_not_read():
    assert plain(Account, ROW, no="…22", kind="k").no == "…22"


def test_a_row_without_the_field_is_a_mistake():
    with pytest.raises(AttributeError):
        plain(Account, SimpleNamespace(bank="甲银行"))
