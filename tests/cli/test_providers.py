"""`cairong providers` and the file it reads, as an operator meets them."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from cairong.doors import identity
from cairong.doors.identity import fault_of
from cairong.home.folder import Home
from cairong.home.providers import Provider, providers_known
from support.installation import Installation
from support.provider import provider_up

GOOD = {
    "key": "henan", "name": "河南政务服务网", "issuer": "https://id.example.gov.cn/oidc",
    "client_id": "cairong", "client_secret": "between-us",
}  # fmt: skip


def written(tmp_path: Path, text: str) -> Installation:
    one = Installation(tmp_path / "home", CAIRONG_URL="https://cairong.example.cn")
    one.home.joinpath("keys").mkdir(parents=True)
    one.home.joinpath("keys", "providers.json").write_text(text)
    return one


def listed(tmp_path: Path, *providers: dict[str, str]) -> Installation:
    return written(tmp_path, json.dumps(providers))


def test_without_a_file_there_is_none_and_nothing_is_made(tmp_path):
    one = Installation(tmp_path / "home")
    done = one.command("providers")
    assert (done.returncode, done.stderr) == (0, "")
    assert "没有接入身份提供方" in done.stdout
    assert not one.home.exists()


def test_what_to_register_is_named_and_whether_each_answers(tmp_path):
    with provider_up() as up:
        here = asdict(up.facts)
        done = listed(tmp_path, here).command("providers")
        assert (done.returncode, done.stderr) == (0, "")
        assert "https://cairong.example.cn/account/outside/henan/return/" in done.stdout
        assert "应答正常" in done.stdout
    away = Installation(tmp_path / "home").command("providers")
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    assert "没有应答(ConnectionError)" in away.stdout
    assert away.stderr.startswith("错误:1 个身份提供方不能用:请核对 ")
    assert "between-us" not in done.stdout + away.stdout + away.stderr


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"issuer": "https://other.example.cn"}, "issuer is 'https://other.example.cn'"),
        ({"jwks_uri": None}, "自述或公钥不对"),
        ({"keys": []}, "自述或公钥不对"),
        ({"keys": [{"kty": "oct", "k": "A" * 43}]}, "没有给出 RSA 或 EC 公钥"),
        ({"keys": 7}, "自述或公钥不对"),
    ],
    ids=str,
)
def test_what_is_wrong_with_its_answer_is_said_to_the_operator(said, why):
    with provider_up() as up:
        keys = said.get("keys")
        up.metadata = {} if "keys" in said else said
        up.key_set = None if keys is None else {"keys": keys}
        assert why in fault_of(up.facts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"key": "河南"}, "第 1 个身份提供方的 key 不对:请写2 到 20 位小写字母、数字或 -。"),
        ({"key": "../x"}, "key 不对"),
        ({"name": ""}, "name 不对:请写1 到 30 个字,前后不留空格。"),
        ({"issuer": "http://id.example.gov.cn"}, "issuer 不对:请写https:// 开头的网址"),
        ({"issuer": "javascript:alert(1)"}, "issuer 不对"),
        ({"issuer": "http://localhost.example.cn"}, "issuer 不对"),
        ({"issuer": "https:///oidc"}, "issuer 不对"),
        ({"name": "  "}, "name 不对"),
        ({"client_id": ""}, "client_id 不对"),
        ({"client_secret": 7}, "client_secret 不对"),
        ({"scope": "all"}, "五项,不写别的"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_before_anything_starts(tmp_path, changed, said):
    one = listed(tmp_path, GOOD | changed)
    for words in (("providers",), ("run",)):
        done = one.command(*words)
        assert done.returncode == 1
        assert done.stderr.startswith("错误:")
        assert (done.stderr.count("\n"), said in done.stderr) == (1, True), done.stderr
        assert "between-us" not in done.stderr
    assert sorted(path.name for path in one.home.iterdir()) == ["keys"]


@pytest.mark.parametrize("text", ["{", "7", '{"key": "henan"}', '["henan"]', "[[]]", "[null]"])
def test_what_is_no_list_of_providers_is_said(tmp_path, text):
    done = written(tmp_path, text).command("providers")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "读不懂:请写成 JSON 列表" in done.stderr


def test_a_missing_word_is_named(tmp_path):
    lacking = {name: one for name, one in GOOD.items() if name != "issuer"}
    assert "issuer 不对" in listed(tmp_path, lacking).command("providers").stderr


def test_two_of_one_key_or_issuer_are_refused(tmp_path):
    twice = [GOOD, GOOD | {"issuer": "https://other.example.cn"}]
    assert "key 相同" in listed(tmp_path, *twice).command("providers").stderr


def test_a_file_in_another_coding_is_said_and_a_mark_at_its_front_is_none(tmp_path):
    one = listed(tmp_path, GOOD)
    path = one.home / "keys" / "providers.json"
    path.write_bytes(json.dumps([GOOD], ensure_ascii=False).encode("gbk"))
    done = one.command("run")
    assert (done.returncode, "不是 UTF-8 编码" in done.stderr) == (1, True)
    path.write_text(json.dumps([GOOD]), encoding="utf-8-sig")
    assert providers_known(Home(one.home)) == (Provider(**GOOD),)


def test_what_cannot_be_read_is_said(tmp_path):
    one = listed(tmp_path, GOOD)
    path = one.home / "keys" / "providers.json"
    path.unlink()
    path.mkdir()
    done = one.command("providers")
    assert (done.returncode, "读不了" in done.stderr) == (1, True)


def test_the_secret_is_in_no_description_of_one():
    assert "between-us" not in repr(Provider(**GOOD))


def test_a_wrong_file_is_no_providers_to_pages_and_stops_no_other_command(tmp_path, settings):
    settings.HOME = Home(written(tmp_path, "{").home)
    assert identity.known.__wrapped__() == ()
    done = Installation(tmp_path / "home").command("docs", "--check")
    assert "providers" not in done.stderr


def test_a_trial_on_this_machine_needs_no_certificate():
    assert Provider(**GOOD | {"issuer": "http://127.0.0.1:9000"}).issuer
