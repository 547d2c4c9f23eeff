"""A real city is founded whole or not at all, and no command puts demo data into it."""

import re
from datetime import date

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.db import connections

from cairong.audit.models import Event
from cairong.cli.city import empty_unfinished
from cairong.cli.demo import demo
from cairong.cli.init import init
from cairong.home.state import CityState, city_state, keep_city_state
from cairong.home.trouble import Trouble
from cairong.kernel.actor import Role, system
from cairong.kernel.errors import Invalid
from cairong.parties.actions.found import found_city
from cairong.parties.models import Account, City, Mandate, Organisation, Person, Region
from cairong.policy.regions import County, known_cities
from support.town import CITY, COUNTY, Town, at

NOW = at("2026-11-24 10:00")
FOUNDED = ("--operator", "张三")


def run(*words: str) -> Result:
    return CliRunner().invoke(init, words)


def found(*, is_demo: bool = False) -> None:
    found_city(
        actor=system(city=CITY), now=NOW, name="洛阳市", opened_on=date(2021, 3, 10),
        regions=[County(code=COUNTY, name="西工区")],
        authorities={"bureau": "财政局", "operator": "运维中心"}, demo=is_demo,
    )  # fmt: skip


def operator(username: str = "operator", **facts) -> Account:
    town = Town(NOW)
    town.actor(Organisation.objects.get(kind="operator"), Role.OPERATOR, username)
    mandate = Mandate.objects.order_by("pk").last()
    return Account.objects.create(
        username=username, person=mandate.person, mandate=mandate, **facts
    )


def test_init_founds_the_city_with_its_first_operator_and_nothing_else(place):
    done = run(*FOUNDED)
    assert done.exit_code == 0, done.exception
    city = City.objects.get()
    assert (city.code, city.name, city.demo) == (CITY, "洛阳市", False)
    known = known_cities()[CITY].counties
    assert set(Region.objects.values_list("code", flat=True)) == {CITY, *(c.code for c in known)}
    assert set(Organisation.objects.values_list("kind", flat=True)) == {
        "bureau", "pboc", "sme-authority", "regulator", "operator",
    }  # fmt: skip
    assert list(Person.objects.values_list("name", "demo")) == [("张三", False)]
    [account] = Account.objects.all()
    assert (account.mandate.role, account.mandate.administrator) == ("operator", True)
    [password] = re.findall(r"一次性密码 (\S+),", done.stdout)
    assert account.check_password(password)
    assert len(password) >= 12
    assert city_state(place) is CityState.REAL
    assert not place.is_new
    told = list(Event.objects.order_by("seq").values_list("type", "channel"))
    assert told == [("parties.city.founded", "cli"), ("parties.mandate.given", "cli")]


def test_init_a_city_the_program_does_not_know_by_its_counties(place):
    words = ["--city", "419900", "--name", "某市", "--username", "  OPS.1 ", *FOUNDED,
             "--bureau", "某示范区财政金融局", "--paper", "某政数〔2026〕3号"]  # fmt: skip
    done = run(*words, "--county", "419901=甲区", "--county", "419902=乙县")
    assert done.exit_code == 0, done.exception
    assert "某市(419900)已建立,2 个县区。" in done.stdout
    assert "用户名 ops.1," in done.stdout
    regions = dict(Region.objects.values_list("code", "name"))
    assert regions == {"419900": "某市", "419901": "甲区", "419902": "乙县"}
    assert Organisation.objects.get(kind="regulator").name == "国家金融监督管理总局某监管分局"
    assert Organisation.objects.get(kind="bureau").name == "某示范区财政金融局"
    assert Mandate.objects.get().papers == "某政数〔2026〕3号"


MISTAKEN = [
    (["--city", "4103"], "--city 4103 不是城市的行政区划代码"),
    (["--city", "410303"], "--city 410303 不是城市的行政区划代码"),
    (["--city", "洛阳"], "--city 洛阳 不是城市的行政区划代码"),
    (["--city", "419900"], "本程序没有 419900 的区划资料"),
    (["--city", "419900", "--name", "某市"], "本程序没有 419900 的区划资料"),
    (["--city", "419900", "--county", "419901=甲区"], "本程序没有 419900 的区划资料"),
    (["--county", "西工区"], "--county 西工区 看不懂"),
    (["--county", "410303="], "--county 410303= 看不懂"),
    (["--county", "=西工区"], "--county =西工区 看不懂"),
    (["--pboc", "某局", "--bureau", "某局"], "各主管部门要有各自的名称"),
]


