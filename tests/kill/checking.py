"""What must be true of a city after whatever happened to it."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q

from cairong.audit.checking import check_chain
from cairong.audit.models import Event, Outbox
from cairong.clocks.models import Duty
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, LoanEntry
from cairong.outreach.models import Letter, Message
from cairong.treasury.models import Lock, Payment, Receivable, Remittance
from kill.driver import AMOUNT, WISHED
from support.town import CITY

ENDS = ("done", "cancelled")
APPLIED = {
    "tell": "outreach.message.sent",
    "outreach.send_letter": "outreach.letter.sent",
    "treasury.gateway": "treasury.payment.confirmed",
    "lending.apply_remittance": "lending.remittance.applied",
}


def nothing_waits() -> bool:
    return not Outbox.objects.filter(done_at=None).exists()


def assert_whole(answered: Iterable[UUID]) -> None:
    """The books are equal, the chain holds, each act and message is there once."""
    books = books_check(CITY)
    assert books["balanced"], books["differences"]
    assert_chain()
    wanted = Counter(answered)
    found = Event.objects.filter(city=CITY, request_id__in=wanted)
    assert Counter(found.values_list("request_id", flat=True)) == dict.fromkeys(wanted, 1)
    assert_told()
    assert_delivered()
    assert_duties_end_once()


def assert_chain() -> None:
    """Work the hash of every event out again, from the first."""
    whole = check_chain(CITY, window=1_000_000)
    assert (whole.broken, whole.why) == (None, "")
    assert (whole.first, whole.checked) == (1, whole.last)
    assert bytes(Event.objects.get(city=CITY, seq=1).previous_hash) == b""


def assert_told() -> None:
    """Every event that tells somebody has a message for each of them; no turn is told of twice."""
    told = {
        (event.pk, one["organisation"], one["role"], one["region"])
        for event in Event.objects.filter(city=CITY, after__has_key="tell")
        for one in event.after["tell"]
    }
    rows = Message.objects.values_list("event_id", "organisation_id", "role", "region")
    sent = Counter((event, str(house), role, region) for event, house, role, region in rows)
    assert {one: sent[one] for one in told} == dict.fromkeys(told, 1)
    assert set(sent.values()) <= {1}
    turns = Counter(
        (one.organisation_id, one.role, one.region, key)
        for one in Message.objects.all()
        for key in one.turns
    )
    assert set(turns.values()) <= {1}


def assert_delivered() -> None:
    """Every outbox row is done, and its consumer has left exactly one event."""
    assert nothing_waits()
    for consumer, type_ in APPLIED.items():
        rows = Outbox.objects.filter(consumer=consumer).count()
        events = Event.objects.filter(city=CITY, type=type_)
        assert events.count() == rows, consumer
        assert events.values("subject_id").distinct().count() == rows, consumer
    assert Remittance.objects.count() == Payment.objects.filter(state="confirmed").count()
    twice = LoanEntry.objects.values("loan", "source_id", "kind").annotate(n=Count("pk"))
    assert not twice.filter(n__gt=1).exists()


def assert_duties_end_once() -> None:
    """A duty that is over has one mark that ended it; one that runs has none."""
    ending = Count("marks", filter=Q(marks__kind__in=ENDS))
    for duty in Duty.objects.annotate(ends=ending, opened=Count("marks")):
        assert duty.ends == (duty.state in ENDS), duty.kind


def assert_settled(contracts: list[UUID]) -> None:
    """Every case has one loan, settled; its lock is released, its money where it belongs."""
    for contract in contracts:
        row = Receivable.objects.get(contract=contract)
        assert (row.paid_fen, row.received_fen, row.outstanding_fen) == (AMOUNT, 0, 0)
        assert (row.principal_paid_fen, row.to_supplier_fen) == (WISHED, AMOUNT - WISHED)
        assert [one.state for one in Loan.objects.filter(contract=contract)] == ["settled"]
        assert [one.state for one in Lock.objects.filter(receivable=row)] == ["released"]
        assert Payment.objects.filter(receivable=row, state="confirmed").count() == 2
        open_ = Duty.objects.filter(about__contains=[contract]).exclude(state__in=ENDS)
        assert list(open_.values_list("kind", flat=True)) == []
        award = row.contract.award_id
        assert Letter.objects.filter(award=award).count() == 2
