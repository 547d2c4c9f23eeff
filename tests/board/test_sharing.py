"""An agreement to share data: agreed by all, warned of, over by itself, renewed, ended. 三(一)-1"""

from datetime import date

import pytest

from board.ground import BUREAU, LATER, PBOC, SHARED, SME, Board, stand_board
from cairong.board.actions.lapse_agreements import lapse_agreements, warn_of_agreements
from cairong.board.actions.share_data import (
    agree_agreement,
    decline_agreement,
    draft_agreement,
    end_agreement,
    keys_of,
)
from cairong.board.agreements import agreement_page, agreements_of, in_force, left
from cairong.board.models import Agreement, Party
from cairong.cases.desk import waiting_for
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from support.refusing import stopped
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
NEXT = {"from_on": date(2026, 10, 20), "until_on": date(2027, 10, 19)}


@staged
def ground(town: Town) -> Board:
    return stand_board(town)


def refused(kind, code: str, act, **given):
    with pytest.raises(kind) as caught:
        act(**given)
    assert caught.value.findings[0].code == code


class TestWhole:
    def test_it_stands_once_all_agreed_and_ends_with_its_last_day(self, ground):
        bank = ground.bank
        made = ground.shared(gets=[PBOC.value, str(bank.organisation_id)])
        given = {"now": LATER, "agreement_id": made.pk}
        agree_agreement(actor=ground.desk(PBOC), **given)
        refused(Conflict, "sharing.agreed", agree_agreement, actor=ground.desk(PBOC), **given)
        refused(NotFound, "access.not_found", agree_agreement, actor=ground.desk(SME), **given)
        (ball,) = waiting_for(bank, now=LATER).balls
        assert ball.of.title == f"数据共享协议 {made.no}「{made.title}」:是否同意"
        found = agree_agreement(actor=bank, **given)
        assert found.state == "agreed"
        assert list(agreements_of(bank)) == [found]
        for day, yes in ((SHARED["from_on"], True), (SHARED["until_on"], True)):
            assert in_force(found, day) is yes
        assert not in_force(found, NEXT["from_on"])
        assert left(found, date(2026, 10, 19)) == "今天到期"
        system = ground.town.system
        assert warn_of_agreements(actor=system, now=at("2026-09-18 02:00")) == 0
        assert warn_of_agreements(actor=system, now=at("2026-09-19 02:00")) == 1
        assert warn_of_agreements(actor=system, now=at("2026-09-20 02:00")) == 0
        assert lapse_agreements(actor=system, now=at("2026-10-19 02:00")) == 0
        assert lapse_agreements(actor=system, now=at("2026-10-20 02:00")) == 1
        found.refresh_from_db()
        assert found.state == "lapsed"

    def test_it_is_renewed_as_a_next_version_from_the_day_after(self, ground):
        old = ground.agreed()
        page = agreement_page(ground.desk(BUREAU), LATER, old.pk)
        assert page.renews
        parties = list(old.parties.all())
        assert keys_of(parties, gives=False) == [PBOC.value]
        refused(PolicyBreach, "sharing.renewal", ground.shared, follows=old.pk)
        new = ground.shared(follows=old.pk, **NEXT)
        assert (new.no, new.version) == (old.no, 2)
        refused(Conflict, "sharing.version", ground.shared, follows=old.pk, **NEXT)
        decline_agreement(
            actor=ground.desk(PBOC), now=LATER, agreement_id=new.pk, reason="数据改用接口"
        )
        assert ground.shared(follows=new.pk, **NEXT).version == 3

    def test_any_party_ends_it_early_with_the_reason(self, ground):
        made = ground.agreed()
        given = {"now": LATER, "agreement_id": made.pk}
        refused(
            Invalid, "invalid.missing", end_agreement, actor=ground.desk(PBOC), **given, reason=""
        )
        end_agreement(actor=ground.desk(PBOC), **given, reason="改由接口提供")
        refused(
            WrongState,
            "state.cannot",
            end_agreement,
            actor=ground.desk(BUREAU),
            **given,
            reason="改由接口提供",
        )
        waiting = ground.shared()
        decline_agreement(
            actor=ground.desk(BUREAU), now=LATER, agreement_id=waiting.pk, reason="写错了目的"
        )
        assert Agreement.objects.get(pk=waiting.pk).state == "withdrawn"

    @pytest.mark.parametrize(
        ("otherwise", "kind", "code"),
        [
            ({"fields": []}, PolicyBreach, "sharing.fields"),
            ({"fields": ["everything"]}, PolicyBreach, "sharing.fields"),
            ({"way": "pigeon"}, PolicyBreach, "sharing.way"),
            ({"from_on": date(2025, 10, 19)}, PolicyBreach, "sharing.from_on"),
            ({"until_on": date(2028, 12, 31)}, PolicyBreach, "sharing.until_on"),
            ({"gets": []}, PolicyBreach, "sharing.sides"),
            ({"gets": [BUREAU.value]}, PolicyBreach, "sharing.both"),
            ({"gives": [SME.value]}, PolicyBreach, "sharing.own"),
            ({"gets": ["somebody"]}, NotFound, "access.not_found"),
        ],
    )
    def test_what_is_wrong_with_one_is_said(self, ground, otherwise, kind, code):
        given = {"actor": ground.desk(BUREAU), "now": ground.now, **SHARED}
        refused(kind, code, draft_agreement, **given | otherwise)


class TestDatabase:
    def test_nothing_is_agreed_or_ended_that_a_party_did_not_say(self, ground):
        made, waiting = ground.agreed(), ground.shared()
        rows = Agreement.objects.filter(pk=made.pk)
        with stopped("board_agreement_held"):
            rows.update(state="ended", ended_at=LATER, reason="假的")
        with stopped("board_agreement_held"):
            rows.update(state="lapsed", ended_at=LATER)
        with stopped("board_party_held"):
            person = ground.desk(PBOC).person_id
            Party.objects.filter(agreement=waiting, desk="pboc").update(
                agreed_at=LATER, agreed_by=person
            )
