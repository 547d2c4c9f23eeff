"""What is typed about tasks, minutes, policy documents and agreements."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.board import DESKS
from cairong.policy.clauses import notice_clauses
from cairong.policy.sharing import FIELDS, WAYS
from cairong.web.forms import ActForm, Choices, DayField, LinesField, TickedField

CHOOSE = ("", "请选择")
MOST_WORDS = 22
CLAUSES = ("clause", "clause_2", "clause_3")
FILES = {"accept": ".pdf,.jpg,.jpeg,.png"}


def _clauses() -> Choices:
    """Offer the clauses of the notice, each with the beginning of its words."""
    return [
        (
            each.id,
            f"{each.id} {each.words[:MOST_WORDS]}{'…' if len(each.words) > MOST_WORDS else ''}",
        )
        for each in notice_clauses()
    ]


def _box(desk: str) -> str:
    return f"people_{desk.replace('-', '_')}"


class Ticked(forms.MultipleChoiceField):
    """Some of several codes, ticked one by one."""

    widget = forms.CheckboxSelectMultiple


class OfTask(ActForm):
    """The parts of a task that a proposal and a line of minutes have in common."""

    def __init__(self, *args: Any, regions: Mapping[str, str], **kwargs: Any) -> None:
        clauses = _clauses()
        choices = {"region": list(regions.items())}
        super().__init__(*args, choices=choices, **kwargs)
        for name in CLAUSES:
            first = CHOOSE if name == CLAUSES[0] else ("", "不选")
            self.fields[name].choices = [first, *clauses]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the clauses as one list."""
        given = super().arguments()
        clauses = [given.pop(name) for name in CLAUSES]
        return {**given, "clauses": [each for each in clauses if each]}


class TaskForm(OfTask):
    """A task: what, for which clauses, by whom, with whom, where, until when."""

    title = forms.CharField(label="任务名称", min_length=4, max_length=60)
    words = LinesField(
        label="要做什么", min_length=4, max_length=1000, rows=4,
        help_text="写到能看出办完没有:查多少家、出一份什么",
    )  # fmt: skip
    owner = forms.ChoiceField(
        label="承办部门", choices=[CHOOSE, *DESKS.items()],
        help_text="选本部门的马上开始;选其他部门的,要对方承担",
    )  # fmt: skip
    partners = Ticked(label="协办部门", choices=list(DESKS.items()), required=False)
    due_on = DayField(label="完成期限", help_text="要是工作日")
    region = forms.ChoiceField(label="县区", help_text="选县区的,该县区的账号看得到")
    clause = forms.ChoiceField(label="依据条款")
    clause_2 = forms.ChoiceField(label="依据条款(二)", required=False)
    clause_3 = forms.ChoiceField(label="依据条款(三)", required=False)


class LineForm(OfTask):
    """A line of minutes, and the task it sets where an owner is chosen."""

    words = LinesField(
        label="议定事项", min_length=4, max_length=500, rows=3, help_text="一条一件事"
    )
    owner = forms.ChoiceField(
        label="承办部门", choices=[("", "不设任务"), *DESKS.items()], required=False,
        help_text="选了部门,这一条就设一项任务,下面几项也要填",
    )  # fmt: skip
    title = forms.CharField(label="任务名称", min_length=4, max_length=60, required=False)
    due_on = DayField(label="完成期限", required=False, help_text="要是工作日")
    partners = Ticked(label="协办部门", choices=list(DESKS.items()), required=False)
    region = forms.ChoiceField(label="县区", required=False)
    clause = forms.ChoiceField(label="依据条款", required=False)
    clause_2 = forms.ChoiceField(label="依据条款(二)", required=False)
    clause_3 = forms.ChoiceField(label="依据条款(三)", required=False)


class NoteForm(ActForm):
    """How a task goes on."""

    words = LinesField(label="进展", min_length=4, max_length=500)


class FinishForm(ActForm):
    """What was done of a task."""

    evidence = LinesField(
        label="办理结果", min_length=8, max_length=1000, rows=4,
        help_text="做了什么、结果怎样;材料先在下面上传",
    )  # fmt: skip


