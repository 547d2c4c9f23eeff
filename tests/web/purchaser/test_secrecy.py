"""A state secret never gets in: asked before anything is typed, and of a yes a number is kept."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models

from cairong.audit.models import Event, RefusalRecord, Sealed
from cairong.contracts.models import Award, Contract, SecretCount
from cairong.doors.actors import TOKEN
from cairong.kernel.actor import Role
from support.browsing import follow, problems, read, send, value_of
from support.visitors import browser
from web.purchaser.test_awards import NEW, TYPED

SECRET = "/purchaser/secret/"
PURCHASER = "采购人"
MARKED = "某雷达站【机密 ★ 十年】"


def said_yes(client, token: str) -> str:
    return follow(client, SECRET, {TOKEN: token})


def token_of(page: str) -> str:
    return value_of(page, TOKEN)


def tables() -> list[type[models.Model]]:
    """Our tables, but for the one that the program itself cannot read."""
    ours = [one for one in apps.get_models() if one.__module__.startswith("cairong.")]
    return [one for one in ours if one is not Sealed]


def kept() -> dict[str, int]:
    """How many rows of each of our tables there are."""
    return {one._meta.label: one._default_manager.count() for one in tables()}


class TestAsking:
    def test_it_is_asked_before_an_award_is_typed(self, office):
        page = read(office.officer, NEW)
        assert "这个采购项目涉及国家秘密吗?" in page
        assert 'name="title"' not in page
        assert 'name="title"' in read(office.officer, NEW + "?secrecy=no")

    def test_of_a_yes_one_number_is_kept_and_nothing_else(self, office, clock):
        token, before = token_of(read(office.officer, NEW)), kept()
        page = said_yes(office.officer, token)
        assert "不得进入本系统" in page
        assert "没有记下是谁、什么时候、哪个项目" in page
        assert kept() == {**before, "contracts.SecretCount": 1}
        row = SecretCount.objects.get()
        today = date.fromisoformat(f"{clock.now():%Y-%m}-01")
        assert (row.purchaser.name, row.month, row.count) == (PURCHASER, today, 1)

    def test_pressed_twice_it_counts_once_and_another_counts_again(self, office):
        token = token_of(read(office.officer, NEW))
        said_yes(office.officer, token)
        said_yes(office.officer, token)
        assert SecretCount.objects.get().count == 1
        said_yes(office.officer, token_of(read(office.officer, NEW)))
        assert SecretCount.objects.get().count == 2

    def test_looking_at_the_way_on_paper_counts_nothing(self, office):
        read(office.officer, SECRET)
        assert not SecretCount.objects.exists()

    def test_nobody_but_the_officer_says_so(self, office):
        assert office.approver.post(SECRET, {}).status_code == 403
        assert not SecretCount.objects.exists()

    def test_a_field_too_many_is_refused_and_not_repeated(self, office):
        token = token_of(read(office.officer, NEW))
        answer = office.officer.post(SECRET, {TOKEN: token, "title": "某雷达站"})
        assert answer.status_code in {400, 422}
        assert not SecretCount.objects.exists()


class TestTheMark:
    def test_a_text_with_the_mark_is_refused_and_kept_nowhere(self, office):
        page = send(office.officer, NEW + "?secrecy=no", {**TYPED, "title": MARKED}, 422)
        assert any("国家秘密标志" in one for one in problems(page)), problems(page)
        assert not Award.objects.exists()
        assert "雷达站" not in everything_kept()

    def test_in_a_draft_as_well(self, office):
        award = office.ground.award()
        place = f"/purchaser/awards/{award.pk}/contract/?secrecy=no"
        send(office.officer, place, {"act": "draft", "rows": "3", "quality": MARKED}, 422)
        assert "雷达站" not in everything_kept()
        assert not Contract.objects.exists()


def everything_kept() -> str:
    """All texts of refusals, events and of every table of ours."""
    found = [str(one) for one in RefusalRecord.objects.values_list()]
    found += [str(one) for one in Event.objects.values_list()]
    for model in tables():
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.TextField | models.CharField | models.JSONField)
        ]
        found += [str(one) for one in model._default_manager.values_list(*texts)]
    return "\n".join(found)


class TestTheList:
    def test_the_desk_sees_how_many_in_which_month(self, office, clock):
        said_yes(office.officer, token_of(read(office.officer, NEW)))
        page = read(browser(office.town, Role.PROCUREMENT_OFFICER), "/finance/secrets/")
        assert PURCHASER in page
        assert f"{clock.now():%Y年%-m月}" in page

    @pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.OPERATOR, Role.PBOC])
    def test_nobody_else_does(self, office, role):
        assert browser(office.town, role).get("/finance/secrets/").status_code == 403
