"""Which products fit an intent, in which order; what is kept of it when the intent is sent."""

import pytest

from cairong.audit.models import Event
from cairong.cases.holdings import asking_on
from cairong.cases.ranking import ranking_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotFound
from cairong.lending.matching import DEAREST
from cairong.parties.models import InstitutionProfile
from cairong.policy.matching import stands
from lending.ground import NOW, Case, stand_case
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

pytestmark = pytest.mark.django_db
SCORES = ["947.11", "883.19", "869.57", ""]  # 3.5289 %, 3.1681 % and collateral, 4.3043 %
BANKS = ("甲银行", "乙银行", "丙银行", "丁银行")


@staged
def case(db) -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def shelf(case: Case) -> Case:
    """Four institutions: cheap but with collateral, plain, dear, and for less of the contract."""
    case.publish(
        "甲银行",
        spread_bp=10,
        collateral="房产抵押",
        collateral_ground="合同期限长,按规定例外要求抵押",
    )
    case.publish("乙银行", spread_bp=45)
    case.publish("丙银行", spread_bp=120)
    case.publish("丁银行", spread_bp=5, cap_percent=10)
    InstitutionProfile.objects.update(connected_on="2022-01-01")
    return case


def ranked(case: Case, yuan: int = 300_000, **asked):
    asking = asking_on(case.supplier, NOW, contract_id=case.contract.pk)
    given = {"days": 180, "method": "", **asked}
    return asking.ranking(NOW, amount_fen=yuan * 100, **given).listed


def names(listed) -> list[str]:
    return [each.lender.name for each in listed]


def test_what_fits_comes_first_by_its_score(shelf: Case):
    listed = ranked(shelf)
    assert names(listed) == ["乙银行", "甲银行", "丙银行", "丁银行"]
    assert [each.score.words if each.score else "" for each in listed] == SCORES


def test_what_does_not_fit_says_what_would_have_to_change(shelf: Case):
    last = ranked(shelf)[-1]
    assert last.bars == ("照它的融资比例 10%,这份合同最多 ¥68,520.00",)
    assert names(ranked(shelf, 60_000))[0] == "丁银行"
    assert all("期限最长 360 天" in each.bars for each in ranked(shelf, days=400))
    assert {
        bar for each in ranked(shelf, 60_000, method="equal-principal") for bar in each.bars
    } == {"不提供这种还款方式"}


def test_an_institution_stands_once_with_its_best(shelf: Case):
    shelf.publish("丙银行", name="更便宜", spread_bp=20)
    listed = ranked(shelf)
    assert sorted(names(listed)) == sorted(BANKS)
    assert listed[0].shelved.product.name == "更便宜"


def test_in_which_order_they_published_changes_nothing(case: Case):
    spreads = {"甲银行": 80, "乙银行": 45, "丙银行": 120, "丁银行": 5}
    for name in reversed(BANKS):
        case.publish(name, spread_bp=spreads[name])
    assert names(ranked(case)) == ["丁银行", "乙银行", "甲银行", "丙银行"]


def test_what_was_shown_is_kept_and_comes_out_again(shelf: Case):
    shown = ranked(shelf)
    intent = shelf.intend(300_000, institution_ids=[])
    kept = ranking_of(shelf.supplier, intent.pk)
    assert [each.version.product.institution.name for each in kept.places] == names(shown)
    assert [each.score for each in kept.places] == [
        each.score.words if each.score else "" for each in shown
    ]
    assert kept.same
    assert list(kept.places[-1].bars) == list(shown[-1].bars)
    assert kept.record["asked"]["amount_fen"] == 30_000_000


def test_later_terms_change_nothing_of_what_was_kept(shelf: Case):
    intent = shelf.intend(300_000, "乙银行")
    before = ranking_of(shelf.supplier, intent.pk)
    shelf.publish("乙银行", name="乙贷二", spread_bp=1)
    InstitutionProfile.objects.update(connected_on=None)
    after = ranking_of(shelf.supplier, intent.pk)
    assert after.record == before.record
    assert after.same


@pytest.mark.parametrize("fee_fen", [29_999_999, 27_000_000])
def test_a_fee_that_eats_up_a_loan_of_a_day_leaves_no_score(case: Case, fee_fen: int):
    """A yearly cost of too many digits for a record, or beyond saying, is kept as the dearest."""
    case.publish("丙银行", fee_fen=fee_fen)
    (dear,) = ranked(case, days=1)
    assert (dear.score.hundredths, dear.scored.cost_points) == (0, DEAREST)
    kept = ranking_of(case.supplier, case.intend(300_000, "丙银行", days=1).pk)
    assert [each.score for each in kept.places] == ["0.00"]
    assert kept.same


def test_all_who_could_lend_are_ranked_whoever_was_asked(shelf: Case):
    intent = shelf.intend(300_000, "丙银行")
    places = ranking_of(shelf.supplier, intent.pk).places
    assert len(places) == len(BANKS)


def test_the_record_is_in_the_chain_of_events(shelf: Case):
    intent = shelf.intend(300_000, "乙银行")
    event = Event.objects.get(type="lending.intent.registered", subject_id=str(intent.pk))
    assert stands(event.after["ranking"])


def test_a_stranger_finds_no_ranking(shelf: Case):
    intent = shelf.intend(300_000, "乙银行")
    other = shelf.town.actor(
        shelf.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G"), Role.SUPPLIER
    )
    with pytest.raises(NotFound):
        ranking_of(other, intent.pk)


class TestPages:
    """The confirmation, the ranking that was kept, its file, and the formula."""

    def test_the_confirmation_says_by_what_it_is_put_in_order(self, shelf: Case):
        supplier = browser(shelf.town, Role.SUPPLIER)
        at_ = f"/supplier/intents/new/contract/{shelf.contract.pk}/?amount=300000&days=180"
        page = supplier.get(f"{at_}&method=bullet").content.decode()
        assert "公开的匹配分" in page
        assert page.index("乙银行") < page.index("丙银行")

    def test_the_ranking_that_was_kept(self, shelf: Case):
        intent = shelf.intend(300_000, "乙银行")
        supplier = browser(shelf.town, Role.SUPPLIER)
        assert "送出时的排名" in supplier.get(f"/supplier/intents/{intent.pk}/").content.decode()
        page = supplier.get(f"/supplier/intents/{intent.pk}/ranking/").content.decode()
        for said in ("次序和分数一致", "要抵押或担保 −100.00", "没有排:照它的融资比例 10%"):
            assert said in page
        answer = supplier.get(f"/supplier/intents/{intent.pk}/ranking.json")
        assert answer["Content-Disposition"].endswith(f'ranking-{intent.no}.json"')
        assert stands(answer.json())
        assert answer.json()["numbers"]["whole"] == 1000

    def test_an_institution_is_not_shown_it(self, shelf: Case):
        intent = shelf.intend(300_000, "乙银行")
        officer = browser(shelf.town, Role.INSTITUTION_OFFICER)
        assert officer.get(f"/supplier/intents/{intent.pk}/ranking/").status_code == 403
        assert officer.get(f"/supplier/intents/{intent.pk}/ranking.json").status_code == 403

    def test_the_formula_is_public(self, client):
        found_town(at("2025-09-01 08:00"))
        page = client.get("/policy/matching/").content.decode()
        for said in ("从 1000 分起", "不能花钱买位置", "870.28", "410300-20"):
            assert said in page
