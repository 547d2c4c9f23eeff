"""Abuse 8, 9, 11, 12, 29: every name a form could send, every filter, whatever they are given."""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import cycle
from time import perf_counter

import pytest
from django.test import Client

from abuse.test_forms import CHARACTERS, REFUSED, forms
from abuse.test_numbers import READ, boxes, kind_of
from abuse.test_numbers import REFUSED as NO_NUMBERS
from abuse.walking import Found
from cairong.audit.models import Event
from support.seeds import some_of

pytestmark = pytest.mark.xdist_group("abuse-forms")  # walked to once by a process

RARE = "洛阳𠮷祥𬭚业𬬻〇㐂" + "\u30a2\uff71é" + "有限公司"
ODD = (
    "\x00", "字\u202e字", "%", "_", "\\", "'", '"', "[]", "{}", "-1", "0", "9" * 400, "١", "null",
    "../../etc/passwd", "<script>", "a" * 3000, "\ud7ff\ufffd", "🀄" * 50, "1' OR '1'='1",
)  # fmt: skip
LONG = "x" * 10_000
SECONDS = 3.0
KEPT = {"csrfmiddlewaretoken", "next"}
ANSWERED = {200, 302, 404, 422}


Forms = list[tuple[Client, Found]]


@pytest.fixture(scope="module")
def found(standing) -> Forms:
    """Every form of every page, walked to once."""
    return list(forms(standing))


def test_no_name_of_any_form_lets_through_what_breaks_pages(found):
    """Choices, hidden boxes, days, passwords: all that a browser does not let one type."""
    wrong, tried, values = [], 0, cycle(CHARACTERS.values())
    for client, form in found:
        for name in (
            sorted(form.named - set(form.typed) - form.ticks - KEPT)
            if form.method == "post"
            else ()
        ):
            tried += 1
            events = Event.objects.count()
            answer = client.post(form.address, {**form.with_token(), name: next(values)})
            if answer.status_code not in REFUSED or Event.objects.count() != events:
                wrong.append(f"{form.address} {name}: {answer.status_code}")
    assert wrong == []
    assert tried > 50


def test_no_name_may_be_sent_twice_to_two_ends(found):
    """Of two values for one name none is silently taken for the act."""
    wrong = []
    for client, form in found:
        for name in ("amount", "decision") if form.method == "post" else ():
            if name not in form.named:
                continue
            events = Event.objects.count()
            answer = client.post(form.address, {**form.with_token(), name: ["approve", "-1"]})
            if answer.status_code not in REFUSED or Event.objects.count() != events:
                wrong.append(f"{form.address} {name}: {answer.status_code}")
    assert wrong == []


def test_rare_characters_stay_in_every_box_exactly(found):
    """With all else left empty the form comes back, holding what was typed to the last sign."""
    wrong, tried = [], 0
    for client, form in found:
        words = text_boxes(client, form)
        if form.method != "post" or not words:
            continue
        typed = {**dict.fromkeys(form.sent, ""), **dict.fromkeys(words, RARE)}
        answer = client.post(form.address, typed)
        page = answer.content.decode()
        if answer.status_code in {400, 422} and "form-errors" in page:
            tried += len(words)
            lost = page.count(escape(RARE)) < len(words)
            if lost or "不允许的字符" in page or "附加符号" in page:
                wrong.append(f"{form.address} {words}: {page.count(RARE)}")
        elif answer.status_code not in {302, 404, 409, 429}:
            wrong.append(f"{form.address}: {answer.status_code}")
    assert wrong == []
    assert tried > 20


def text_boxes(client: Client, form: Found) -> list[str]:
    """The boxes of a form for words: neither numbers nor days nor codes."""
    others = boxes(client.get(form.page), form.sent)
    return [one for one in form.typed if one not in others and "password" not in one]


def filters(found: Forms) -> Iterator[tuple[Client, Found, str]]:
    for client, form in found:
        if form.method == "get":
            for name in sorted(form.named):
                yield client, form, name


def test_every_filter_of_every_list_answers_soon_whatever_it_is_given(found):
    wrong, tried, dealt = [], 0, some_of(ODD, 3)
    for client, form, name in filters(found):
        for value in next(dealt):
            tried += 1
            began = perf_counter()
            answer = client.get(form.address, {name: value})
            if answer.status_code not in ANSWERED or perf_counter() - began > SECONDS:
                wrong.append(f"{form.address}?{name}={value[:20]!r}: {answer.status_code}")
            elif answer.status_code == 422 and not said(answer):
                wrong.append(f"{form.address}?{name}={value[:20]!r} is refused without a word")
        if client.get(form.address, {name: LONG}).status_code != 400:
            wrong.append(f"{form.address}?{name}= of 10 kB")
    assert wrong == []
    assert tried > 200


def said(answer) -> str:
    """The sentence of a refusal, in whatever place the page says it."""
    page = unescape(answer.content.decode())
    found = re.search(r'class="(?:form-errors|refusal-list|notice).*?[。?!]', page, re.DOTALL)
    return found[0] if found else ""


def test_a_filter_for_money_or_days_reads_as_forms_do_and_refuses_as_they_do(found):
    wrong, seen = [], set()
    for client, form in found:
        asks = boxes(client.get(form.page), form.sent) if form.method == "get" else {}
        for name, box in asks.items():
            kind = kind_of(box)
            seen.add(kind)
            asked = {one: client.get(form.address, {**form.sent, name: one}) for one in READ[kind]}
            wrong += [
                f"{form.address}?{name}={typed}: {answer.status_code}"
                for typed, answer in asked.items()
                if answer.status_code not in ANSWERED
            ]
            for typed in NO_NUMBERS[kind]:
                answer = client.get(form.address, {**form.sent, name: typed})
                page = answer.content.decode()
                if answer.status_code not in {200, 422} or escape(typed) not in page:
                    wrong.append(f"{form.address}?{name}={typed}: {answer.status_code}")
    assert wrong == []
    assert seen


def test_rare_characters_are_looked_for_in_every_list(found):
    wrong, tried = [], 0
    for client, form, name in filters(found):
        if name == "words":
            tried += 1
            answer = client.get(form.address, {name: RARE[:12]})
            if answer.status_code != 200 or RARE[:12] not in answer.content.decode():
                wrong.append(f"{form.address}: {answer.status_code}")
    assert wrong == []
    assert tried > 10
