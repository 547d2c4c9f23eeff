"""A form is one act: nothing typed is lost, nothing unasked is taken, a double click does once."""

from uuid import uuid4

import pytest
from django import forms
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from cairong.doors.actors import TOKEN
from cairong.doors.forms import submit, with_token
from cairong.doors.limits import TooOften
from cairong.kernel.errors import (
    Conflict,
    Finding,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    Repeated,
    WrongState,
)


class Line(forms.Form):
    word = forms.CharField(label="词")


Lines = forms.formset_factory(Line, extra=0)


class Wish(forms.Form):
    name = forms.CharField(label="名称")
    amount = forms.IntegerField(label="金额")


def send(act, body=None, *, form=Wish, also=(), **headers):
    body = {"name": "甲", "amount": "3"} if body is None else body
    request = RequestFactory().post("/wish/", body, headers=headers)
    bound = form(request.POST)

    def draw(form):
        return HttpResponse(f"{form.errors.as_json()}|{form.data.urlencode()}")

    return submit(request, bound, act, draw=draw, done=lambda key: f"/done/{key}/", also=also)


def refuse(refusal):
    def act(values):
        raise refusal

    return act


def test_what_was_done_leads_on():
    seen = []
    answer = send(lambda values: seen.append(values) or "42")
    assert answer.status_code == 302
    assert answer["Location"] == "/done/42/"
    assert seen == [{"name": "甲", "amount": 3}]


def test_what_is_missing_is_said_and_the_rest_kept():
    answer = send(refuse(AssertionError), {"name": "甲"})
    assert answer.status_code == 422
    assert "name=%E7%94%B2" in answer.content.decode()


def test_an_invalid_value_is_said_beside_its_field():
    answer = send(refuse(Invalid("invalid.range", field="amount", value=3, least=5, most=9)))
    assert answer.status_code == 422
    text = answer.content.decode().encode().decode("unicode_escape", "ignore")
    assert '"amount": [' in text
    assert "invalid.range" in text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (PolicyBreach("lending.no", Finding(code="lending.other", obligation="二(五)-5")), 422),
        (WrongState("state.cannot"), 409),
        (Conflict("conflict.busy"), 409),
        (TooOften("doors.too_often", seconds=9), 429),
    ],
)
def test_a_refusal_is_said_on_top(refusal, status):
    answer = send(refuse(refusal))
    assert answer.status_code == status
    assert '"__all__"' in answer.content.decode()
    assert "amount=3" in answer.content.decode()


def test_every_finding_is_said_with_its_clause():
    breach = PolicyBreach("a.one", Finding(code="a.two", obligation="二(五)-5"))
    request = RequestFactory().post("/wish/", {"name": "甲", "amount": "3"})
    shown = []
    submit(
        request,
        Wish(request.POST),
        refuse(breach),
        draw=lambda form: shown.append(list(form.non_field_errors())) or HttpResponse(),
        done="/",
    )
    assert len(shown[0]) == 2
    assert "依据 二(五)-5" in shown[0][1]


def test_the_same_request_again_reads_as_done():
    assert send(refuse(Repeated("contracts.Award", "7")))["Location"] == "/done/7/"


@pytest.mark.parametrize("refusal", [NotFound("access.not_found"), NotAllowed("access.role")])
def test_what_is_not_there_or_not_allowed_is_the_pages_answer(refusal):
    with pytest.raises(type(refusal)):
        send(refuse(refusal))


def test_programs_read_json():
    answer = send(refuse(WrongState("state.cannot", thing="意向")), Accept="application/json")
    assert answer["Content-Type"] == "application/json"


class TestExtraFields:
    """Abuse 23."""

    @pytest.mark.parametrize("field", ["status", "lender", "approver", "organisation_id"])
    def test_a_field_nobody_asked_for_is_refused(self, field):
        with pytest.raises(Invalid) as refused:
            send(refuse(AssertionError), {"name": "甲", "amount": "3", field: "x"})
        assert refused.value.field == field

    def test_the_token_and_named_extras_are_no_strangers(self):
        body = {"name": "甲", "amount": "3", TOKEN: str(uuid4()), "verdict": "accept"}
        assert send(str, body, also=["verdict"]).status_code == 302

    def test_rows_of_a_formset_are_known_by_their_pattern(self):
        body = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-word": "x"}
        request = RequestFactory().post("/", body | {"form-0-status": "done"})
        with pytest.raises(Invalid) as refused:
            submit(request, Lines(request.POST), refuse(AssertionError), draw=repr, done="/")
        assert refused.value.field == "form-0-status"


def test_a_token_is_fresh_for_each_form_and_kept_when_redrawn():
    first, second = with_token(Wish()), with_token(Wish())
    assert first[TOKEN].value() != second[TOKEN].value()
    sent = QueryDict(f"name=a&amount=1&{TOKEN}={uuid4()}")
    assert with_token(Wish(sent))[TOKEN].value() == sent[TOKEN]
