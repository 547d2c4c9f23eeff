"""What the gateway's three pages show and take: a key says who one is, and signs one order.

二(三)-4
"""

from datetime import timedelta

import pytest
from fido2.utils import websafe_decode

from cairong.gateway.exchange import exchange
from cairong.home.folder import home
from cairong.kernel.errors import NotFound
from cairong.kernel.orders import digest_of
from cairong.orders import tickets
from cairong.orders.models import Ceremony, Instruction, Order, PersonKey, Signature
from cairong.orders.tickets import Ticket
from support.passkey import question_on
from support.signing import SIGNED, Hand, held
from support.town import CITY


def challenge_on(page: str) -> str:
    """The digest that a page asks a key to sign."""
    return websafe_decode(question_on(page)["challenge"]).hex()


def ticket(who, of: Ceremony | None = None, until=SIGNED + timedelta(days=1)) -> str:
    made = Ticket(
        person_id=str(who.person_id), name=who.person_name, city=CITY, until=until.isoformat(),
        founding=of is not None and of.signed_by_id is None, ceremony=str(of.pk) if of else "",
    )  # fmt: skip
    return tickets.issue(home().gateway, made)


def test_an_order_in_words_with_its_code(visitor):
    order = visitor.city.to_sign()
    page = visitor.reads(f"/order/{order.digest}/")
    for said in (
        order.code,
        "¥50,000.00(伍万元整)",
        "6222020200012345678",
        "供应商",
        "甲银行洛阳支行",
    ):
        assert said in page.text
    assert challenge_on(page.text) == order.digest
    assert question_on(page.text)["userVerification"] == "required"
    assert page.answer["Cache-Control"] == "no-store"
    assert "sessionid" not in page.answer.cookies


def test_two_sign_on_their_pages_and_the_instruction_stands(visitor):
    city, order = visitor.city, visitor.city.to_sign()
    at = f"/order/{order.digest}/"
    for who in city.pair:
        done = visitor.reads(at, answer=city.hand(who).signs(order.digest))
        assert (done.status, done.answer["Location"]) == (302, at)
        assert who.person_name in visitor.reads(at).text
    assert Instruction.objects.get().order == order
    assert "两人都已签名" in visitor.reads(at).text
    again = visitor.reads(at, answer=city.hand(city.officer).signs(order.digest))
    assert again.status == 422
    assert "已经签过这份签名单" in again.text


def test_what_is_no_signature_is_refused_in_a_sentence(visitor):
    order = visitor.city.to_sign()
    for answer in ("", "{}", Hand().signs(order.digest)):
        page = visitor.reads(f"/order/{order.digest}/", answer=answer)
        assert page.status in {400, 422}
        assert "签名没有核对通过" in page.text
        assert order.code in page.text
    assert not Signature.objects.filter(order=order).exists()


def test_an_order_that_is_not_there(visitor):
    for digest in ("0" * 64, "x", "%00"):
        assert visitor.reads(f"/order/{digest}/").status == 404


def test_a_text_that_is_not_its_digest_is_shown_to_nobody(visitor, monkeypatch):
    order = visitor.city.to_sign()
    monkeypatch.setattr("cairong.orders.words.digest_of", lambda _: "0" * 64)
    page = visitor.reads(f"/order/{order.digest}/")
    assert (page.status, order.code in page.text) == (500, False)


def test_what_waits_is_shown_to_whoever_shows_a_key(visitor):
    city, order = visitor.city, visitor.city.to_sign()
    asked = visitor.reads("/")
    assert order.code not in asked.text
    mark = asked.text.partition('name="mark" value="')[2].partition('"')[0]
    answer = city.hand(city.officer).signs(challenge_on(asked.text))
    page = visitor.reads("/", mark=mark, answer=answer)
    assert (page.status, order.code in page.text) == (200, True)
    assert f"/order/{order.digest}/" in page.text
    city.signs(city.officer, order)
    assert order.code not in visitor.reads("/", mark=mark, answer=answer).text
    other = visitor.reads("/", mark=mark, answer=Hand().signs(challenge_on(asked.text)))
    assert other.status in {400, 422}


