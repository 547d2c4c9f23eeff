"""What cannot be read is said beside its box, what was typed stays; not yours is not there."""

import pytest
from django.test import Client

from agencies.ground import OWN, STRANGER, Agencies
from cairong.agencies.models import Engagement, ProcurementFile, Recipient
from cairong.audit.models import Event
from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from cairong.outreach.models import Letter
from cairong.parties.models import Proposal
from support.browsing import problems, send, value_of
from support.clock import Clock
from support.papers import beside, twice_the_same
from support.visitors import browser

pytestmark = pytest.mark.django_db
LINE = f"{STRANGER} 洛阳新来科技有限公司"
OBTAINED = {"obtained": "92410303MA40000019 第三家商行"}
REASON = {"reason": "另行委托"}
SERVED = {"served_how": "paper", "served_on": "2026-03-02"}
FILE = {
    "project_no": "洛采2026-8", "title": "办公设备采购", "budget": "90万", "method": "公开招标",
    "issued_on": "2026-03-02", "obtained": LINE,
}  # fmt: skip
AWARD = {
    "title": "教学设备采购", "project_no": "洛采2026-7", "amount": "80万",
    "notice_on": "2026-03-02", "supplier_0": "供应商",
}  # fmt: skip
AGREEMENT = {
    "no": "洛代2026-2", "paper": "原件存档", "project_no": "洛采2026-9",
    "valid_from": "2026-03-01", "valid_to": "2026-12-31",
}  # fmt: skip
NEW = "/agencies/engagements/new/"


@pytest.fixture(autouse=True)
def march(clock: Clock) -> Clock:
    clock.set("2026-03-02 10:00")
    return clock


@pytest.fixture
def file(ground: Agencies) -> ProcurementFile:
    return ground.issue(obtained=LINE)


@pytest.fixture
def officer(ground) -> Client:
    return browser(ground.town, Role.PURCHASER_OFFICER)


@pytest.fixture
def clerk(ground) -> Client:
    return browser(ground.town, Role.AGENCY_CLERK)


def places(ground: Agencies) -> dict[str, str]:
    """The addresses of the ground's own records, by a short word."""
    agreement = f"/agencies/engagements/{ground.engagement.pk}/"
    found = {"agreement": agreement, "own": f"{agreement}file/?secrecy=no"}
    found |= {"award": f"{agreement}award/?secrecy=no", "return": f"{agreement}return/"}
    for file in ProcurementFile.objects.all():
        of_file = f"/agencies/files/{file.pk}/"
        found |= {"file": of_file, "obtained": f"{of_file}obtained/", "cancel": f"{of_file}cancel/",
                  "file-award": f"{of_file}award/"}  # fmt: skip
        letter = f"/letters/{ground.letter().pk}/"
        found |= {"letter": letter, "serve": f"{letter}serve/", "code": f"{letter}code.svg",
                  "pdf": f"{letter}pdf/"}  # fmt: skip
    return found


LONG = "长" * 301


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"no": "x"}, 422),
        ({"no": "9" * 81}, 422),
        ({"no": "洛代\u202e2"}, 422),
        ({"no": "洛代2026-1"}, 409),
        ({"paper": "x"}, 422),
        ({"paper": "纸" * 201}, 422),
        ({"project_no": "7" * 101}, 422),
        ({"valid_from": "2026-02-30"}, 422),
        ({"valid_to": "明年"}, 422),
        ({"valid_to": "2026-02-28"}, 422),
        ({"valid_to": "2026-03-01", "valid_from": "2026-02-01"}, 422),
        ({"valid_from": "2026-12-31", "project_no": ""}, 409),
    ],
)
def test_an_agreement_typed_wrongly_is_kept_in_its_boxes(ground, officer, wrong, status):
    typed = AGREEMENT | {"agency": str(ground.agency().pk)} | wrong
    page = send(officer, NEW, typed, status)
    (field, *_) = wrong
    assert beside(page, field)
    for name in AGREEMENT:
        assert value_of(page, name) == typed[name], name
    assert f'value="{ground.agency().pk}" selected' in page
    assert not Proposal.objects.filter(state="waiting").exists()


