"""Stories: their facts are the loan's, both sides consent to the very text, one word ends it.

三(三)-3
"""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.models import Event
from cairong.audit.recording import TELL
from cairong.cases.actions.tell_holders import tell_holders
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, WrongState
from cairong.outreach.models import Message
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.spreading.actions.publish_case_story import take_case_story_down
from cairong.spreading.models import CaseStory, Consent
from cairong.spreading.stories import (
    asked_stories,
    consents_on,
    loans_to_tell,
    missing_consents,
    public_stories,
    stories_of,
    told_facts,
    words_of,
)
from lending.ground import drain
from spreading.told import NOW, OTHERWISE, TITLE, WHY, WORDS, Telling, stand_telling
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Telling:
    return stand_telling(town)


@staged
def asked(town: Town) -> tuple[Telling, CaseStory]:
    ground = stand_telling(town)
    return ground, ground.asked()


@staged
def public(town: Town) -> tuple[Telling, CaseStory]:
    ground = stand_telling(town)
    return ground, ground.published()


def refused(act, *args, **facts) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value.findings[0].code


class TestWritten:
    def test_amount_days_rate_and_names_are_the_loans(self, ground):
        story = ground.draft()
        facts = told_facts(story)
        assert (story.no, story.state) == ("AL2025-000001", "draft")
        assert (facts["amount_fen"], facts["rate_bp"]) == (30_000_000, ground.loan.rate_bp)
        intent = ground.loan.offer.intent.registered_at
        assert facts["days"] == (date(2025, 10, 21) - intent.date()).days
        assert (facts["supplier"], facts["institution"]) == ("供应商", "甲银行")
        assert words_of(story) == WORDS
        assert set(json.loads(story.document)) == {"title", "words", "facts"}

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"title": "好"}, "invalid.text_length"),
            ({"title": "字" * 61}, "invalid.text_length"),
            ({"words": "太短"}, "invalid.text_length"),
            ({"words": "字" * 2001}, "invalid.text_length"),
            ({"words": f"{WORDS}\x00"}, "invalid.text_character"),
        ],
    )
    def test_what_is_wrong_with_it_is_said(self, ground, otherwise, code):
        assert refused(ground.draft, **otherwise) == code
        assert not CaseStory.objects.exists()

    def test_of_one_loan_there_is_one_until_it_is_taken_down(self, ground):
        assert list(loans_to_tell(ground.desk)) == [ground.loan]
        story = ground.draft()
        assert not loans_to_tell(ground.desk).exists()
        with pytest.raises(NotFound):
            ground.draft()
        take_case_story_down(actor=ground.desk, now=NOW, story_id=story.pk, reason="不写了")
        assert ground.draft().pk != story.pk

    def test_the_desk_alone_writes_and_sees_a_draft(self, ground):
        for actor in (ground.second, ground.firm, ground.bank):
            with pytest.raises(NotAllowed):
                ground.draft(actor=actor)
        story = ground.draft()
        assert list(stories_of(ground.desk)) == [story]
        assert list(stories_of(ground.second)) == [story]
        for actor in (ground.firm, ground.bank, ground.town.bureau(Role.TREASURY_OFFICER)):
            assert not stories_of(actor).exists()
        assert not asked_stories(ground.firm).exists()


class TestConsented:
    def test_both_are_told_and_each_reads_it_on_its_own_desk(self, asked):
        ground, story = asked
        drain(NOW, {TELL: tell_holders})
        told = Message.objects.filter(event_type="spreading.story.asked")
        assert {each.organisation_id for each in told} == {story.supplier_id, story.institution_id}
        assert TITLE in told[0].sentence
        for actor in (ground.firm, ground.bank):
            assert list(asked_stories(actor)) == [story]
        away = ground.town.actor(ground.town.institution("乙银行"), Role.INSTITUTION_OFFICER)
        assert not asked_stories(away).exists()
        with pytest.raises(NotFound):
            ground.say(away, story)

    def test_without_both_nothing_is_published(self, asked):
        ground, story = asked
        assert missing_consents(story) == ["供应商", "金融机构"]
        assert refused(ground.proposed, story) == "spreading.unconsented"
        ground.say(ground.firm, story)
        assert consents_on(ground.desk, NOW, [story.pk]) == {story.pk: "缺金融机构"}
        assert refused(ground.proposed, story) == "spreading.unconsented"
        ground.say(ground.bank, story, agreed=False, words=WHY)
        assert refused(ground.proposed, story) == "spreading.unconsented"
        ground.say(ground.bank, story)
        assert consents_on(ground.desk, NOW, [story.pk]) == {story.pk: "双方同意"}
        assert ground.agreed(ground.proposed(story)).state == "published"

    def test_a_refusal_says_why_and_the_desk_is_told(self, asked):
        ground, story = asked
        assert refused(ground.say, ground.firm, story, agreed=False) == "invalid.missing"
        ground.say(ground.firm, story, agreed=False, words=WHY)
        drain(NOW, {TELL: tell_holders})
        said = Message.objects.get(event_type="spreading.story.answered")
        assert (said.role, "不同意" in said.sentence) == ("procurement-officer", True)
        assert Consent.objects.get().words == WHY

    def test_a_consent_is_to_the_very_text(self, asked):
        ground, story = asked
        before = story.sha256
        ground.both_agree(story)
        changed = ground.change(story)
        assert (changed.state, changed.sha256 == before) == ("draft", False)
        assert missing_consents(changed) == ["供应商", "金融机构"]
        with pytest.raises(WrongState):
            ground.say(ground.firm, changed)
        ground.ask(changed)
        assert refused(ground.say, ground.firm, changed, sha256=before) == "spreading.text_changed"
        assert refused(ground.proposed, changed) == "spreading.unconsented"
        ground.both_agree(changed)
        assert words_of(ground.agreed(ground.proposed(changed))) == OTHERWISE

    def test_two_publish_the_text_that_both_read(self, asked):
        ground, story = asked
        ground.both_agree(story)
        proposal = ground.proposed(story)
        changed = ground.change(story)
        ground.ask(changed)
        ground.both_agree(changed)
        with pytest.raises(Conflict):
            ground.agreed(proposal)
        assert not public_stories(ground.anybody).exists()

    def test_the_second_reads_it_whole(self, asked):
        ground, story = asked
        ground.both_agree(story)
        proposal = ground.proposed(story)
        assert proposal.after["words"] == WORDS
        assert proposal.after["amount_fen"] == 30_000_000


