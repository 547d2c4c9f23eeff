"""The notice letter: its words, its paper, its service; and messages to the next holders.

附-1 三(三)-2
"""

import re
import zlib

import pytest

from cairong.audit.models import Event, Outbox
from cairong.cases.actions.tell_holders import tell_holders
from cairong.contracts.actions.claim_awards import claim_awards
from cairong.kernel.actor import system
from cairong.kernel.errors import NotAllowed, NotFound
from cairong.outreach.actions.mark_read import mark_all_read, mark_read
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.actions.send_letter import send_letter
from cairong.outreach.models import Letter, Message
from cairong.outreach.reads import inbox, letter_for, letters_of, unread
from cairong.outreach.steps.paper import letter_pdf
from cairong.policy.clauses import letter, letter_hash
from contracts.ground import AWARDED, SIGNED, Ground
from contracts.test_awards import import_awards, row
from support.town import CITY, at

CONSUMERS = {"tell": tell_holders, "outreach.send_letter": send_letter}


def deliver(now=SIGNED) -> None:
    """Deliver everything that waits for this room."""
    for waiting in Outbox.objects.filter(done_at=None, consumer__in=CONSUMERS):
        CONSUMERS[waiting.consumer](actor=system(city=CITY), now=now, event_id=waiting.event_id)


def test_the_letter_is_the_notices_own_words():
    assert letter_hash() == "2d1eb762d1dfabd586f4ac649cb87379547bad74d9d65d325d70e2acc80d13bf"
    assert letter().startswith("洛阳市政府采购合同融资政策告知函\n\n各供应商:\n")


def test_it_goes_out_with_the_award_and_at_signing_once_each(ground: Ground):
    ground.sign()
    deliver()
    deliver()
    sent = Letter.objects.order_by("sent_at", "pk")
    assert {one.occasion for one in sent} == {"award", "contract"}
    assert {one.sha256 for one in sent} == {letter_hash()}
    assert sent.count() == 2


def test_delivering_twice_sends_once(ground: Ground):
    ground.award()
    event = Event.objects.get(type="contracts.award.recorded")
    actor = system(city=CITY)
    assert send_letter(actor=actor, now=AWARDED, event_id=event.pk) == 1
    assert send_letter(actor=actor, now=AWARDED, event_id=event.pk) is None
    assert tell_holders(actor=actor, now=AWARDED, event_id=event.pk) == 2  # supplier, purchaser
    assert tell_holders(actor=actor, now=AWARDED, event_id=event.pk) is None
    assert (Letter.objects.count(), Message.objects.count()) == (1, 2)


def test_a_supplier_known_by_name_gets_it_when_it_claims(ground: Ground):
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row(suppliers=("供应商",))])
    deliver()
    assert not Letter.objects.exists()
    claim_awards(actor=ground.supplier(), now=AWARDED)
    deliver()
    assert Letter.objects.get().supplier.name == "供应商"


def test_the_first_opening_is_noted(ground: Ground):
    ground.award()
    deliver(AWARDED)
    supplier = ground.supplier()
    opened = open_letter(actor=supplier, now=SIGNED, letter_id=Letter.objects.get().pk)
    again = open_letter(actor=supplier, now=at("2025-10-09 09:00"), letter_id=opened.pk)
    assert (again.opened_at, again.opened_by_id) == (SIGNED, supplier.person_id)
    assert Event.objects.filter(type="outreach.letter.opened").count() == 2


def test_another_supplier_does_not_find_it(ground: Ground):
    ground.award()
    deliver(AWARDED)
    found = Letter.objects.get()
    stranger = ground.town.actor(ground.town.supplier("丁公司", ""), "supplier")
    with pytest.raises(NotFound):
        open_letter(actor=stranger, now=SIGNED, letter_id=found.pk)
    with pytest.raises(NotAllowed):
        open_letter(actor=ground.officer(), now=SIGNED, letter_id=found.pk)
    assert letter_for(ground.officer(), found.pk) == found
    assert not letters_of(ground.officer("别的单位")).exists()


def codes_in(pdf: bytes) -> str:
    """Every character that the PDF's own maps give back when its text is copied."""
    found = ""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        if "beginbf" in text:
            for code in re.findall(r"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]{4,})>", text):
                found += bytes.fromhex(code).decode("utf-16-be", "replace")
    return found


def test_rare_characters_are_printed(ground: Ground):
    ground.award(title="𠮷田𬭚处理 #eval(1) *粗* $x$ \\")
    deliver(AWARDED)
    pdf = letter_pdf(Letter.objects.select_related("supplier").get())
    assert pdf.startswith(b"%PDF")
    assert {"𠮷", "𬭚", "#", "*", "\\"} <= set(codes_in(pdf))


def test_every_sign_of_the_letter_is_on_the_paper(ground: Ground):
    ground.award()
    deliver(AWARDED)
    pdf = letter_pdf(Letter.objects.select_related("supplier").get())
    assert set(letter()) - {"\n"} <= set(codes_in(pdf))


def test_messages_go_to_the_next_holder_and_are_read_by_a_person(ground: Ground):
    contract = ground.sign()
    deliver()
    desk, other = ground.desk(), ground.town.bureau("treasury-officer")
    message = inbox(desk).get(event_type="filing.contract.signed")
    assert contract.no in message.sentence
    assert "¥685,200.00" in message.sentence
    assert not inbox(other).exists()
    colleague = ground.town.actor(
        ground.town.organisation("bureau", "洛阳市财政局"), "procurement-officer", "乙"
    )
    before = unread(colleague).count()
    mark_read(actor=desk, now=SIGNED, message_ids=[message.pk])
    assert inbox(desk).get(pk=message.pk).read
    assert unread(colleague).count() == before
    assert mark_all_read(actor=colleague, now=SIGNED) == before
    assert mark_all_read(actor=colleague, now=SIGNED) == 0
    assert not unread(colleague).exists()
    with pytest.raises(NotFound):
        mark_read(actor=other, now=SIGNED, message_ids=[message.pk])
