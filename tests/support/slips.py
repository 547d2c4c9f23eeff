"""What a bank says of a payment that came back, as an act is told it."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cairong.treasury.models import Payment, ReturnSlip

PAPER = b"%PDF-1.4\n%% %s\n%%%%EOF\n"
PAPER_SENT = b"%PDF-1.4\n%%EOF\n"


def slip_of(payment: Payment, content: bytes = b"") -> ReturnSlip:
    """The bank's paper of a payment that came back; the same is there once."""
    content = content or PAPER.replace(b"%s", payment.voucher_no.encode())
    found, _ = ReturnSlip.objects.get_or_create(
        payment=payment, sha256=hashlib.sha256(content).hexdigest(),
        defaults={"name": "退汇凭证.pdf", "kind": "pdf", "content": content,
                  "kept_at": payment.requested_at},
    )  # fmt: skip
    return found


def came_back(payment: Payment, reason: str = "账号户名不符", **otherwise: Any) -> dict[str, Any]:
    """All that a return says of a payment: the paper, its number, the whole amount."""
    return {
        "payment_id": payment.pk,
        "slip_id": slip_of(payment).pk,
        "return_serial": f"TH{payment.pk.hex[-16:].upper()}",
        "amount_fen": payment.amount_fen,
        "reason": reason,
        **otherwise,
    }


def typed_return(**otherwise: object) -> dict[str, object]:
    """What an officer types of a payment of ¥100,000 that came back, with the bank's paper."""
    typed = {
        "file": SimpleUploadedFile("退汇单.pdf", PAPER_SENT, "application/pdf"),
        "return_serial": "th-2025-0001", "amount_fen": "100000", "reason": "账号户名不符",
    }  # fmt: skip
    return typed | otherwise