class TestWithdrawn:
    @pytest.mark.parametrize("side", ["firm", "bank"])
    def test_one_word_takes_it_off_the_public_page_and_the_record_stays(self, public, side):
        ground, story = public
        assert list(public_stories(ground.anybody)) == [story]
        ended = ground.withdraw(getattr(ground, side), story)
        assert (ended.state, ended.reason) == ("withdrawn", WHY)
        assert not public_stories(ground.anybody).exists()
        assert words_of(CaseStory.objects.get()) == WORDS
        assert Consent.objects.count() == 3
        drain(NOW, {TELL: tell_holders})
        assert Message.objects.filter(event_type="spreading.consent.withdrawn").exists()

    def test_before_it_is_public_a_consent_is_taken_back_too(self, asked):
        ground, story = asked
        assert refused(ground.withdraw, ground.firm, story) == "spreading.no_consent"
        ground.both_agree(story)
        assert ground.withdraw(ground.firm, story).state == "asked"
        assert missing_consents(story) == ["供应商"]
        assert refused(ground.proposed, story) == "spreading.unconsented"
        ground.say(ground.firm, story)
        assert ground.agreed(ground.proposed(story)).state == "published"

    def test_taken_back_between_the_two_it_is_not_published(self, asked):
        ground, story = asked
        ground.both_agree(story)
        proposal = ground.proposed(story)
        ground.withdraw(ground.bank, story)
        assert refused(ground.agreed, proposal) == "spreading.unconsented"

    def test_the_desk_takes_one_down_and_both_are_told(self, public):
        ground, story = public
        about = {"now": NOW, "story_id": story.pk, "reason": "数字有误,另写"}
        with pytest.raises(NotAllowed):
            take_case_story_down(actor=ground.firm, **about)
        assert take_case_story_down(actor=ground.desk, **about).state == "withdrawn"
        with pytest.raises(WrongState):
            ground.withdraw(ground.firm, story)
        drain(NOW, {TELL: tell_holders})
        assert Message.objects.filter(event_type="spreading.story.taken_down").count() == 2

    def test_what_is_public_is_not_written_otherwise(self, public):
        ground, story = public
        with pytest.raises(WrongState):
            ground.change(story)


def test_with_a_case_that_turns_out_to_be_secret_its_story_goes(public):
    ground, story = public
    freeze_case(
        actor=ground.town.bureau(Role.TREASURY_OFFICER), now=NOW, number=story.loan.contract.no
    )
    assert not public_stories(ground.anybody).exists()
    assert not CaseStory.objects.exists()
    assert not Consent.objects.exists()


def test_each_act_leaves_one_event_with_its_clause(public):
    ground, story = public
    ground.withdraw(ground.firm, story)
    kept = Event.objects.filter(subject_id=str(story.pk)).order_by("seq")
    assert [each.type.removeprefix("spreading.") for each in kept] == [
        "story.drafted",
        "story.asked",
        "story.answered",
        "story.answered",
        "story.published",
        "consent.withdrawn",
    ]
    assert {tuple(each.basis) for each in kept} == {("三(三)-3",)}