@pytest.mark.parametrize(("whose", "status"), [("supplier", 404), ("nobody", 422), ("", 422)])
def test_an_agreement_is_with_an_agency_that_is_offered(ground, officer, whose, status):
    named = {"supplier": str(ground.town.supplier().pk), "nobody": "某代理", "": ""}[whose]
    page = send(officer, NEW, AGREEMENT | {"agency": named}, status)
    assert beside(page, "agency")
    assert value_of(page, "no") == AGREEMENT["no"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"project_no": "7"},
        {"project_no": "7" * 101},
        {"title": ""},
        {"title": LONG},
        {"title": "采购★机密★1年"},
        {"budget": "九十来万"},
        {"budget": "0"},
        {"budget": "-1"},
        {"budget": "1.234"},
        {"method": "抽签"},
        {"issued_on": "2026-03-03"},
        {"issued_on": "1890-01-01"},
        {"issued_on": "2026-13-01"},
        {"obtained": f"{LINE}\n{LINE}"},
        {"obtained": f"{LINE}\n乙公司"},
    ],
)
@pytest.mark.parametrize("by", ["clerk", "officer"])
def test_a_file_typed_wrongly_is_kept_in_its_boxes(ground, clerk, officer, wrong, by):
    client, start = (
        (clerk, places(ground)["own"]) if by == "clerk" else (officer, "/agencies/files/new/")
    )
    typed = FILE | wrong
    page = send(client, start, typed, 422)
    (field,) = wrong
    assert beside(page, field)
    for name in set(FILE) - {"method"}:
        assert value_of(page, name) == typed[name], name
    assert not ProcurementFile.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"amount": "八十来万"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"notice_on": "2026-03-03"}, "notice_on"),
        ({"notice_on": "昨天"}, "notice_on"),
        ({"supplier_0": " "}, "supplier_0"),
        ({"share_1": "10"}, "supplier_1"),
        ({"project_no": "洛采2026-9"}, "project_no"),
        ({"project_no": ""}, "project_no"),
        ({"method": "抽签"}, "method"),
        ({"budget": "-1"}, "budget"),
    ],
)
def test_an_award_typed_wrongly_is_kept_in_its_boxes(ground, file, clerk, wrong, field):
    typed = AWARD | wrong
    page = send(clerk, places(ground)["file-award"], typed, 422)
    assert beside(page, field)
    for name in ("title", "project_no", "amount", "notice_on"):
        assert value_of(page, name) == typed[name], name
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("obtained", {"obtained": "92410303MA40000018 第三家商行"}),
        ("obtained", {"obtained": f"{OWN} 甲代理"}),
        ("obtained", {"obtained": "92410303MA40000019"}),
        ("obtained", {"obtained": "x" * 20001}),
        ("cancel", {"reason": "x"}),
        ("cancel", {"reason": LONG}),
        ("return", {"reason": "x"}),
        ("return", {"reason": LONG}),
        ("serve", {"served_on": "2026-03-03"}),
        ("serve", {"served_on": "三月"}),
        ("serve", {"served_on": "1890-01-01"}),
    ],
)
def test_what_is_sent_from_a_records_page_is_kept_there(ground, file, clerk, place, wrong):
    typed = wrong if place != "serve" else SERVED | wrong
    page = send(clerk, places(ground)[place], typed, 422)
    for field, value in wrong.items():
        assert beside(page, field)
        assert value_of(page, field) == value
    file.refresh_from_db()
    assert (file.state, file.recipients.count(), ground.letter().served_on) == ("issued", 1, None)
    assert ground.engagement.state == "accepted"


def test_a_way_of_serving_that_is_none_is_said_beside_its_box(ground, file, clerk):
    page = send(clerk, places(ground)["serve"], SERVED | {"served_how": "信鸽"}, 422)
    assert beside(page, "served_how")
    assert value_of(page, "served_on") == "2026-03-02"


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("own", ["project_no", "title", "budget", "method", "issued_on"]),
        ("award", ["title", "notice_on", "amount", "supplier_0"]),
        ("file-award", ["title", "notice_on", "amount", "supplier_0"]),
        ("obtained", ["obtained"]),
        ("cancel", ["reason"]),
        ("return", ["reason"]),
        ("serve", ["served_how", "served_on"]),
    ],
)
def test_each_form_of_an_agency_sent_empty_asks_for_each_box(ground, file, clerk, place, fields):
    before = Event.objects.count()
    page = send(clerk, places(ground)[place], {}, 422)
    assert [each for each in fields if not beside(page, each)] == []
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (NEW, ["agency", "no", "paper", "valid_from", "valid_to"]),
        ("/agencies/files/new/", ["project_no", "title", "budget", "method", "issued_on"]),
        ("end/", ["reason"]),
    ],
)
def test_each_form_of_a_purchaser_sent_empty_asks_for_each_box(ground, officer, place, fields):
    address = place if place.startswith("/") else places(ground)["agreement"] + place
    page = send(officer, address, {}, 422)
    assert [each for each in fields if not beside(page, each)] == []
    assert not Proposal.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("typed", [{}, {"state": "accepted"}])
