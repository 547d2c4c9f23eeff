"""What folder and rows disagree on after a restore, and who of the desk compared it. 二(三)-4"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cairong.audit.models import Event
from cairong.cli import city as city_module
from cairong.cli import gateway_folder as module
from cairong.cli.city import HELD
from cairong.cli.gateway_folder import gateway
from cairong.gateway.exchange import opened
from cairong.home.addresses import APP, GATEWAY
from cairong.home.environment import FOLDER
from cairong.home.folder import Home
from cairong.home.state import CityState, keep_city_state
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import system
from cairong.notary.models import Alarm
from cairong.notary.reads import standstill_of
from cairong.orders.ledger import Ledger
from cairong.orders.models import PersonKey
from cairong.parties.actions.found import found_city
from cairong.policy.regions import County
from orders.conftest import asked, city
from support.signing import PAID
from support.speaking import speak
from support.town import CITY, COUNTY

__all__ = ["asked", "city"]


@pytest.fixture(autouse=True)
def own_home(cluster, tmp_path: Path, monkeypatch, clock) -> Iterator[None]:
    """A data folder of a test's own, whose gateway's account is whoever runs the test."""
    clock.set("2025-11-12 14:00")
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path))
    monkeypatch.setattr(module, "account", lambda _: None)
    own, app = cluster.address(GATEWAY), cluster.address(APP)
    monkeypatch.setattr(module, "as_gateway", lambda: speak(own.user, own.password))
    yield
    speak(app.user, app.password)


def said(*words: str) -> str:
    done = CliRunner().invoke(gateway, words, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_what_disagrees_is_listed_and_settled_in_the_name_of_the_desk(city, tmp_path):
    ledger = Ledger(tmp_path / "gateway" / "exchange", tmp_path / "gateway" / HELD)
    ledger.add("410300-0000999", "f" * 64)
    assert "410300-0000999\t目录里没有这份指令的文件" in said("settled")
    assert ledger.why_held(CITY)
    with pytest.raises(Misused, match="没有叫 张三 的人在任"):
        said("settled", "张三")
    assert "已登记" in said("settled", city.officer.person_name)
    assert ledger.why_held(CITY) == ""
    event = Event.objects.get(type="orders.folder.settled")
    assert (event.after["name"], event.after["numbers"]) == (
        city.officer.person_name, "410300-0000999",
    )  # fmt: skip
    said("settled", city.officer.person_name, "--unpaid", city.payment.voucher_no)
    with pytest.raises(Trouble, match="不用登记"):
        said("settled")


def test_a_restored_data_folder_is_settled_though_nothing_disagrees(city, tmp_path):
    (tmp_path / "gateway").mkdir()
    (tmp_path / "gateway" / HELD).touch()
    assert "由备份恢复" in said("settled", city.officer.person_name)
    assert not (tmp_path / "gateway" / HELD).exists()


def test_a_list_that_cannot_be_read_settles_nothing(city, tmp_path):
    folder = tmp_path / "gateway" / "exchange"
    (folder / "sent.jsonl").mkdir(parents=True)
    with pytest.raises(Trouble, match=rf"sent.jsonl 读不出.*没有办理:请改好目录 {folder}"):
        said("settled", city.officer.person_name)
    assert not Event.objects.filter(type="orders.folder.settled").exists()


def test_keys_are_listed_to_be_compared_and_one_that_came_back_is_named(city, tmp_path):
    ledger = Ledger(tmp_path / "gateway" / "exchange", tmp_path / "gateway" / HELD)
    key = PersonKey.objects.first()
    ledger._append({"ended": key.fingerprint})
    text = said("settled")
    assert f"cairong gateway end {key.fingerprint}" in text
    assert all(each.fingerprint in text for each in PersonKey.objects.all())
    assert "停用以后恢复送出" in said("settled", city.officer.person_name)
    assert ledger.revived(CITY) == [key.fingerprint]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """The folder of a gateway that was started with it; this shell names none."""
    (tmp_path / "gateway").mkdir()
    monkeypatch.setenv(FOLDER, str(tmp_path / "treasury"))
    opened(Home(tmp_path)).ledger.add("410300-0000999", "f" * 64)
    monkeypatch.delenv(FOLDER)
    return tmp_path / "treasury"


def test_the_folder_is_the_one_that_the_gateway_uses_though_the_shell_names_none(city, elsewhere):
    text = said("settled")
    assert f"交换目录:{elsewhere}" in text
    assert "410300-0000999" in text
    said("settled", city.officer.person_name)
    assert Ledger(elsewhere).why_held(CITY) == ""


def test_another_folder_than_the_gateways_is_refused_and_both_are_named(
    city, elsewhere, tmp_path, monkeypatch
):
    monkeypatch.setenv(FOLDER, str(tmp_path / "other"))
    with pytest.raises(Trouble) as refused:
        said("settled", city.officer.person_name)
    for named in (elsewhere, tmp_path / "other", FOLDER, "cairong run"):
        assert str(named) in str(refused.value)
    assert not (tmp_path / "other").exists()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(FOLDER, "treasury")  # the same, said otherwise
    assert "410300-0000999" in said("settled")


def test_an_address_that_is_taken_is_an_alarm(city):
    said("shut", "端口 8001 已被别的程序占用")
    said("shut", "端口 8001 已被别的程序占用")  # started again and again
    alarm = Alarm.objects.get()
    assert (alarm.kind, standstill_of(alarm)) == ("shut", "端口 8001 已被别的程序占用")
    said("shut", "/run/gateway/socket 用不了")
    assert Alarm.objects.count() == 2


@pytest.fixture
def place(cluster, tmp_path, monkeypatch) -> Home:
    """A data folder before the database of a real city; it says itself what it is."""
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path))
    monkeypatch.setattr(city_module, "hand_over", lambda _: None)
    return Home(tmp_path)


@pytest.mark.parametrize("keys", [True, False])
def test_a_folder_made_anew_where_keys_stand_is_marked(city, place, monkeypatch, keys):
    """A backup was restored to a machine that knows nothing of what was sent."""
    keep_city_state(place, CityState.REAL)
    monkeypatch.setattr(city_module, "_stands", lambda *_: keys)
    city_module.lay_gateway(place)
    assert (place.gateway / HELD).exists() is keys
    (place.gateway / HELD).unlink(missing_ok=True)
    city_module.lay_gateway(place)
    assert not (place.gateway / HELD).exists(), "it is there, and was settled"


@pytest.mark.parametrize("gateway", [True, False])
def test_a_folder_that_says_a_demonstration_before_a_real_city_is_refused(city, place, gateway):
    """Its gateway's folder would send by a simulated treasury, or without the mark."""
    keep_city_state(place, CityState.DEMO)
    if gateway:
        place.gateway.mkdir()
    for started in (city_module.lay_gateway, city_module.make_city):
        with pytest.raises(Trouble, match="里记着演示城市,数据库 cairong_test 里是真实城市"):
            started(place)
    assert place.gateway.is_dir() is gateway


