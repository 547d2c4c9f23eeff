"""An order's bytes, digest and short code: by vectors worked out with other programs."""

import pytest
import rfc8785

from cairong.kernel.orders import code_of, digest_of, text_of

FACTS = {
    "payee": "洛阳甲公司",
    "kind": "pay",
    "amount_fen": 30_000_000,
    "format": "cairong-order/1",
    "city": "410300",
}
TEXT = (
    '{"amount_fen":30000000,"city":"410300","format":"cairong-order/1","kind":"pay",'
    '"payee":"洛阳甲公司"}'
)
DIGEST = "82ea586a7f610ca573fe2a97bc6c7941d20a17b0f3c204f6d48248caf8341c93"  # sha256sum
CODES = {
    DIGEST: "GBN5-GTKZ",
    "00" * 32: "0000-0000",
    "ff" * 32: "ZZZZ-ZZZZ",
    "0123456789" + "ab" * 27: "04HM-ASW9",
}


def test_facts_are_written_in_one_way_alone():
    assert text_of(FACTS) == TEXT
    assert text_of(dict(reversed(FACTS.items()))) == TEXT


def test_the_digest_is_of_the_texts_bytes():
    assert digest_of(TEXT) == DIGEST
    assert digest_of(TEXT.replace("甲", "乙")) != DIGEST


@pytest.mark.parametrize(("digest", "code"), CODES.items())
def test_the_short_code_is_the_first_forty_bits(digest, code):
    assert code_of(digest) == code


def test_what_json_cannot_hold_exactly_is_no_order():
    with pytest.raises(rfc8785.CanonicalizationError):
        text_of({"amount_fen": 2**60})
