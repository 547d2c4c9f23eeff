"""What is typed about surveys: by the desk that asks, and by whoever answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairong.policy.spreading import (
    KINDS,
    LEAST_QUESTIONS,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_WORDS,
    Question,
    offered,
)
from cairong.web.forms import ActForm, DayField, LinesField

PLACES = range(1, MOST_QUESTIONS + 1)


class SurveyForm(ActForm):
    """A survey: what it is called, its days, and three to six questions."""

    title = forms.CharField(label="名称", min_length=4, max_length=60)
    intro = LinesField(
        label="说明", min_length=4, max_length=300,
        help_text="填写的人先看到;写明做什么用、不记名",
    )  # fmt: skip
    opens_on = DayField(label="从哪天开始填写")
    closes_on = DayField(label="到哪天为止", help_text="含当天,最长 90 天;纸质答卷可以再录入 14 天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            needed = place <= LEAST_QUESTIONS
            self.fields[f"words_{place}"] = forms.CharField(
                label=f"第 {place} 题", min_length=4, max_length=120, required=needed
            )
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"第 {place} 题的种类", choices=[*KINDS.items()], required=needed
            )
            self.fields[f"choices_{place}"] = LinesField(
                label=f"第 {place} 题的选项", required=False, max_length=600,
                help_text=f"只有单选要写,一行一个,最多 {MOST_CHOICES} 个",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing of a question that was begun, or left out before another."""
        typed = super().clean() or self.cleaned_data
        last = max((n for n in PLACES if any(self._boxes(typed, n))), default=0)
        for place in PLACES[LEAST_QUESTIONS:last]:
            words, kind, _ = self._boxes(typed, place)
            for name, value in ((f"words_{place}", words), (f"kind_{place}", kind)):
                if not value and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return typed

    @staticmethod
    def _boxes(typed: Mapping[str, Any], place: int) -> tuple[str, str, str]:
        words, kind, choices = (
            str(typed.get(f"{name}_{place}") or "") for name in ("words", "kind", "choices")
        )
        return words, kind if words or choices else "", choices

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the questions as one list."""
        given = super().arguments()
        asked = [
            (given.pop(f"words_{n}"), given.pop(f"kind_{n}"), given.pop(f"choices_{n}"))
            for n in PLACES
        ]
        questions = [
            Question(
                kind=kind, words=words, choices=[*filter(None, map(str.strip, listed.split("\n")))]
            )
            for words, kind, listed in asked
            if words
        ]
        return {**given, "questions": questions}


def boxes_of(questions: Sequence[Question]) -> dict[str, str]:
    """Fill the boxes of a survey's form with the questions of one."""
    return {
        f"{name}_{place}": value
        for place, each in enumerate(questions, 1)
        for name, value in (
            ("words", each.words), ("kind", each.kind), ("choices", "\n".join(each.choices)),
        )
    }  # fmt: skip


class AnswerForm(ActForm):
    """The answers to a survey's questions; any of them may be left out."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, each in enumerate(questions, 1):
            self.fields[f"q{place}"] = _box(f"{place}. {each.words}", offered(each))

    def arguments(self) -> dict[str, Any]:
        """Give what was answered by question, without those that were left out."""
        return {"said": {key: value for key, value in super().arguments().items() if value}}


def _box(label: str, listed: Mapping[str, str]) -> forms.Field:
    if not listed:
        return LinesField(
            label=label, max_length=MOST_WORDS, required=False,
            help_text="请不要写姓名、电话和账号",
        )  # fmt: skip
    return forms.ChoiceField(
        label=label, choices=[*listed.items()], required=False, widget=forms.RadioSelect
    )


class CallOffForm(ActForm):
    """Why a survey is called off."""

    reason = LinesField(label="理由", min_length=2, max_length=300, help_text="公开页上原样显示")
