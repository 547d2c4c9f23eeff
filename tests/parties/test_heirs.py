"""What lies open on the desk of a body that is reorganised: whoever follows it goes on (T8)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from board.ground import NOW as AT_BOARD
from board.ground import stand_board
from cairong.audit.recording import TELL
from cairong.board.actions.enter_document import list_document
from cairong.board.actions.share_data import agree_agreement
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.desk import all_waiting
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Message
from cairong.parties import reads
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.models import Organisation
from cairong.promotion.actions.announce_outreach_event import announce_outreach_event
from cairong.recommending.actions.withdraw_recommendation import withdraw_recommendation
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.models import Dispute
from cairong.spreading.actions.publish_survey import publish_survey
from guidance.ground import stand_guiding
from lending.ground import drain
from oversight.urged import Desk as Urged
from promotion.ground import NOW, Promotion
from recommending.ground import stand_recommending
from sizing.ground import Sizing
from spreading.ground import Spreading
from support.staging import staged
from support.town import CITY, Town, at, found_town

pytestmark = pytest.mark.django_db


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


def follows(town: Town, kind: str) -> Organisation:
    """Let another body follow the one of a kind, as the paper of a reform has it."""
    old = reads.the_only(CITY, kind)
    return succeed_organisation.by_system(
        actor=town.system, now=NOW, organisation_id=old.pk, name=f"新的{old.name}",
        on=NOW.date(), basis="机构改革方案",
    )  # fmt: skip


def event_of_sme(town: Town) -> Callable[[], Any]:
    ground = Promotion(town)
    made = ground.draft(actor=ground.sme)
    return lambda: announce_outreach_event(actor=ground.sme, now=NOW, event_id=made.pk)


def survey(town: Town) -> Callable[[], Any]:
    ground = Spreading(town)
    made = ground.draft()
    return lambda: publish_survey(actor=ground.desk, now=NOW, survey_id=made.pk)


def dispute(town: Town) -> Callable[[], Any]:
    ground = Sizing(town)
    ground.town.supplier("本地企业", "91410300MA44K3P079")
    made = ground.ask(by=town.bureau(Role.PROCUREMENT_OFFICER), letter_no="洛财购函〔2025〕3号")
    ground.hear(made)
    return lambda: ground.decide(made, now=at("2025-10-09 15:00"))


def letter(town: Town) -> Callable[[], Any]:
    ground = stand_guiding(town)
    made = ground.issue("甲银行", now=at("2025-09-20 10:00"))
    answered = ground.answer(made)
    return lambda: ground.close(answered)


def recommendation(town: Town) -> Callable[[], Any]:
    ground = stand_recommending(town)
    made = ground.recommend()
    told = {"recommendation_id": made.pk, "reason": "企业已经注销,不再需要融资"}
    return lambda: ground.two(withdraw_recommendation, NOW, **told)


def own_dispute(town: Town) -> Callable[[], Any]:
    """A dispute that the old bureau asked is the new one's to take back."""
    ground = Sizing(town)
    ground.town.supplier("本地企业", "91410300MA44K3P079")
    made = ground.ask(by=town.bureau(Role.PROCUREMENT_OFFICER), letter_no="洛财购函〔2025〕3号")
    told = {"dispute_id": made.pk, "reason": "投诉人撤诉,不再需要认定"}
    return lambda: withdraw_dispute(actor=town.bureau(Role.PROCUREMENT_OFFICER), now=NOW, **told)


def document(town: Town) -> Callable[[], Any]:
    """What one of the old body entered, another of the new one looks over."""
    ground = stand_board(town)
    made = ground.entered(by=Role.PBOC)

    def looked_over() -> Any:
        second = town.actor(reads.the_only(CITY, "pboc"), Role.PBOC, "second")
        return list_document(actor=second, now=AT_BOARD, document_id=made.pk)

    return looked_over


def agreement(town: Town) -> Callable[[], Any]:
    """A party of an agreement to share data is whoever follows it."""
    ground = stand_board(town)
    made = ground.shared()

    def agrees() -> Any:
        desk = town.actor(reads.the_only(CITY, "pboc"), Role.PBOC)
        return agree_agreement(actor=desk, now=AT_BOARD, agreement_id=made.pk)

    return agrees


def urged(town: Town) -> Callable[[], Any]:
    """A letter of urging that the old bureau issued, the new one closes."""
    ground = Urged(town)
    made = ground.issue(ground.late())
    ground.answer(made)
    return lambda: ground.close(made, "unmended")


OPEN: dict[str, tuple[str, Callable[[Town], Callable[[], Any]]]] = {
    "a dispute that it asked itself": ("bureau", own_dispute),
    "a policy document to look over": ("pboc", document),
    "an agreement to share data": ("pboc", agreement),
    "a letter of urging that was answered": ("bureau", urged),
    "an event in draft": ("sme-authority", event_of_sme),
    "a survey in draft": ("bureau", survey),
    "a disputed size": ("sme-authority", dispute),
    "a letter of guidance that was answered": ("pboc", letter),
    "a recommendation": ("sme-authority", recommendation),
}


def looked_at() -> None:
    """Let the database look at all that was done, as at the end of each act."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("what", sorted(OPEN))
def test_whoever_follows_goes_on_with_it(town, what):
    kind, begins = OPEN[what]
    goes_on = begins(town)
    looked_at()
    follows(town, kind)
    follows(town, kind)  # and again: the line is as long as it is
    assert goes_on()
    looked_at()


def test_it_waits_at_the_new_desk_and_what_is_told_is_told_there(town):
    ground = Sizing(town)
    ground.town.supplier("本地企业", "91410300MA44K3P079")
    made = ground.ask(by=town.bureau(Role.PROCUREMENT_OFFICER), letter_no="洛财购函〔2025〕3号")
    old, new = ground.authority, follows(town, "sme-authority")
    first, _ = ground.pair
    assert first.organisation_id == new.pk
    assert made.pk in {ball.subject_id for ball in all_waiting(first, now=NOW)}
    ground.hear(made, now=NOW)
    drain(NOW, {TELL: tell_holders})
    told = Message.objects.filter(event_type="sizing.dispute.heard")
    assert [each.organisation_id for each in told] == [new.pk]
    assert Dispute.objects.get().authority_id == old.pk  # the record says whose it was


def test_no_other_body_goes_on_with_it(town):
    ground = Promotion(town)
    made = ground.draft(actor=ground.sme)
    follows(town, "sme-authority")
    with pytest.raises(NotFound):
        announce_outreach_event(actor=ground.host, now=NOW, event_id=made.pk)
