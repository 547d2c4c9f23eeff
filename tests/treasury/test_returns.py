"""A payment that came back: the bank's paper, its number, the whole amount, two persons."""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.kernel import papers
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.keep_return_slip import keep_return_slip
from cairong.treasury.models import Payment, PaymentReturn, ReturnSlip
from support.slips import PAPER, came_back, slip_of
from support.staging import staged
from support.town import at
from treasury.doing import accept, both, refused, release, request
from treasury.ground import Ground, stand_ground

pytestmark = pytest.mark.django_db
NOW, LATER = at("2025-11-12 10:00"), at("2025-11-14 10:00")
PNG, JPEG = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


@staged
def ground(town) -> Ground:
    return stand_ground(town)


@staged
def sent(ground) -> Payment:
    """A payment of ¥1.00 on its way, of all that is owed."""
    accept(ground, NOW, 100, date(2025, 11, 11))
    return release(ground, NOW, request(ground, NOW, 100))


def kept(ground: Ground, payment: Payment, content: bytes = PAPER, name: str = "退汇凭证.pdf"):
    officer = ground.who("treasury-officer")
    return keep_return_slip(
        actor=officer, now=LATER, payment_id=payment.pk, name=name, content=content
    )


def send_back(ground: Ground, payment: Payment, **otherwise) -> Payment:
    return both(return_payment, ground, "treasury", LATER, **came_back(payment, **otherwise))


class TestReturned:
    def test_what_the_bank_said_is_kept_and_told(self, ground, sent):
        slip = kept(ground, sent)
        send_back(ground, sent, slip_id=slip.pk, return_serial="th 2025 0001")
        row = PaymentReturn.objects.get()
        assert (row.payment, row.slip, row.serial) == (sent, slip, "TH20250001")
        assert (row.amount_fen, row.recorded_at) == (100, LATER)
        said = Event.objects.get(type="treasury.payment.returned").after
        assert (said["return_serial"], said["slip_sha256"]) == ("TH20250001", slip.sha256)
        assert said["slip"] == "退汇凭证.pdf"

    @pytest.mark.parametrize("fen", [1, 99, 101])
    def test_only_the_whole_payment_comes_back(self, ground, sent, fen):
        with refused(PolicyBreach, "treasury.returned_otherwise", "二(三)-4"):
            send_back(ground, sent, amount_fen=fen)

    def test_the_paper_is_this_payments(self, ground, sent):
        other = stand_ground(ground.town)
        accept(other, NOW, 100, date(2025, 11, 11))
        elsewhere = release(other, NOW, request(other, NOW, 100))
        with refused(NotFound, "access.not_found"):
            send_back(ground, sent, slip_id=slip_of(elsewhere).pk)

    def test_one_paper_is_one_return(self, ground, sent):
        other = stand_ground(ground.town)
        accept(other, NOW, 100, date(2025, 11, 11))
        second = release(other, NOW, request(other, NOW, 100))
        send_back(ground, sent, return_serial="TH20250001")
        with refused(Conflict, "treasury.return_serial_used", "二(三)-4"):
            send_back(other, second, return_serial="TH20250001")

    @pytest.mark.parametrize("serial", ["", "12345", "退汇二〇二五"])
    def test_its_number_is_a_number_of_a_slip(self, ground, sent, serial):
        with refused(Invalid, "invalid.serial"):
            send_back(ground, sent, return_serial=serial)

    def test_the_same_claim_is_paid_again_only_after_it(self, ground, sent):
        with refused(PolicyBreach, "treasury.above_owed", "二(三)-4"):
            request(ground, LATER, 100)
        send_back(ground, sent)
        release(ground, LATER, request(ground, LATER, 100))
        with refused(PolicyBreach, "treasury.above_owed", "二(三)-4"):
            request(ground, LATER, 1)


class TestPaper:
    def test_a_pdf_and_pictures_are_kept_by_what_they_are(self, ground, sent):
        for content, kind in ((PAPER, "pdf"), (PNG, "png"), (JPEG, "jpeg")):
            assert kept(ground, sent, content, "凭证.exe").kind == kind

    @pytest.mark.parametrize(
        "content", [b"", b"<html><script>", b"MZ\x90", b"PK\x03\x04", b" %PDF-"]
    )
    def test_anything_else_is_refused(self, ground, sent, content):
        with refused(Invalid, "invalid.paper_kind"):
            kept(ground, sent, content, "退汇凭证.pdf")
        assert not ReturnSlip.objects.exists()

    def test_a_large_one_is_refused(self, ground, sent, monkeypatch):
        monkeypatch.setattr(papers, "MOST_MB", 1)
        assert kept(ground, sent, PAPER.ljust(1024 * 1024))
        with refused(Invalid, "invalid.paper_size"):
            kept(ground, sent, PAPER.ljust(1024 * 1024 + 1))

    def test_the_same_is_kept_once(self, ground, sent):
        assert kept(ground, sent) == kept(ground, sent)
        assert ReturnSlip.objects.count() == 1

    def test_of_a_payment_that_was_not_sent_there_is_none(self, ground):
        accept(ground, NOW, 100, date(2025, 11, 11))
        asked = request(ground, NOW, 100)
        with refused(WrongState, "state.cannot"):
            kept(ground, asked)

    def test_the_officer_of_the_treasury_alone_brings_it(self, ground, sent):
        with pytest.raises(NotAllowed):
            keep_return_slip(
                actor=ground.who("purchaser-officer"), now=LATER, payment_id=sent.pk, name="x",
                content=PAPER,
            )  # fmt: skip