def test_a_box_that_nobody_asked_for_is_not_taken(ground, officer, clerk, typed):
    made = ground.record(no="洛代2026-2", agency="甲代理", project_no="洛采2026-9")
    place = f"/agencies/engagements/{made.pk}/decline/"
    send(clerk, place, typed, 422)
    made.refresh_from_db()
    assert made.state == "offered"


READ = ("agreement", "own", "award", "file", "file-award", "letter", "code", "pdf")
SENT = {
    "own": FILE, "award": AWARD, "file-award": AWARD, "obtained": OBTAINED, "cancel": REASON,
    "return": REASON, "serve": SERVED,
}  # fmt: skip


@pytest.mark.parametrize("typed", [True, False])
def test_another_agency_finds_nothing_at_any_address(ground: Agencies, file, typed):
    ground.engage(agency="乙代理", no="洛代2026-2")
    award = ground.award(file_id=file.pk)
    client = browser(ground.town, Role.AGENCY_CLERK, organisation=ground.agency("乙代理"))
    own = places(ground)
    told = {place: client.get(own[place]).status_code for place in READ}
    told["awarded"] = client.get(f"/agencies/awards/{award.pk}/").status_code
    told |= {place: client.post(own[place], SENT[place] if typed else {}).status_code
             for place in SENT}  # fmt: skip
    for answer in ("accept", "decline"):
        given = REASON if typed and answer == "decline" else {}
        told[answer] = client.post(f"{own['agreement']}{answer}/", given).status_code
    assert {place: status for place, status in told.items() if status != 404} == {}
    assert Award.objects.count() == 1


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("role", [Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER])
def test_another_purchaser_finds_nothing_at_any_address(ground: Agencies, file, role, typed):
    client = browser(ground.town, role, organisation=ground.town.purchaser("另一采购人"))
    own = places(ground)
    sees = role == Role.PURCHASER_OFFICER
    looked = ("agreement", "file", "letter", "pdf") + (("file-award", "code") if sees else ())
    told = {place: client.get(own[place]).status_code for place in looked}
    if sees:
        own["end"] = f"{own['agreement']}end/"
        for place, given in SENT.items():
            if place in ("obtained", "cancel", "serve", "file-award"):
                told[place] = client.post(own[place], given if typed else {}).status_code
        told["end"] = client.post(own["end"], REASON if typed else {}).status_code
    assert {place: status for place, status in told.items() if status != 404} == {}


def test_a_file_of_one_purchaser_is_not_found_as_an_agreement_or_award(ground, file, clerk):
    for place in (
        f"/agencies/engagements/{file.pk}/",
        f"/agencies/awards/{file.pk}/",
        f"/agencies/files/{ground.engagement.pk}/",
        f"/letters/{file.pk}/",
    ):
        assert clerk.get(place).status_code == 404, place


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("obtained", "agencies.file.obtained"),
        ("cancel", "agencies.file.cancelled"),
        ("return", "agencies.engagement.returned"),
        ("serve", "outreach.letter.served"),
        ("file-award", "contracts.award.recorded"),
    ],
)
def test_a_form_sent_again_is_done_and_told_once(ground, file, clerk, place, kind):
    first, again = twice_the_same(clerk, places(ground)[place], SENT[place])
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert Event.objects.filter(type=kind).count() == 1


def test_suppliers_entered_again_by_going_back_get_one_letter_each(ground, file, clerk):
    twice_the_same(clerk, places(ground)["obtained"], OBTAINED)
    ground.follow()
    ground.follow()
    assert Recipient.objects.filter(file=file).count() == 2
    assert Letter.objects.filter(recipient__file=file).count() == 2


@pytest.mark.parametrize("place", [NEW, "end"])
def test_what_two_decide_is_put_before_the_second_once(ground, officer, place):
    typed = AGREEMENT | {"agency": str(ground.agency().pk)} if place == NEW else REASON
    address = NEW if place == NEW else f"{places(ground)['agreement']}end/"
    first, again = twice_the_same(officer, address, typed)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Proposal.objects.filter(state="waiting").count() == 1


def test_accepted_again_it_says_how_it_stands(ground, clerk):
    page = send(clerk, f"{places(ground)['agreement']}accept/", {}, 409)
    assert problems(page)
    assert Engagement.objects.get().state == "accepted"


def test_an_award_on_the_same_file_with_the_same_token_but_other_words_is_not_taken(
    ground, file, clerk
):
    place, token = places(ground)["file-award"], "0190a000-0000-7000-8000-000000000001"
    send(clerk, place, AWARD | {"request_id": token})
    send(clerk, place, AWARD | {"amount": "70万", "request_id": token}, 409)
    assert Award.objects.get().amount_fen == 80_000_000
