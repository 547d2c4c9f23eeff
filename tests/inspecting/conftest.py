"""A case that an inspection reaches, and the signer of the log beside it."""

from pathlib import Path

import pytest

from inspecting.ground import granted, inspector_of
from lending.ground import Case, stand_case
from notary.conftest import Notary
from support.staging import staged
from support.town import at, found_town

NOW = at("2025-11-03 10:00")


@staged
def case() -> Case:
    case = stand_case(found_town(at("2025-09-01 08:00")))
    case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    return case


@pytest.fixture
def inspector(case: Case):
    return inspector_of(case.town)


@pytest.fixture
def inspection(case: Case, inspector):
    return granted(case.town, NOW, inspector=inspector)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notary"
    made.mkdir(mode=0o700)
    return made


__all__ = ["Notary"]