class TestDatabase:
    """What the database refuses by itself, whoever asks."""

    def refused(self, name: str, statement: str, *given) -> None:
        with pytest.raises(DatabaseError) as caught:
            tried(statement, given)
        assert caught.value.__cause__.diag.constraint_name == name

    def test_no_figure_is_retyped(self, ground):
        story = ground.draft()
        for retyped in (("30000000", "50000000"), ("甲银行", "乙银行")):
            self.refused(
                "spreading_story_facts",
                "UPDATE spreading_casestory SET document = replace(document, %s, %s),"
                " sha256 = encode(sha256(convert_to(replace(document, %s, %s), 'UTF8')), 'hex')"
                " WHERE id = %s",
                *retyped, *retyped, story.pk,
            )  # fmt: skip

    def test_a_text_has_its_own_hash_and_title(self, ground):
        story = ground.draft()
        for change in ("sha256 = repeat('0', 64)", "title = '另一个标题'"):
            self.refused(
                "spreading_story_facts",
                f"UPDATE spreading_casestory SET {change} WHERE id = %s", story.pk,  # noqa: S608
            )  # fmt: skip

    def test_nothing_is_published_by_fewer_than_two(self, asked):
        ground, story = asked
        ground.both_agree(story)
        self.refused(
            "spreading_story_unsaid",
            "UPDATE spreading_casestory SET state = 'published', published_at = %s WHERE id = %s",
            NOW, story.pk,
        )  # fmt: skip

    @pytest.mark.parametrize("said", ["nobody", "refused", "otherwise"])
    def test_nothing_is_published_without_the_consent_of_both(self, asked, said):
        ground, story = asked
        if said == "refused":
            ground.both_agree(story)
            ground.say(ground.firm, story, agreed=False, words=WHY)
        if said == "otherwise":
            ground.both_agree(story)
            story = ground.ask(ground.change(story))
        self.refused(
            "spreading_story_unconsented",
            "UPDATE spreading_casestory SET state = 'published', published_at = %s WHERE id = %s;"
            " SET CONSTRAINTS spreading_story_unconsented IMMEDIATE",
            NOW, story.pk,
        )  # fmt: skip

    def test_nobody_speaks_for_another_side(self, asked):
        ground, story = asked
        ground.say(ground.firm, story)
        self.refused(
            "spreading_consent_unsaid",
            "INSERT INTO spreading_consent (story_id, side, organisation_id, verdict, sha256,"
            " words, at) VALUES (%s, 'institution', %s, 'given', %s, '', %s)",
            story.pk, story.institution_id, story.sha256, NOW,
        )  # fmt: skip

    def test_what_is_public_goes_with_the_consent(self, public):
        _, story = public
        self.refused(
            "spreading_consent_shown",
            "INSERT INTO spreading_consent (story_id, side, organisation_id, verdict, sha256,"
            " words, at) VALUES (%s, 'supplier', %s, 'withdrawn', %s, '不想公开', %s);"
            " SET CONSTRAINTS spreading_consent_shown IMMEDIATE",
            story.pk, story.supplier_id, story.sha256, NOW,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "verdict", "words"),
        [
            ("spreading_consent_said", "refused", ""),
            ("spreading_consent_said", "withdrawn", ""),
            ("spreading_consent_said", "maybe", "再说"),
        ],
    )
    def test_a_refusal_has_words(self, asked, name, verdict, words):
        _, story = asked
        self.refused(
            name,
            "INSERT INTO spreading_consent (story_id, side, organisation_id, verdict, sha256,"
            " words, at) VALUES (%s, 'supplier', %s, %s, %s, %s, %s)",
            story.pk, story.supplier_id, verdict, story.sha256, words, NOW,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        [
            "state = 'draft', published_at = NULL",
            "published_at = now()",
            "no = 'AL2025-000009'",
            "host_id = supplier_id",
        ],
    )
    def test_what_was_published_stays_as_it_was(self, public, change):
        self.refused(
            "spreading_story_fixed",
            f"UPDATE spreading_casestory SET {change} WHERE id = %s", public[1].pk,  # noqa: S608
        )  # fmt: skip

    def test_what_was_taken_down_comes_back_by_nobody(self, public):
        ground, story = public
        ground.withdraw(ground.firm, story)
        self.refused(
            "spreading_story_fixed",
            "UPDATE spreading_casestory SET state = 'published', ended_at = NULL WHERE id = %s",
            story.pk,
        )  # fmt: skip

    def test_state_and_moments_agree(self, ground):
        story = ground.draft()
        self.refused(
            "spreading_story_times",
            "UPDATE spreading_casestory SET state = 'asked' WHERE id = %s", story.pk,
        )  # fmt: skip

    def test_of_one_loan_there_is_one(self, ground):
        story = ground.draft()
        self.refused(
            "spreading_story_once",
            "INSERT INTO spreading_casestory (no, city_id, host_id, region, loan_id, supplier_id,"
            " institution_id, title, document, sha256, state, written_at, reason)"
            " SELECT 'AL2025-000002', city_id, host_id, region, loan_id, supplier_id,"
            " institution_id, title, document, sha256, state, written_at, ''"
            " FROM spreading_casestory WHERE id = %s",
            story.pk,
        )  # fmt: skip


def tried(statement: str, given: tuple[object, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        first, _, then = statement.partition(";")
        cursor.execute(first, given)
        if then:
            cursor.execute(then)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
