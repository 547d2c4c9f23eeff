"""Published versions: immutable, hashed over their bytes, read in one read, verified. 二(二)-3"""

import hashlib
import json

import pytest
import rfc8785
from django.db import DatabaseError, connection

from cairong.contracts.facts import Account
from cairong.disclosure import reads
from cairong.disclosure.document import canonical, leaf_hash, timestamp
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.kernel.actor import public
from cairong.kernel.errors import NotFound
from contracts.ground import ACCOUNT, AMOUNT, FIELDS, Ground, newest
from support.town import CITY, at


@pytest.mark.parametrize(
    ("document", "sha256"),
    [
        ({}, hashlib.sha256(b"\x00{}").hexdigest()),
        ({"b": 1, "a": "𠮷"}, hashlib.sha256('\x00{"a":"𠮷","b":1}'.encode()).hexdigest()),
        ({"z": ["\n", None, True]}, hashlib.sha256(b'\x00{"z":["\\n",null,true]}').hexdigest()),
    ],
)
def test_hash_vectors(document, sha256):
    assert leaf_hash(canonical(document)) == sha256


def test_the_hash_of_an_empty_document_is_the_known_one():
    assert leaf_hash(b"") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_moments_are_utc_with_milliseconds():
    assert timestamp(at("2025-09-29 15:00")) == "2025-09-29T07:00:00.000Z"


def test_the_bytes_are_canonical_and_hashed(ground: Ground):
    ground.sign()
    row = PublishedVersion.objects.get()
    raw = bytes(row.document)
    assert raw == rfc8785.dumps(json.loads(raw))
    assert row.sha256 == hashlib.sha256(b"\x00" + raw).hexdigest()


def test_every_item_of_the_notice_is_public(ground: Ground):
    document = newest(ground.sign())
    said = json.dumps(document, ensure_ascii=False)
    for value in [*FIELDS.values(), *ACCOUNT.values(), "采购人", "685200.00", "2025-09-26"]:
        assert value in said
    assert (document["schema"], document["files"]) == ("cairong-contract/1", [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_publishedversion SET title = 'x'",
        "DELETE FROM disclosure_publishedversion",
        "UPDATE disclosure_publiccontract SET title = 'x'",
        "DELETE FROM disclosure_publiccontract",
        "INSERT INTO disclosure_publiccontract SELECT * FROM disclosure_publiccontract",
        "TRUNCATE disclosure_publishedversion CASCADE",
        "ALTER TABLE disclosure_publishedversion DISABLE TRIGGER ALL",
    ],
)
def test_the_app_role_cannot_touch_what_was_published(ground: Ground, statement):
    ground.sign()
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with refused, connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_version_whose_hash_is_not_of_its_bytes_is_refused(ground: Ground):
    ground.sign()
    row = PublishedVersion.objects.get()
    row.pk, row.version, row.document = None, 2, b"{}"
    with pytest.raises(DatabaseError, match="hash"):
        row.save(force_insert=True)


def test_the_page_is_one_read_of_the_newest_bytes(ground: Ground, django_assert_num_queries):
    contract = ground.decide(ground.sign())
    with django_assert_num_queries(1):
        page = reads.public_page(CITY, contract.no)
    with django_assert_num_queries(1):
        stamp = reads.public_stamp(CITY, contract.no)
    assert (page.version, page.kind, page.sha256) == (2, "filed", stamp)
    assert page.document["contract_no"] == contract.no
    assert leaf_hash(page.raw) == stamp
    assert [one.version for one in reads.public_versions(CITY, contract.no)] == [1, 2]
    row = PublicContract.objects.get()
    assert row.first_published_at < row.published_at


def test_what_is_not_public_is_not_there(ground: Ground):
    for read in (reads.public_page, reads.public_stamp):
        with pytest.raises(NotFound):
            read(CITY, "HT2025-000009")


def test_the_account_of_an_individual_business_is_masked(ground: Ground):
    ground.town.individual()
    contract = ground.sign()
    account = newest(contract)["suppliers"][0]["account"]
    assert (account["no"], account["masked"]) == ("****5678", True)
    assert ACCOUNT["no"] not in bytes(PublishedVersion.objects.get().document).decode()
    assert reads.judge_account(CITY, contract.no, "6222 0202 0001 2345 678") == "same"
    assert reads.judge_account(CITY, contract.no, "6222020200012345679") == "other"
    assert reads.judge_account(CITY, "HT2025-000009", ACCOUNT["no"]) == "other"


def test_a_payee_is_compared_without_width(ground: Ground):
    assert ground.sign(account=Account(**{**ACCOUNT, "payee": "供应商 "})).state == "announced"


@pytest.mark.parametrize(
    ("number", "fen", "answer"),
    [
        ("HT2025-000001", AMOUNT, "real"),
        ("洛/1", AMOUNT, "real"),
        ("HT2025-000001", AMOUNT + 1, "amount_differs"),
        ("HT2025-000002", AMOUNT, "unknown"),
        ("", AMOUNT, "unknown"),
        ("x" * 10_000, AMOUNT, "unknown"),
    ],
)
def test_verifying(ground: Ground, number, fen, answer):
    ground.sign(fields={"purchaser_no": "洛/1"})
    found = reads.verify(CITY, number, fen)
    assert found.answer == answer
    assert bool(found.title) == (answer == "real")


@pytest.mark.parametrize(
    ("words", "samples", "count"),
    [
        ("", "", 1),
        ("办公 运维", "", 1),
        ("HT2025-000001", "", 1),
        ("ht2025", "", 1),
        ("LUO", "", 1),
        ("没有", "", 0),
        ("100%", "", 0),
        ("_", "", 0),
        ("", "yes", 0),
        ("", "no", 1),
        ("办" * 10_000, "", 0),
    ],
)
def test_the_list_is_narrowed(ground: Ground, words, samples, count):
    ground.sign(fields={"purchaser_no": "Luo/1"})
    reader, now = public(city=CITY), ground.town.now
    found = reads.published(reader).filter(
        reads.said(reader, now, words), reads.of_place(reader, now, samples)
    )
    assert found.count() == count
