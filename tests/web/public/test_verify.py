"""核验真伪: real, altered, replaced, unknown; the account of a person; nothing typed is lost."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.disclosure.models import PublishedVersion
from cairong.web.public.verdicts import place_words
from contracts.ground import ACCOUNT

pytestmark = pytest.mark.django_db
NO = "HT2025-000001"


@pytest.fixture
def ask(client):
    """Send one of the three forms; returns the page's words after checking the status."""

    def sent(place: str, status: int = 200, **typed) -> str:
        answer = client.post(f"/verify/{place}", typed)
        page = answer.content.decode()
        assert answer.status_code == status, page[:2000]
        return page

    return sent


def document() -> bytes:
    return bytes(PublishedVersion.objects.latest("version").document)


class TestNumber:
    @pytest.mark.parametrize("amount", ["685200", "685,200.00", "68.52万", "６８５２００"])
    def test_real_however_the_amount_is_written(self, ground, ask, amount):
        ground.decide(ground.sign())
        page = ask("", number=NO, amount=amount)
        assert "真实:已备案" in page
        assert f'href="/contracts/{NO}/"' in page

    def test_the_purchasers_number_too(self, ground, ask):
        ground.sign(fields={"purchaser_no": "洛 合同/7?#"})
        assert "真实:备案审核中" in ask("", number=" 洛 合同/7?# ", amount="685200")

    def test_another_amount_is_said_without_the_true_one(self, ground, ask):
        ground.sign()
        page = ask("", number=NO, amount="700000")
        assert "金额不符" in page
        assert "685" not in page

    def test_unknown(self, ground, ask):
        assert "没有公开过这份合同" in ask("", number="HT1999-1", amount="1")

    def test_returned_says_that_nothing_may_rest_on_it(self, ground, ask):
        ground.decide(ground.sign(), "return", reasons={"quality": "请补充"})
        assert "通过备案以前不能据此放款" in ask("", number=NO, amount="685200")

    def test_a_sample_is_no_contract_of_the_city(self, ground, ask):
        [no] = ground.samples()
        assert "不能据此融资" in ask("", number=no, amount="985500")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"number": NO, "amount": "abc"}, "不是金额"),
            ({"number": NO, "amount": "-1"}, "负数"),
            ({"number": "", "amount": "1"}, "没有填写「合同编号」"),
            ({"number": "x" * 101, "amount": "1"}, "「合同编号」有 101 个字,应为 0 到 100 个字"),
        ],
    )
    def test_refused_in_words_with_what_was_typed(self, ground, ask, typed, said):
        page = ask("", 422, **typed)
        assert "处需要改正" in page
        assert said in page
        for kept in filter(None, typed.values()):
            assert f'value="{kept}"' in page

    def test_fields_nobody_asked_for(self, ground, ask):
        assert "不认识「role」" in ask("", 422, number=NO, amount="1", role="bureau")

    def test_the_number_of_a_page_is_filled_in(self, ground, read):
        assert f'value="{NO}"' in read(f"/verify/?number={NO}")


class TestDocument:
    def test_the_very_bytes_pasted_or_sent(self, ground, ask):
        ground.sign()
        assert "真实:办公系统运维" in ask("document/", text=document().decode())
        file = SimpleUploadedFile("../../x.json", document())
        page = ask("document/", file=file)
        assert "逐字节相同" in page
        assert "../" not in page

    def test_written_differently_it_is_the_same_content(self, ground, ask):
        ground.sign()
        pretty = json.dumps(json.loads(document()), indent=2)
        assert "内容真实" in ask("document/", text=pretty)

    def test_altered_names_the_place_and_not_the_value(self, ground, ask):
        ground.sign()
        said = json.loads(document())
        said["contract"]["amount_yuan"] = "999999.00"
        said["suppliers"][0]["account"]["no"] = "6222020200012340000"
        page = ask("document/", text=json.dumps(said))
        assert "已被改动" in page
        assert "<li>合同 金额</li>" in page
        assert "<li>供应商 第1个 回款账户 账号或编号</li>" in page
        assert ACCOUNT["no"] not in page

    def test_an_earlier_version_is_replaced(self, ground, ask):
        contract = ground.sign()
        first = document()
        ground.decide(contract)
        page = ask("document/", text=first.decode())
        assert "真实,但已失效" in page
        assert "已被第 2 版取代" in page

    @pytest.mark.parametrize("no", ["HT1999-1", 7, None, "\x00"])
    def test_never_published(self, ground, ask, no):
        assert "没有公开过这份文件" in ask("document/", text=json.dumps({"contract_no": no}))

    @pytest.mark.parametrize(
        "text",
        ["not json", "[1]", '{"a":1,"a":2}', "[" * 5000, '{"a":NaN}', "{", '{"a":"\\ud800"}'],
    )
    def test_what_is_no_document(self, ground, ask, text):
        page = ask("document/", 400, text=text)
        assert "处需要改正" in page

    def test_bytes_that_are_no_text(self, ground, ask):
        ask("document/", 400, file=SimpleUploadedFile("x", b"\xff\xfe\x00PK"))

    def test_too_large(self, ground, ask):
        file = SimpleUploadedFile("x", b" " * 300_000)
        assert "超过 256 KB" in ask("document/", 422, file=file)

    def test_nothing_given(self, ground, ask):
        assert "请粘贴原文,或选择文件" in ask("document/", 422)


class TestAccount:
    @pytest.fixture
    def masked(self, ground):
        ground.town.individual()
        return ground.sign()

    @pytest.mark.parametrize("typed", [ACCOUNT["no"], "6222 0202 0001 2345 678",
                                       "６２２２０２０２０００１２３４５６７８"])  # fmt: skip
    def test_who_knows_it_reads_that_it_is_right(self, masked, ask, typed):
        assert "账号相符" in ask("account/", contract=NO, account=typed)

    @pytest.mark.parametrize(
        ("no", "typed"),
        [(NO, "6222020200012345679"), ("HT1999-1", ACCOUNT["no"]), (NO, "12345678")],
    )
    def test_who_does_not_learns_nothing(self, masked, ask, no, typed):
        page = ask("account/", contract=no, account=typed)
        assert "账号不符" in page
        assert page.count(ACCOUNT["no"]) == (typed == ACCOUNT["no"])

    @pytest.mark.parametrize("typed", ["5678", "6222O20200012345678", "6222²20200012345678"])
    def test_what_is_no_account_number_is_told_with_an_example(self, masked, ask, typed):
        page = ask("account/", 422, contract=NO, account=typed)
        assert "例如 6222020200012345678" in page
        assert f'value="{typed}"' in page

    def test_no_account_number_at_all_is_named(self, masked, ask):
        assert "没有填写「完整的回款账号」" in ask("account/", 422, contract=NO, account="")

    def test_guessing_is_slowed_and_what_was_typed_stays(self, masked, ask):
        for n in range(10):
            ask("account/", contract=NO, account=f"62220202000{n:08}")
        page = ask("account/", 429, contract=NO, account=ACCOUNT["no"])
        assert "请求太频繁" in page
        assert f'value="{NO}"' in page
        assert "账号相符" not in page


def test_without_the_token_of_the_page_nothing_is_judged(ground):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"number": NO, "amount": "1"}).status_code == 403


def test_an_answer_is_never_kept(ground, client):
    answer = client.post("/verify/", {"number": NO, "amount": "1"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("contract.quality", "合同 质量"),
        ("suppliers.1.name", "供应商 第2个 名称"),
        ("x" * 90, "x" * 40),
    ],
)
def test_places_in_words(place, words):
    assert place_words(place) == words
