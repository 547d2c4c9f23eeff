"""Abuse 22: the id of a record of somebody else in a body is not there, and the asking is kept."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.forms import BaseForm, ChoiceField
from django.test import Client

from abuse.test_forms import forms
from abuse.walking import drawn
from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from support.browsing import send, text

pytestmark = pytest.mark.xdist_group("abuse-forms")  # walked to once by a process


def is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def chosen_by_id(form: BaseForm) -> Iterator[tuple[str, set[str]]]:
    """The fields of a form that choose among records, and what each offers."""
    for bound in form:
        field = bound.field
        if isinstance(field, ChoiceField) and any(is_id(value) for value, _ in field.choices):
            yield bound.html_name, {str(value) for value, _ in field.choices}


def places(standing) -> Iterator[tuple]:
    """Every form with a choice among records: who may send it, the form, the choice."""
    for client, form in forms(standing):
        if form.method == "post":
            pages = drawn(client.get(form.page))
            offered = dict(each for shown in pages for each in chosen_by_id(shown))
            for name in sorted(offered.keys() & form.named):
                yield client, form, name, offered[name]


def foreign_ids(standing) -> dict[str, object]:
    other = standing.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G")
    return {
        "nobody's": uuid4(),
        "another supplier's": other.pk,
        "the rival's product": standing.rival.product_version.product_id,
        "the loan's": standing.loan.pk,
        "a bank's": standing.town.institution("丙银行").pk,
    }


def test_an_id_from_elsewhere_in_a_body_is_not_there_and_the_asking_is_kept(standing):
    ids, wrong, seen = foreign_ids(standing), [], set()
    for client, form, name, offered in places(standing):
        seen.add((form.address, name))
        for whose, value in ids.items():
            if str(value) in offered:
                continue  # theirs to choose
            kept, events = RefusalRecord.objects.count(), Event.objects.count()
            answer = client.post(form.address, {**form.with_token(), name: str(value)})
            told = RefusalRecord.objects.order_by("-pk").first()
            if (
                answer.status_code != 404
                or Event.objects.count() != events
                or RefusalRecord.objects.count() != kept + 1
                or told.code != "access.not_found"
            ):
                wrong.append(f"{form.address} {name} {whose}: {answer.status_code}")
    assert wrong == []
    assert seen


def test_what_else_was_typed_is_still_there(standing):
    client = standing.as_role(Role.SUPPLIER)
    place = f"/supplier/intents/new/contract/{standing.case.contract.pk}/"
    typed = {"amount": "1000", "days": "90", "purpose": "买板材", "institutions": [str(uuid4())]}
    page = send(client, place, typed, 404)
    assert "买板材" in page
    assert 'value="1000"' in page


def test_who_has_not_signed_in_is_not_told_either(standing):
    place = f"/supplier/intents/new/contract/{standing.case.contract.pk}/"
    answer = Client().post(place, {"institutions": str(uuid4())})
    assert answer.status_code == 401
    assert str(standing.case.contract.no) not in text(answer)
