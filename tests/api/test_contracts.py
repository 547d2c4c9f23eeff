"""GET /api/contracts/<no>: the published bytes for programs, never stale, refusals as JSON."""

import hashlib
import json
from datetime import date

import pytest
from django.test import Client

from cairong.contracts.facts import Withholding
from cairong.disclosure.models import PublishedVersion
from contracts.ground import Ground
from support.staging import staged
from support.town import at, found_town

NO = "HT2025-000001"
API, BYTES = f"/api/contracts/{NO}", f"/contracts/{NO}/document.json"
SECRET = Withholding(item="quality", ground="工艺属于商业秘密", until=date(2027, 9, 30))


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def ask(address: str = API, **headers: str):
    return Client().get(address, headers=headers)


def test_the_document_is_the_published_bytes_and_the_hash_is_theirs(ground):
    ground.decide(ground.sign())
    answer = ask()
    said = answer.json()
    bytes_ = Client().get(BYTES).content
    assert answer["Content-Type"] == "application/json"
    assert bytes_ in answer.content
    assert said["document"] == json.loads(bytes_)
    assert said["sha256"] == hashlib.sha256(b"\0" + bytes_).hexdigest()
    assert set(said) == {"no", "version", "kind", "sha256", "published_at", "document"}
    assert (said["no"], said["version"], said["kind"]) == (NO, 2, "filed")


def test_sums_and_days_are_strings_and_no_number_is_a_float(ground):
    ground.sign()

    def walk(value: object, place: str = "") -> list[str]:
        if isinstance(value, dict):
            return [one for key, item in value.items() for one in walk(item, f"{place}.{key}")]
        if isinstance(value, list):
            return [one for item in value for one in walk(item, place)]
        return [place] if isinstance(value, float) else []

    assert walk(ask().json()) == []
    assert ask().json()["document"]["contract"]["amount_yuan"] == "685200.00"


class TestHeld:
    def test_who_holds_it_is_told_that_nothing_changed(self, ground):
        ground.sign()
        etag = ask()["ETag"]
        for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            answer = ask(**{"If-None-Match": held})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer["ETag"] == etag
            assert answer["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize("held", ['"x"', "x", '"', "", 'W/"', "\u00e9", '"' + "a" * 4000 + '"'])
    def test_who_holds_something_else_gets_it_whole(self, ground, held):
        ground.sign()
        assert ask(**{"If-None-Match": held}).status_code == 200

    @pytest.mark.parametrize("verdict", ["accept", "return"])
    def test_it_is_never_stale_after_a_decision(self, ground, verdict):
        contract = ground.sign()
        etag = ask()["ETag"]
        reasons = {"reasons": {"quality": "请补充"}} if verdict == "return" else {}
        ground.decide(contract, verdict, **reasons)
        answer = ask(**{"If-None-Match": etag})
        assert answer.status_code == 200
        assert answer["ETag"] != etag

    def test_one_stamp_serves_the_page_the_bytes_and_the_record(self, ground):
        ground.sign()
        stamps = {Client().get(one)["ETag"] for one in (API, BYTES)}
        assert stamps == {f'"{PublishedVersion.objects.get().sha256}"'}


def test_what_is_withheld_is_named_and_not_said(ground):
    ground.sign(fields={"quality": "每月轮换密钥"}, withheld=[SECRET])
    said = ask().json()["document"]
    assert not said["contract"].get("quality")
    assert [one["item"] for one in said["withheld"]] == ["quality"]
    assert "轮换" not in ask().content.decode()


@pytest.mark.parametrize(
    "no",
    ["HT1999-000001", "ht2025-000001", "HT2025-000001%20", "%00", "HT2025-000001%00", "𠮷",
     "..%2f..%2fetc", "' OR 1=1", "%25", "x" * 3000, "HT2025-000001.json"],
)  # fmt: skip
def test_another_number_is_not_there_in_the_same_words(ground, no):
    ground.sign()
    answer = ask(f"/api/contracts/{no}", Accept="application/json")
    assert answer.status_code in {400, 404}
    assert b"685200" not in answer.content


def test_a_draft_and_an_award_are_not_there(ground):
    award = ground.award()
    for no in (NO, award.no):
        answer = ask(f"/api/contracts/{no}")
        assert answer.status_code == 404


def test_programs_read_refusals_as_json_with_their_code(ground):
    answer = ask(Accept="application/json")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/json")
    [finding] = answer.json()["findings"]
    assert finding["code"]
    assert finding["message"].endswith("。")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(ground, method):
    ground.sign()
    assert getattr(Client(), method)(API).status_code == 405
    assert PublishedVersion.objects.count() == 1


def test_its_head_is_that_of_the_answer(ground):
    ground.sign()
    head, whole = Client().head(API), ask()
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]


def test_a_long_query_is_refused(ground):
    ground.sign()
    answer = ask(f"{API}?q={'x' * 10_000}", Accept="application/json")
    assert answer.status_code == 400
    assert answer.json()["findings"]


def test_no_cookie_is_set_and_other_sites_learn_nothing(ground):
    ground.sign()
    answer = ask(Origin="https://evil.example")
    assert not answer.cookies
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer["X-Content-Type-Options"] == "nosniff"