class ChangeForm(ActForm):
    """Another due day, or none where a task is to end; and why."""

    due_on = DayField(label="改到哪一天", required=False, help_text="不填表示终止这项任务")
    reason = LinesField(label="理由", min_length=4, max_length=300)


class SayForm(ActForm):
    """Why something is declined, withdrawn, sent back or ended."""

    reason = LinesField(label="理由", min_length=4, max_length=300, help_text="会原样告诉对方")


class PaperForm(ActForm):
    """One paper."""

    name = forms.CharField(label="材料名称", min_length=2, max_length=60)
    file = forms.FileField(
        label="文件", help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs=FILES),
    )  # fmt: skip


class MinutesForm(ActForm):
    """A meeting: which, when, where, and who came for each desk."""

    title = forms.CharField(label="会议名称", min_length=4, max_length=80)
    met_on = DayField(label="会议日期")
    place = forms.CharField(label="地点", min_length=2, max_length=120)
    corrects = forms.UUIDField(required=False, widget=forms.Select, label="更正哪一份纪要")

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].widget.choices = [("", "不是更正"), *earlier]
        for desk, word in DESKS.items():
            self.fields[_box(desk)] = forms.CharField(
                label=f"参加人员:{word}", min_length=2, max_length=120, required=False,
                help_text="写姓名或职务;没有参加的不填",
            )  # fmt: skip
        if not earlier:
            del self.fields["corrects"]

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, who came as one table."""
        given = super().arguments()
        people = {desk: given.pop(_box(desk)) for desk in DESKS}
        return {"corrects": None, **given, "people": {k: v for k, v in people.items() if v}}


def came_of(there: Mapping[str, str]) -> dict[str, str]:
    """Fill the boxes of a meeting's form with who came by desk."""
    return {_box(desk): people for desk, people in there.items()}


class DocumentForm(ActForm):
    """A policy document: number, title, issuer, days, what it takes the place of, its file."""

    no = forms.CharField(
        label="文号", min_length=2, max_length=60, help_text="例如 洛财购〔2021〕4号"
    )
    title = forms.CharField(label="标题", min_length=4, max_length=200)
    issuer = forms.CharField(
        label="发文单位", min_length=2, max_length=120, help_text="联合发文的用顿号隔开"
    )
    issued_on = DayField(label="发文日期")
    effective_on = DayField(label="施行日期")
    until_on = DayField(label="有效期到", required=False, help_text="文件没有写的不填")
    supersedes = TickedField(
        label="代替哪些文件", required=False, help_text="从它的施行日期起,这些文件不再有效"
    )
    file = forms.FileField(
        label="正文", required=False, widget=forms.ClearableFileInput(attrs=FILES),
        help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB;任何人都可以下载",
    )  # fmt: skip

    def __init__(self, *args: Any, listed: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if listed:
            self.fields["supersedes"].choices = list(listed)  # type: ignore[attr-defined]
        else:
            del self.fields["supersedes"]


class AgreementForm(ActForm):
    """An agreement: what for, which data, by what, who gives, who gets, until when."""

    title = forms.CharField(label="协议名称", min_length=4, max_length=80)
    purpose = LinesField(
        label="目的", min_length=8, max_length=500, help_text="用来办什么事;只为这个目的使用"
    )
    fields_ = Ticked(
        label="共享的数据",
        choices=[(code, f"{word}:{what}") for code, (word, what) in FIELDS.items()],
    )
    ground = LinesField(label="依据", min_length=4, max_length=200, help_text="法律、文件和条款")
    way = forms.ChoiceField(label="共享方式", choices=[CHOOSE, *WAYS.items()])
    gives = Ticked(label="提供方")
    gets = Ticked(label="使用方")
    from_on = DayField(label="从哪天起")
    until_on = DayField(label="到哪天止", help_text="最长三年,到期自动结束,可以续签")

    def __init__(self, *args: Any, parties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        choices = {"gives": list(parties), "gets": list(parties)}
        super().__init__(*args, choices=choices, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """Give what was typed under the names of the act's own arguments."""
        given = super().arguments()
        ticked = given.pop("fields_")
        return {**given, "fields": ticked}
