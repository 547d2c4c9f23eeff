"""What a purge that was cut short has left of papers is removed by the next. 二(二)-5"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from cairong.cli.purged_papers import remove_unnamed_papers
from cairong.papers import store
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.models import Content
from lending.ground import NOW, stand_case
from papers.ground import pdf, taken
from support.town import at, found_town


@pytest.fixture
def folder(committed_db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    yield store.folder()
    connections["owner"].close()


def test_rows_and_bytes_that_no_paper_names_go_and_others_stay(folder):
    case = stand_case(found_town(at("2025-09-01 08:00")))
    kept, row_left, bytes_left = (taken(pdf(f"材料 {each}")) for each in "甲乙丙")
    keep_paper(
        actor=case.supplier, now=NOW, purpose="delivery", name="送货单", received=kept,
        contract_id=case.contract.pk,
    )  # fmt: skip
    facts = {key: each for key, each in vars(row_left).items() if key != "sha256"}
    Content.objects.create(sha256=row_left.sha256, kept_at=NOW, **facts)
    came = datetime.fromtimestamp(store.place_of(bytes_left.sha256).stat().st_mtime, UTC)
    remove_unnamed_papers(now=came + timedelta(hours=1))
    assert {path.name for path in store.every()} == {kept.sha256, bytes_left.sha256}
    assert Content.objects.get().sha256 == kept.sha256
    remove_unnamed_papers(now=came + timedelta(hours=25))
    assert [path.name for path in store.every()] == [kept.sha256]