def test_an_answer_to_an_older_question_says_nothing_of_who_one_is(visitor, clock, monkeypatch):
    city = visitor.city
    asked = visitor.reads("/")
    mark = asked.text.partition('name="mark" value="')[2].partition('"')[0]
    answer = city.hand(city.officer).signs(challenge_on(asked.text))
    for wrong in ("", "who", mark[:-1]):
        assert visitor.reads("/", mark=wrong, answer=answer).status in {400, 422}
    monkeypatch.setattr("cairong.gateway.asking.SECONDS", -1)
    assert visitor.reads("/", mark=mark, answer=answer).status in {400, 422}


def test_whoever_says_who_they_are_signs_no_order(visitor):
    """The question of the list is the digest of no order: what answers it signs nothing."""
    order = visitor.city.to_sign()
    asked = challenge_on(visitor.reads("/").text)
    assert asked != order.digest
    answer = visitor.city.hand(visitor.city.officer).signs(asked)
    assert visitor.reads(f"/order/{order.digest}/", answer=answer).status in {400, 422}


def test_a_key_of_the_ceremony_is_made_with_a_word_of_one_use(first_visitor):
    visitor = first_visitor
    who, hand = visitor.city.officer, Hand()
    word = ticket(who, held(*visitor.city.pair, now=SIGNED))
    page = visitor.reads("/key/", word=word.lower().replace("-", " "))
    assert who.person_name in page.text
    assert question_on(page.text)["authenticatorSelection"]["userVerification"] == "required"
    made = visitor.reads("/key/", word=word, answer=hand.makes(page.text))
    key = PersonKey.objects.latest("id")
    assert (key.person_id, key.state, key.founding) == (who.person_id, "registered", True)
    assert key.fingerprint in made.text
    assert key.fingerprint == digest_of(f"webauthn:{key.public_key}")
    assert visitor.reads("/key/", word=word).status == 404
    order = visitor.city.draws()[0]
    with pytest.raises(Exception, match="key_rests"):
        visitor.city.takes(order, hand.signs(order.digest))


def test_where_two_hold_keys_a_word_of_the_ceremony_makes_no_third(first_visitor):
    city, kept = first_visitor.city, {}
    first, other = held(*city.pair, now=SIGNED), held(city.third, city.officer, now=SIGNED)
    for who, of in ((city.officer, other), (city.approver, first), (city.third, other)):
        word, hand = ticket(who, of), Hand()
        page = first_visitor.reads("/key/", word=word)
        kept[who] = first_visitor.reads("/key/", word=word, answer=hand.makes(page.text))
    assert [each.status for each in kept.values()] == [200, 200, 409]
    assert "不能举行登记仪式" in kept[city.third].text
    assert PersonKey.objects.count() == 2


def test_of_two_who_have_a_word_at_once_one_makes_a_key(tmp_path):
    made = Ticket(person_id="x", name="甲", city=CITY, founding=False, until="2026-01-01T00:00Z")
    word = tickets.issue(tmp_path, made)
    with tickets.spent(tmp_path, word), pytest.raises(NotFound), tickets.spent(tmp_path, word):
        pass
    with pytest.raises(NotFound):
        tickets.found(tmp_path, word, SIGNED)


def test_a_later_key_waits_for_two_others(visitor):
    who, hand = visitor.city.approver, Hand()
    word = ticket(who)
    page = visitor.reads("/key/", word=word)
    made = visitor.reads("/key/", word=word, answer=hand.makes(page.text))
    order = Order.objects.get(kind="key")
    assert order.code in made.text
    assert PersonKey.objects.latest("id").state == "asked"


@pytest.mark.parametrize("word", ["", "0000-0000-0000-0000", "../../keys/web", "\x00"])
def test_a_word_that_is_none_is_refused(visitor, word):
    page = visitor.reads("/key/", word=word)
    assert page.status == 404
    assert "一次性口令没有找到" in page.text


def test_a_word_that_ran_out_is_refused(visitor):
    word = ticket(visitor.city.officer, until=SIGNED - timedelta(days=1))
    assert visitor.reads("/key/", word=word).status == 404


