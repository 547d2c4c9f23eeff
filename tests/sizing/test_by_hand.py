"""The days and the place of a dispute as it is kept, and what the database refuses of hands.

802§29, 46§16
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.clocks.reads import duties_for
from cairong.kernel.actor import Role
from cairong.kernel.errors import PolicyBreach
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import SupplierProfile
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.models import Dispute, SizePaper
from sizing.ground import ELSEWHERE, FOUND, LATER, NOW, PAPER, WORDS, Sizing, stand_sizing
from support.refusing import stopped
from support.staging import staged
from support.town import CITY, INDIVIDUAL, Town, at

pytestmark = pytest.mark.django_db
LETTER = "洛财购函〔2025〕3号"
ANSWERED = (
    "UPDATE sizing_dispute SET state = 'answered', size = 'micro', answer_no = '假函',"
    " answered_on = '2025-10-10', ended_at = now()"
)


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def settled(ground: Sizing) -> Dispute:
    found = ground.ask()
    ground.hear(found)
    return ground.decide(found)


class TestClock:
    @pytest.mark.parametrize(
        ("now", "due", "until"),
        [
            (at("2025-09-18 17:01"), date(2025, 10, 9), date(2025, 9, 25)),  # after hours
            (at("2025-09-18 23:59"), date(2025, 10, 9), date(2025, 9, 25)),
            (datetime(2025, 9, 18, 16, 1, tzinfo=UTC), date(2025, 10, 10), date(2025, 9, 26)),
            (at("2025-09-20 10:00"), date(2025, 10, 10), date(2025, 9, 26)),  # a Saturday
            (at("2025-10-03 09:00"), date(2025, 10, 21), date(2025, 10, 14)),  # a holiday
            (at("2025-10-11 09:00"), date(2025, 10, 24), date(2025, 10, 17)),  # a worked Saturday
            (at("2026-02-13 17:30"), date(2026, 3, 5), date(2026, 2, 27)),
        ],
    )
    @pytest.mark.parametrize("letter", [LETTER, ""])
    def test_begins_the_day_after_the_day_of_china(self, ground, now, due, until, letter):
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        by = bureau if letter else ground.of(ground.firm)
        found = ground.ask(by, now=now, letter_no=letter)
        (duty,) = duties_for(ground.pair[0]).filter(subject_id=found.pk)
        kind = "reply_size_letter" if letter else "decide_size"
        assert (duty.kind, duty.due_on) == (kind, due)
        assert duty.due_law_on == (due if letter else None)
        assert found.heard_until == until

    def test_a_letter_number_of_somebody_else_brings_no_days_of_the_law(self, ground):
        found = ground.ask(letter_no=LETTER)
        assert found.letter_no == ""
        assert duties_for(ground.pair[0]).get(subject_id=found.pk).due_law_on is None


@pytest.mark.parametrize(
    ("uscc", "place", "here"),
    [
        ("91410304MA00000012", "410304", True),
        ("91410327MA0000001C", "410327", True),
        ("91410381MA0000001J", "410381", True),
        (INDIVIDUAL, "410303", True),
        ("91410100MA0000001X", "410100", False),
        ("91410000MA0000001Q", "410000", False),
        ("91100000MA0000001G", "100000", False),
        ("91440300MA0000001L", "440300", False),
    ],
)
def test_whose_code_it_bears_decides_and_the_other_way_is_barred(ground, uscc, place, here):
    firm = ground.town.organisation(
        "supplier", "某企业", uscc=uscc, address="洛阳市",
        supplier=SupplierFacts(industry=FOUND["industry"], employees=5, revenue_wan=Decimal(9)),
    )  # fmt: skip
    found = ground.ask(ground.of(firm), uscc="")
    assert (found.place, found.here) == (place, here)
    right, wrong = (ground.decide, ground.forward) if here else (ground.forward, ground.decide)
    with pytest.raises(PolicyBreach) as caught:
        wrong(found)
    assert caught.value.findings[0].code == ("sizing.here" if here else "sizing.elsewhere")
    assert right(found).state == ("decided" if here else "forwarded")


class TestByHand:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE sizing_saying SET words = '另一番话另一番话'",
            "DELETE FROM sizing_saying",
            "UPDATE sizing_sizepaper SET name = 'b.pdf'",
            "DELETE FROM sizing_sizepaper",
            "DELETE FROM sizing_dispute",
            "UPDATE sizing_dispute SET claimed = 'micro'",
            "UPDATE sizing_dispute SET declared = '{}'",
            "UPDATE sizing_dispute SET heard_until = '2025-01-01'",
            "UPDATE sizing_dispute SET place = '110000'",
            "UPDATE sizing_dispute SET supplier_id = asker_id",
            "TRUNCATE sizing_saying",
        ],
    )
    def test_what_is_written_stays_as_it_is(self, ground, statement):
        ground.ask(paper_id=ground.paper(ground.purchaser).pk)
        denied = pytest.raises(DatabaseError, match="permission denied for table sizing_")
        with denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    @pytest.mark.parametrize(
        ("guard", "statement"),
        [
            (
                "sizing_steps",
                "UPDATE sizing_dispute SET state = 'open', size = '', ended_at = NULL",
            ),
            ("sizing_steps", "UPDATE sizing_dispute SET figures = '{}'"),
            ("sizing_steps", "UPDATE sizing_dispute SET ended_at = ended_at - interval '1 year'"),
            ("sizing_steps", "UPDATE sizing_dispute SET number = number + 1"),
            ("sizing_steps", "UPDATE sizing_dispute SET tied = NOT tied"),
        ],
    )
    def test_what_is_decided_is_over(self, ground, guard, statement):
        settled(ground)
        with stopped(guard), connection.cursor() as cursor:
            cursor.execute(statement)

    @pytest.mark.parametrize(
        ("guard", "statement"),
        [
            (
                "sizing_steps",
                "UPDATE sizing_dispute SET state = 'open', number = NULL",
            ),
            (
                "sizing_steps",
                "UPDATE sizing_dispute SET number = 99, state = 'withdrawn', ended_at = now()",
            ),
            (
                "sizing_steps",
                "UPDATE sizing_dispute SET addressed = '别处', state = 'withdrawn'",
            ),
            ("sizing_undecided", "UPDATE sizing_dispute SET state = 'withdrawn', ended_at = now()"),
            ("sizing_class_holds", ANSWERED),
            (
                "sizing_ended_whole",
                "UPDATE sizing_dispute SET state = 'answered', size = 'micro', ended_at = now()",
            ),
        ],
    )
    def test_what_was_sent_on_waits_for_its_answer(self, ground, guard, statement):
        ground.forward(ground.ask(uscc=ELSEWHERE))
        with stopped(guard), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_an_answer_that_nobody_recorded_does_not_hold_with_the_profile_changed_too(
        self, ground
    ):
        found = ground.forward(ground.ask(uscc=ELSEWHERE))
        with stopped("sizing_undecided"):
            SupplierProfile.objects.filter(pk=ground.foreign.pk).update(
                size="micro", decided_at=LATER
            )
            Dispute.objects.filter(pk=found.pk).update(
                state="answered", size="micro", answer_no="假函1号", answered_on=LATER.date(),
                ended_at=LATER,
            )  # fmt: skip

    def test_a_proposal_that_waits_is_not_yet_a_decision(self, ground):
        found = ground.ask()
        ground.hear(found)
        decide_size.propose(
            actor=ground.pair[0], now=LATER, dispute_id=found.pk, reason=WORDS,
            series="洛工信函", paper_id=ground.paper().pk, **FOUND,
        )  # fmt: skip
        with stopped("sizing_undecided"):
            SupplierProfile.objects.filter(pk=ground.firm.pk).update(size="large", decided_at=LATER)
            Dispute.objects.filter(pk=found.pk).update(
                state="decided", size="large", word="洛工信函", year=2025, number=1,
                ended_at=LATER, sent_at=LATER,
            )  # fmt: skip

    def test_a_state_that_is_none(self, ground):
        ground.ask()
        with stopped("sizing_dispute_state"), connection.cursor() as cursor:
            cursor.execute("UPDATE sizing_dispute SET state = 'nothing'")

    def test_a_paper_whose_hash_is_another_or_that_is_kept_twice(self, ground):
        ground.paper(ground.purchaser)
        kept = SizePaper.objects.get()
        facts = {
            "city_id": CITY, "organisation_id": kept.organisation_id, "name": "a.pdf",
            "kind": "pdf", "kept_at": NOW,
        }  # fmt: skip
        with stopped("sizing_paper_hash"):
            SizePaper.objects.create(content=PAPER + b"2", sha256=kept.sha256[::-1], **facts)
        with stopped("sizing_paper_once"):
            SizePaper.objects.create(content=PAPER, sha256=kept.sha256, **facts)

    def test_no_number_of_a_dispute_is_given_twice(self, ground):
        found = ground.ask()
        found.pk, found.asker = uuid4(), ground.firm
        with stopped("sizing_dispute_no_once"):
            found.save(force_insert=True)

    def test_nobody_asks_in_anothers_name_nor_of_no_authority(self, ground):
        found = ground.ask()
        for other in ({"asker": ground.firm}, {"asker": ground.firm, "authority": ground.firm}):
            found.pk, found.no = uuid4(), "GM2025-000099"
            for name, value in other.items():
                setattr(found, name, value)
            with stopped("sizing_undecided"):
                found.save(force_insert=True)

    @pytest.mark.parametrize("state", ["forwarded", "decided", "answered", "withdrawn"])
    def test_none_begins_as_anything_but_open(self, ground, state):
        found = ground.ask()
        found.pk, found.no, found.state, found.asker = uuid4(), "GM2025-000099", state, ground.firm
        with stopped("sizing_steps"):
            found.save(force_insert=True)