@pytest.mark.parametrize(("words", "said"), MISTAKEN, ids=[" ".join(one) for one, _ in MISTAKEN])
def test_what_init_cannot_use_is_said_before_anything_is_made(place, words, said):
    done = run(*words, *FOUNDED)
    assert isinstance(done.exception, Trouble)
    assert said in str(done.exception)
    assert "请" in str(done.exception)
    assert not City.objects.exists()
    assert city_state(place) is CityState.NONE


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (["--operator", ""], "--operator", "invalid.missing"),
        (["--operator", "   "], "--operator", "invalid.missing"),
        (["--operator", "张" * 61], "--operator", "invalid.text_length"),
        ([*FOUNDED, "--username", "运维"], "--username", "parties.username"),
        ([*FOUNDED, "--username", "ab"], "--username", "parties.username"),
        ([*FOUNDED, "--username", "a b c d"], "--username", "parties.username"),
    ],
)
def test_a_name_that_cannot_stand_is_refused_before_anything_is_made(place, words, field, code):
    done = run(*words)
    assert isinstance(done.exception, Invalid)
    [finding] = done.exception.findings
    assert finding.params["field"] == field
    assert finding.code == code
    assert not City.objects.exists()
    assert city_state(place) is CityState.NONE


def test_init_keeps_its_hands_off_a_city_that_stands(place):
    found()
    events = Event.objects.count()
    done = run("--city", "410200", "--name", "开封市", "--county", "410202=龙亭区", *FOUNDED)
    assert isinstance(done.exception, Trouble)
    assert "里已有城市:请用 CAIRONG_HOME 另指一个目录" in str(done.exception)
    assert (City.objects.get().code, Event.objects.count()) == (CITY, events)
    assert not Account.objects.exists()


@pytest.mark.parametrize("signed", ["nobody", "an operator who never signed in"])
def test_init_begins_again_where_it_was_cut_short(place, signed):
    found()
    if signed != "nobody":
        operator()
    keep_city_state(place, CityState.FOUNDING)
    done = run(*FOUNDED)
    assert done.exit_code == 0, done.exception
    assert list(Person.objects.values_list("name", flat=True)) == ["张三"]
    assert Region.objects.count() == 1 + len(known_cities()[CITY].counties)
    assert city_state(place) is CityState.REAL


@pytest.mark.parametrize("state", [CityState.FOUNDING, CityState.BUILDING])
@pytest.mark.parametrize("used", ["signed in", "two accounts"])
def test_a_real_city_in_use_is_never_emptied_whatever_the_folder_says(place, state, used):
    found()
    operator(last_login=NOW if used == "signed in" else None)
    if used == "two accounts":
        operator("second")
    keep_city_state(place, state)
    before = Account.objects.count()
    begun, built = run(*FOUNDED), CliRunner().invoke(demo, ["build"])
    assert isinstance(begun.exception, Trouble)
    assert "在用的真实城市,没有动它" in str(begun.exception)
    assert isinstance(built.exception, Trouble)
    assert (City.objects.count(), Account.objects.count()) == (1, before)
    assert city_state(place) is state


def test_demo_data_does_not_enter_a_real_city_whose_folder_says_nothing(place):
    found()
    events = Event.objects.count()
    done = CliRunner().invoke(demo, ["build"])
    assert isinstance(done.exception, Trouble)
    assert "数据库里是真实城市,演示数据进不去" in str(done.exception)
    assert (City.objects.get().demo, Event.objects.count()) == (False, events)
    assert not Person.objects.exists()
    assert city_state(place) is CityState.NONE


def test_a_real_city_has_no_demo_accounts(place):
    found()
    operator()
    done = CliRunner().invoke(demo, ["accounts", "--json"])
    assert isinstance(done.exception, Trouble)
    assert "这里没有演示城市" in str(done.exception)
    assert done.stdout == ""


def test_a_demo_city_that_was_not_finished_is_taken_out_whole(place, cluster):
    found(is_demo=True)
    operator(last_login=NOW)
    connections.close_all()
    empty_unfinished(place)
    with psycopg.connect(cluster.address("cairong_owner").conninfo) as connection:
        rows = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert rows.fetchone() == (0,)
    empty_unfinished(place)


def test_a_folder_with_another_citys_gateway_is_no_real_citys(place):
    """What a demonstration sent and was answered would be taken for a real city's."""
    place.gateway.mkdir()
    done = run(*FOUNDED)
    assert isinstance(done.exception, Trouble)
    assert "还有另一座城市的签名网关" in str(done.exception)
    assert not City.objects.exists()
