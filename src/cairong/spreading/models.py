"""Surveys of whether the policy is known, and what was answered; stories, and who consented."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import (
    CodeField,
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.policy.spreading import SIDES, VERDICTS, WAYS
from cairong.spreading.states import CASE_STORY, SURVEY


class Survey(models.Model):
    """A few questions of one desk, open from a day to a day; once published they never change.

    `questions` is a list of {kind, words, choices} (`policy.spreading.Question`).
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    host = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=6)
    title = models.CharField(max_length=60)
    intro = models.CharField(max_length=300)
    questions = models.JSONField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = StateField(max_length=12, choices=SURVEY.choices(), default="draft")
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(SURVEY),
            UniqueConstraint(fields=["city", "no"], name="spreading_survey_no_once"),
            CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="spreading_survey_days"
            ),
            CheckConstraint(
                condition=Q(state="draft", published_at=None, ended_at=None)
                | Q(state="published", published_at__isnull=False, ended_at=None)
                | Q(state="called_off", ended_at__isnull=False) & ~Q(reason=""),
                name="spreading_survey_times",
            ),
        ]
        indexes = [models.Index(fields=["city", "-opens_on"], name="spreading_survey_days_ix")]


class SurveyAnswer(models.Model):
    """One answer, by the link or typed in from paper: the day, what was chosen, what was written.

    Keys are `q1`, `q2` … in the order of the questions. Words go by rule some time after the
    survey's last day; what was chosen stays.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    way = CodeField(max_length=5, choices=WAYS.items())
    given_on = models.DateField()
    chosen = models.JSONField()
    words = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(way__in=list(WAYS)), name="spreading_answer_way"),
            CheckConstraint(
                condition=~Q(chosen={}) | ~Q(words={}) | Q(erased_at__isnull=False),
                name="spreading_answer_says",
            ),
        ]


class CaseStory(models.Model):
    """A story of one loan that ran, for anybody to read once both its sides consented.

    `document` is its RFC 8785 text: title, words and the facts, which are those of the loan;
    `sha256` names it. Consents are to this very text.
    """

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    host = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=6)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=60)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    state = StateField(max_length=10, choices=CASE_STORY.choices(), default="draft")
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(CASE_STORY),
            UniqueConstraint(fields=["city", "no"], name="spreading_story_no_once"),
            UniqueConstraint(
                fields=["loan"], condition=~Q(state="withdrawn"), name="spreading_story_once"
            ),
            CheckConstraint(
                condition=Q(state="draft", published_at=None, ended_at=None)
                | Q(state="asked", asked_at__isnull=False, published_at=None, ended_at=None)
                | Q(state="published", published_at__isnull=False, ended_at=None)
                | Q(state="withdrawn", ended_at__isnull=False) & ~Q(reason=""),
                name="spreading_story_times",
            ),
        ]


class Consent(models.Model):
    """What one side said of a story, to the text of this hash. Never changed; the newest counts."""

    id = models.BigAutoField(primary_key=True)
    story = models.ForeignKey(CaseStory, on_delete=models.PROTECT, related_name="consents")
    side = CodeField(max_length=11, choices=SIDES.items())
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    verdict = CodeField(max_length=9, choices=VERDICTS.items())
    sha256 = models.CharField(max_length=64)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(side__in=list(SIDES), verdict__in=list(VERDICTS))
                & (Q(verdict="given") | ~Q(words="")),
                name="spreading_consent_said",
            ),
        ]
        triggers = [append_only()]
