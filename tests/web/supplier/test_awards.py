"""Awards that wait for their contract: the newest on the page of contracts, all in their list."""

from cairong.cases import holdings
from cairong.contracts.actions.record_award import record_award
from cairong.web.supplier import lists
from lending.ground import sign, stand_award
from support.browsing import is_noted, read
from support.papers import sheet_of
from support.staging import staged
from support.town import at

PLACE = "/supplier/awards/"


@staged
def titles(phone) -> list[str]:
    """The titles of more awards than the page of contracts shows, the oldest first."""
    town = phone.case.town
    made = [
        record_award(
            actor=town.actor(town.purchaser(), "purchaser-officer"),
            now=at(f"2025-10-{10 + day} 09:00"), amount_fen=10_000_000 + day,
            notice_on=at(f"2025-10-{10 + day} 09:00").date(), title=f"第{day}号道路养护",
            supplier_id=town.supplier().pk,
        )
        for day in range(lists.NEWEST + 1)
    ]  # fmt: skip
    return [one.title for one in made]


def test_the_page_of_contracts_shows_the_newest_and_leads_to_all(phone, titles):
    page = read(phone.client, "/supplier/contracts/")
    assert [one for one in titles if one in page] == titles[1:]
    assert "最近 5 条" in page
    assert f'href="{PLACE}"' in page


def test_they_are_searched_sorted_and_go_out(phone, titles):
    assert "第0号" in read(phone.client, PLACE)
    assert "第0号" not in read(phone.client, f"{PLACE}?words=第3号")
    sheet = sheet_of(phone.client.get(f"{PLACE}export/?sort=notice"))
    assert sheet.column("中标(成交)项目") == titles
    assert sheet.column("本单位金额(元)")[0] == 100_000
    assert sheet_of(phone.client.get(f"{PLACE}export/?words=第3号&sort=-title")).column(
        "中标(成交)项目"
    ) == [titles[3]]
    assert not is_noted(read(phone.client, f"{PLACE}?state=noticed"))


def test_those_of_another_are_not_there(phone, titles):
    assert titles[0] not in read(phone.stranger(), PLACE)


def test_one_who_picks_is_told_what_is_not_listed(phone, monkeypatch):
    assert "只列额度最多" not in read(phone.client, "/supplier/intents/new/")
    monkeypatch.setattr(holdings, "MOST", 1)
    sign(phone.case.town, stand_award(phone.case.town))
    assert "只列额度最多的 1 份合同" in read(phone.client, "/supplier/intents/new/")
