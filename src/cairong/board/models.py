"""Tasks of the board and minutes of its meetings; documents and agreements stand beside."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from cairong.audit.columns import (
    StateField,
    append_only,
    city_key,
    state_known,
    uuid7_key,
)
from cairong.audit.papers import Paper, hash_holds
from cairong.board.columns import desk_code, moment, person_key
from cairong.board.documents import Document, Supersession
from cairong.board.sharing import Agreement, Party
from cairong.board.states import CHANGE, MINUTES, PARTNER, TASK

__all__ = [
    "Agreement", "Attendance", "Change", "Document", "Line", "Minutes", "MinutesPaper", "Note",
    "Partner", "Party", "Supersession", "Task", "TaskPaper",
]  # fmt: skip


class Minutes(models.Model):
    """Minutes of one meeting. Sent round, nothing of them changes; confirmed by all, nothing ever.

    `word`, `year` and `number` make their number, given with the last confirmation. What was wrong
    in them is put right by minutes that `corrects` names.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "title", "met_on", "place", "corrects_id", "state", "circulated_at", "confirmed_at", "word",
        "year", "number", "reason", "changed_at",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    drafter = desk_code()
    title = models.CharField(max_length=80)
    met_on = models.DateField()
    place = models.CharField(max_length=120)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = StateField(max_length=10, choices=MINUTES.choices(), default="draft")
    drafted_at = models.DateTimeField()
    changed_at = moment()
    circulated_at = moment()
    confirmed_at = moment()
    word = models.CharField(max_length=12, blank=True)
    year = models.SmallIntegerField(null=True)
    number = models.IntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(MINUTES),
            UniqueConstraint(fields=["city", "word", "year", "number"], name="board_minutes_once"),
            CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False, number__gte=1)
                & Q(circulated_at__isnull=False, year__isnull=False) & ~Q(word="")
                | ~Q(state="confirmed") & Q(confirmed_at=None, number=None, year=None, word=""),
                name="board_minutes_numbered",
            ),
        ]  # fmt: skip

    @property
    def no(self) -> str:
        """The number as people write it; what stands for it before there is one."""
        return f"{self.word}〔{self.year}〕{self.number}号" if self.number else "未编号"


class Attendance(models.Model):
    """One desk at a meeting: who came for it, and when its own officer confirmed the minutes."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("people", "confirmed_at", "confirmed_by_id")
    APP_DELETES = True  # as long as the minutes are a draft

    id = uuid7_key()
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="attendances")
    desk = desk_code()
    people = models.CharField(max_length=120)
    confirmed_at = moment()
    confirmed_by = person_key(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["minutes", "desk"], name="board_attended_once"),
            UniqueConstraint(fields=["minutes", "confirmed_by"], name="board_attended_apart"),
            CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="board_attended_plain",
            ),
        ]


class Line(models.Model):
    """One line of minutes: what was said or decided, and the task it sets where it sets one."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("struck_at",)

    id = uuid7_key()
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="lines")
    place = models.SmallIntegerField()
    words = models.CharField(max_length=500)
    title = models.CharField(max_length=60, blank=True)
    owner = desk_code(blank=True)
    partners = ArrayField(models.CharField(max_length=24), default=list)
    clauses = ArrayField(models.CharField(max_length=12), default=list)
    region = models.CharField(max_length=6, blank=True)
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    struck_at = moment()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["minutes", "place"], name="board_line_place"),
            CheckConstraint(
                condition=~Q(words="")
                & (
                    Q(owner="", title="", region="", due_on=None, partners=[], clauses=[])
                    | Q(due_on__isnull=False) & ~Q(owner="") & ~Q(title="") & ~Q(clauses=[])
                ),
                name="board_line_whole",
            ),
        ]


