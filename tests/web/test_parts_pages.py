"""Layouts, refusals in words, and the style guide."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from cairong.doors.actors import SignedOut
from cairong.doors.no_words import NO_WORDS
from cairong.doors.refusals import answer
from cairong.kernel.errors import Finding, Invalid, PolicyBreach, Refusal
from cairong.web import error_pages
from cairong.web.parts import MenuGroup, MenuItem, Seat, Shell
from styleguide import views
from support.chrome109 import inline

FACTORY = RequestFactory()
DESK = Shell(
    city="洛阳市",
    person="李文静",
    organisation="甲银行",
    role="金融机构经办",
    demo=True,
    seats=(
        Seat(mandate_id="m1", organisation="甲银行", role="金融机构经办", current=True),
        Seat(mandate_id="m2", organisation="乙支行", role="金融机构复核"),
    ),
    menu=(
        MenuGroup(
            items=(
                MenuItem(word="待办", href="/todo/", count=7, alert=True, current=True),
                MenuItem(word="已办", href="/done/"),
            )
        ),
        MenuGroup(word="融资", items=(MenuItem(word="意向", href="/intents/", count=0),)),
    ),
)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_desk_says_who_is_here_and_where_to_go():
    drawn = render_to_string("base_desk.html", {"shell": DESK})
    assert '<a class="skip" href="#main">' in drawn
    assert "甲银行" in drawn
    assert "金融机构经办 · 李文静" in drawn
    assert 'name="mandate" value="m2"' in drawn
    assert "演示数据" in drawn
    assert 'href="/todo/" aria-current="page"' in drawn
    assert "有超期" in drawn
    assert "退出" in drawn
    assert "<h2>融资</h2>" in drawn


@pytest.mark.parametrize("layout", ["desk", "phone", "public"])
def test_every_page_of_a_demo_city_says_so_in_print(layout):
    for demo in (True, False):
        drawn = render_to_string(f"base_{layout}.html", {"shell": replace(DESK, demo=demo)})
        assert ('<p class="demo-printed"' in drawn) is demo


def test_phone_shows_the_first_group_as_tabs():
    drawn = render_to_string("base_phone.html", {"shell": DESK})
    tabs = drawn.split('<nav class="tabs"')[1]
    assert "/todo/" in tabs
    assert "/intents/" not in tabs


def test_public_pages_need_no_shell():
    drawn = render_to_string("base_public.html")
    for place in ("/contracts/", "/supermarket/", "/verify/", "/policy/", "/account/sign-in/"):
        assert f'href="{place}"' in drawn


def test_public_pages_lead_back_to_the_desk():
    drawn = render_to_string("base_public.html", {"shell": DESK})
    assert "回到工作台" in drawn
    assert "登录" not in drawn


@pytest.mark.parametrize("status", sorted(NO_WORDS))
def test_every_refusal_is_a_page_in_words(status):
    response = error_pages.error_page(FACTORY.get("/x/"), status)
    assert response.status_code == status
    drawn = text(response)
    assert NO_WORDS[status].title in drawn
    assert NO_WORDS[status].text in drawn
    assert NO_WORDS[status].next_steps[0] in drawn
    assert "系统错误" not in drawn


def test_refusal_says_every_finding_with_its_clause():
    breach = PolicyBreach(
        Finding(code="four_eyes.same_person", obligation="二(三)-3", params={"person": "李"}),
        Finding(code="invalid.money_zero", params={"field": "金额"}),
    )
    drawn = text(answer(FACTORY.get("/x/"), breach))
    assert "经办和复核必须是两个人" in drawn
    assert "「金额」不能是零。" in drawn
    assert "回款账户" in drawn


def test_refused_values_are_escaped():
    refusal = Invalid("invalid.money", field="金额", value="<b>")
    assert "&lt;b&gt;" in text(answer(FACTORY.get("/x/"), refusal))


def test_unknown_status_is_answered_as_400_in_words():
    response = error_pages.error_page(FACTORY.get("/x/"), 418)
    assert response.status_code == 418
    assert NO_WORDS[400].title in text(response)


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (error_pages.bad_request, 400),
        (error_pages.not_allowed, 403),
        (error_pages.not_found, 404),
        (error_pages.csrf_failed, 403),
    ],
)
def test_handlers(handler, status):
    assert handler(FACTORY.get("/x/")).status_code == status


def test_fault_page_tells_its_reference():
    response = error_pages.fallen(FACTORY.get("/x/", headers={"X-Request-Id": "r-17"}))
    assert response.status_code == 500
    assert "r-17" in text(response)


def refusals(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *refusals(sub))]


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.__name__)
def test_every_kind_of_refusal_has_the_words_of_its_status(kind):
    assert kind.status in NO_WORDS


def test_signing_in_again_keeps_drafts():
    drawn = text(answer(FACTORY.post("/x/"), SignedOut("sign_in.again", ended=True)))
    assert drawn.count("草稿") == 1
    assert 'href="/account/sign-in/?next=%2F">去登录' in drawn


def test_a_form_kept_open_too_long_says_so():
    drawn = text(error_pages.csrf_failed(FACTORY.post("/x/")))
    assert "刷新后重新提交" in drawn
    assert "切换岗位" not in drawn


@pytest.mark.parametrize("view", [views.guide, views.phone])
def test_style_guide_is_drawn_without_inline(view):
    response = view(FACTORY.get("/styleguide/"))
    assert response.status_code == 200
    assert inline(text(response)) == []


@pytest.mark.parametrize(("given", "answered"), [(422, 422), (500, 500), (999, 404)])
def test_style_guide_of_refusals(given, answered):
    assert views.refusal(FACTORY.get("/styleguide/"), given).status_code == answered


def test_no_installation_serves_the_style_guide(client, db):
    assert client.get("/styleguide/").status_code == 404


def test_idle_warning_waits_hidden_where_a_session_runs():
    drawn = render_to_string("base_desk.html", {"shell": DESK, "idle_seconds": 1800})
    assert 'data-idle="1800" hidden' in drawn
    assert "草稿" in drawn
    assert "data-idle" not in render_to_string("base_public.html")