def test_a_key_made_elsewhere_is_refused(visitor):
    word = ticket(visitor.city.officer)
    page = visitor.reads("/key/", word=word)
    elsewhere = Hand(origin="http://localhost:8000")
    assert visitor.reads("/key/", word=word, answer=elsewhere.makes(page.text)).status in {400, 422}
    assert PersonKey.objects.count() == 2
    assert visitor.reads("/key/", word=word).status == 200  # the word is not spent


def test_a_newer_word_takes_the_place_of_an_older(visitor):
    old, new = (ticket(visitor.city.approver) for _ in range(2))
    assert visitor.reads("/key/", word=old).status == 404
    assert visitor.reads("/key/", word=new).status == 200


def test_a_browser_is_told_which_keys_are_known(visitor):
    """So a device that signs for one person makes no key for another."""
    page = visitor.reads("/key/", word=ticket(visitor.city.third))
    told = {each["id"] for each in question_on(page.text)["excludeCredentials"]}
    assert told == {key.credential for key in PersonKey.objects.all()}
    assert len(told) == 2


def test_the_page_of_keys_names_nobody(visitor):
    page = visitor.reads("/key/")
    for key in PersonKey.objects.select_related("person"):
        assert key.person.name not in page.text
        assert key.fingerprint not in page.text


def shown(visitor, who) -> dict[str, str]:
    """What a browser sends back when somebody shows their key on the page of keys."""
    asked = visitor.reads("/key/").text
    mark = asked.partition('name="mark" value="')[2].partition('"')[0]
    return {"mark": mark, "answer": visitor.city.hand(who).signs(challenge_on(asked))}


def test_whoever_shows_a_key_sees_their_own_and_ends_one(visitor):
    city = visitor.city
    sent = shown(visitor, city.officer)
    page = visitor.reads("/key/", **sent)
    own, other = (PersonKey.objects.get(person_id=who.person_id) for who in city.pair)
    assert (own.fingerprint in page.text, other.fingerprint in page.text) == (True, False)
    assert visitor.reads("/key/", **sent, end=str(other.pk)).status == 200
    assert not Order.objects.filter(kind="end_key").exists()
    for _ in range(2):  # asked again, it is the same order
        asked = visitor.reads("/key/", **sent, end=str(own.pk))
        order = Order.objects.get(kind="end_key")
        assert asked.answer["Location"] == f"/order/{order.digest}/"
    page = visitor.reads(f"/order/{order.digest}/")
    assert "本人一人" in page.text
    visitor.reads(f"/order/{order.digest}/", answer=city.hand(city.officer).signs(order.digest))
    own.refresh_from_db()
    assert own.state == "ended"


def test_a_key_that_ended_before_a_restore_is_asked_for_nothing(visitor):
    """What its holder's device gives all the same is refused in a sentence."""
    city, order = visitor.city, visitor.city.to_sign()
    own = PersonKey.objects.get(person_id=city.officer.person_id)
    exchange(home()).ledger._append({"ended": own.fingerprint})
    for path in (f"/order/{order.digest}/", "/", "/key/"):
        asked = {each["id"] for each in question_on(visitor.reads(path).text)["allowCredentials"]}
        assert len(asked) == 1
        assert own.credential not in asked
    given = city.hand(city.officer).signs(order.digest)
    page = visitor.reads(f"/order/{order.digest}/", answer=given)
    assert page.status == 422
    assert "停用过,恢复备份以后又显示已登记" in page.text
    assert not order.signatures.exists()


def test_no_page_answers_another_host_or_verb(visitor):
    assert visitor.reads("/", host="evil.example").status == 400
    assert visitor.reads("/", verb="put", x="y").status == 405
    assert visitor.reads("/account/sign-in/").status == 404


def test_where_the_folder_cannot_be_read_nobody_is_asked_to_sign(visitor):
    exchange(home()).ledger.path.mkdir(parents=True)
    page = visitor.reads("/")
    assert page.status == 409
    assert "不知道哪些钥匙已经停用" in page.text