class MinutesPaper(Paper):
    """A paper attached to minutes while they were a draft."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("struck_at",)

    id = uuid7_key()
    city = city_key()
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="papers")
    struck_at = moment()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["minutes", "sha256"], name="board_minutes_paper_once"),
            hash_holds("board_minutes_paper_hash"),
        ]


class Task(models.Model):
    """One task: what is to be done, for which clauses, by which desk, until when, what came of it.

    `since_on` is the day its days begin. Its due day moves only as two authorities agreed.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "due_on", "accepted_at", "finished_at", "finished_by_id", "evidence",
        "confirmed_by", "confirmed_at", "ended_at", "reason",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    no = models.CharField(max_length=20)
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=1000)
    clauses = ArrayField(models.CharField(max_length=12))
    region = models.CharField(max_length=6)
    owner = desk_code()
    proposed_by = desk_code()
    line = models.OneToOneField(Line, null=True, on_delete=models.PROTECT, related_name="task")
    since_on = models.DateField()
    due_on = models.DateField()
    state = StateField(max_length=10, choices=TASK.choices(), default="proposed")
    proposed_at = models.DateTimeField()
    accepted_at = moment()
    finished_at = moment()
    finished_by = person_key(null=True)
    evidence = models.CharField(max_length=1000, blank=True)
    confirmed_by = desk_code(blank=True)
    confirmed_at = moment()
    ended_at = moment()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(TASK),
            UniqueConstraint(fields=["city", "no"], name="board_task_no_once"),
            CheckConstraint(condition=Q(due_on__gt=F("since_on")), name="board_task_days"),
            CheckConstraint(
                condition=Q(state="proposed", accepted_at=None, confirmed_at=None, ended_at=None)
                | Q(state="open", accepted_at__isnull=False, confirmed_at=None, ended_at=None)
                | Q(state="finished", finished_at__isnull=False, confirmed_at=None, ended_at=None)
                & ~Q(evidence="")
                | Q(state="confirmed", finished_at__isnull=False, confirmed_at__isnull=False)
                & ~Q(evidence="") & ~Q(confirmed_by="")
                | Q(state__in=["declined", "withdrawn", "called_off"], ended_at__isnull=False)
                & ~Q(reason=""),
                name="board_task_times",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["city", "state", "due_on"], name="board_task_due")]


class Partner(models.Model):
    """A desk that was asked to work with the owner of a task, and whether it does."""

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "answered_at", "reason")

    id = uuid7_key()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="partners")
    desk = desk_code()
    state = StateField(max_length=10, choices=PARTNER.choices(), default="asked")
    answered_at = moment()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(PARTNER),
            UniqueConstraint(fields=["task", "desk"], name="board_partner_once"),
            CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="board_partner_answered",
            ),
        ]


class Note(models.Model):
    """What a desk says of a task on its way: progress, or why it was sent back. Never changed."""

    id = uuid7_key()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notes")
    desk = desk_code()
    by = person_key()
    words = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(condition=~Q(words=""), name="board_note_said")]
        triggers = [append_only()]


class TaskPaper(Paper):
    """A paper that shows what was done of a task. Never changed."""

    id = uuid7_key()
    city = city_key()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="papers")
    desk = desk_code()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["task", "sha256"], name="board_task_paper_once"),
            hash_holds("board_task_paper_hash"),
        ]
        triggers = [append_only()]


class Change(models.Model):
    """What one authority asks of a running task and another answers: another due day, or its end.

    `due_on` is the day asked for, none where the task is to end.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "decided_by", "decided_at", "answer")

    id = uuid7_key()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="changes")
    before_on = models.DateField()
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    asked_by = desk_code()
    asker = person_key()
    asked_at = models.DateTimeField()
    state = StateField(max_length=10, choices=CHANGE.choices(), default="asked")
    decided_by = desk_code(blank=True)
    decided_at = moment()
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            state_known(CHANGE),
            UniqueConstraint(
                fields=["task"], condition=Q(state="asked"), name="board_change_one_at_a_time"
            ),
            CheckConstraint(
                condition=~Q(reason="")
                & (
                    Q(state="asked", decided_at=None, decided_by="")
                    | ~Q(state="asked") & Q(decided_at__isnull=False) & ~Q(decided_by="")
                ),
                name="board_change_decided",
            ),
        ]
