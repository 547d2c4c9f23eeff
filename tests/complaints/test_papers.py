"""How much of papers an organisation may keep for complaints in a day. 三(一)-2"""

from datetime import date, datetime

import pytest

from cairong.complaints.actions.keep_complaint_paper import keep_complaint_paper
from cairong.complaints.models import ComplaintPaper
from cairong.kernel.actor import Actor
from cairong.kernel.errors import PolicyBreach
from cairong.rulebook.models import ParameterRow
from complaints.ground import NOW, PAPER, Ground, stand_complaints
from support.staging import staged
from support.town import CITY, Town, at

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@staged
def ground(town: Town) -> Ground:
    ParameterRow.objects.create(
        city_id=CITY, code="papers_day_mb", value=9, valid_from=date(2025, 10, 1),
        source="测试", recorded_at=at("2025-10-01 09:00"),
    )  # fmt: skip
    return stand_complaints(town)


def keep(actor: Actor, mark: str, now: datetime = NOW) -> ComplaintPaper:
    content = PAPER + mark.encode() * (4 * MEGABYTE)
    return keep_complaint_paper(actor=actor, now=now, name="截图.pdf", content=content)


def test_no_more_than_its_bytes_of_a_day_and_the_next_day_again(ground):
    first = keep(ground.supplier, "a")
    keep(ground.supplier, "b")
    with pytest.raises(PolicyBreach) as caught:
        keep(ground.supplier, "c")
    assert caught.value.findings[0].code == "papers.day_full"
    assert keep(ground.supplier, "a") == first, "what is kept is not kept anew"
    assert keep(ground.manager, "c").organisation_id == ground.manager.organisation_id
    keep(ground.supplier, "c", at("2025-10-14 10:01"))
    assert ComplaintPaper.objects.count() == 4