@pytest.mark.parametrize(("said", "word"), [(CityState.REAL, "还没有城市"), (CityState.DEMO, None)])
@pytest.mark.usefixtures("committed_db")
def test_of_a_folder_before_an_empty_database_only_a_demonstration_is_built(place, said, word):
    keep_city_state(place, said)
    if word is None:
        assert city_module.refuse_other_city(place) is CityState.NONE
        return
    with pytest.raises(Trouble, match=f"里记着真实城市,数据库 cairong_test 里{word}"):
        city_module.make_city(place)


def demonstration() -> None:
    found_city(
        actor=system(city=CITY), now=PAID, name="洛阳市", opened_on=PAID.date(),
        regions=[County(code=COUNTY, name="西工区")],
        authorities={"bureau": "财政局", "operator": "运维中心"}, demo=True,
    )  # fmt: skip


@pytest.mark.usefixtures("committed_db")
def test_a_demonstration_exchanges_by_no_folder_but_its_own(place, tmp_path, monkeypatch):
    """The treasury's real folder would take what bears two signatures for money."""
    demonstration()
    keep_city_state(place, CityState.DEMO)
    monkeypatch.setattr(city_module, "_stands", lambda *_: True)
    monkeypatch.setenv(FOLDER, str(tmp_path / "treasury"))
    with pytest.raises(Trouble, match=f"演示城市不能用环境变量 {FOLDER}"):
        city_module.lay_gateway(place)
    assert not place.gateway.exists()
    monkeypatch.delenv(FOLDER)
    city_module.lay_gateway(place)
    assert place.gateway.is_dir()
    assert not (place.gateway / HELD).exists()


@pytest.mark.usefixtures("committed_db")
def test_a_demonstration_compares_nothing(tmp_path):
    """Restored elsewhere its list is empty, and its treasury pays no money."""
    demonstration()
    ledger = Ledger(tmp_path / "exchange", tmp_path / HELD)
    ledger.held.touch()
    ledger.add(f"{CITY}-0000999", "f" * 64)
    assert (ledger.disagreeing(CITY), ledger.why_held(CITY)) == ([], "")
