"""`cairong audit check --heads FILE`: a database against the heads that somebody kept."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cairong.cli.audit import audit
from cairong.notary.reads import heads_of, standing, written
from notary.conftest import BEGUN, cut, rewrite, tamper
from support.town import CITY

PUT_AWAY = "TRUNCATE notary_head, notary_signingkey"


@pytest.fixture
def kept(notary, tmp_path) -> Path:
    """What the page of the log gave away: heads of 10, 20, 30 events."""
    for _ in range(2):
        notary.say(10)
        notary.round()
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(written(CITY, heads_of(CITY, BEGUN.date()), BEGUN)))
    return path


def check(*words: object) -> dict:
    done = CliRunner().invoke(audit, ["check", "--json", *map(str, words)], catch_exceptions=False)
    said = json.loads(done.output)
    assert done.exit_code == int(not said["whole"])
    return said


def places(said: dict) -> list[tuple[int, int]]:
    return [(each["seq"], each["last"]) for each in said["breaks"]]


def test_untouched_all_of_them_hold(kept):
    said = check("--heads", kept)
    assert said == {
        "whole": True,
        "events": 30,
        "heads": 3,
        "given": 3,
        "breaks": [],
        "differences": [],
        "unsigned": [],
        "explained": [],
    }


TAMPERED = {
    "newest cut, the head moved back": (lambda: cut(12), (19, 30)),
    "rewritten from the middle": (lambda: rewrite(15, after={"w": "改"}), (11, 20)),
    "replaced whole": (lambda: rewrite(1, person_name="别人"), (1, 10)),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_holds_in_itself_is_found_by_the_stored_heads_and_by_those_kept(kept, name):
    act, place = TAMPERED[name]
    act()
    assert places(check()) == [place]
    assert places(check("--heads", kept)) == [place, place]
    tamper(PUT_AWAY)
    assert check()["whole"]
    said = check("--heads", kept)
    assert places(said) == [place]
    assert "所给文件" in said["breaks"][0]["why"]


def test_one_word_of_a_message_is_enough(kept, notary, tmp_path):
    word = standing(CITY, notary.now).token
    mail = tmp_path / "mail.txt"
    mail.write_text(f"待办 3 件\n日志头:{word}\n祝好")
    assert check("--heads", mail)["given"] == 1
    rewrite(3, after={"w": "改"})
    tamper(PUT_AWAY)
    assert places(check("--heads", mail)) == [(1, 30)]


def test_a_head_that_nobody_signed_proves_nothing(kept):
    said = json.loads(kept.read_text())
    said["heads"][1]["head"]["timestamp"] = "2026-03-02T02:00:30.000Z"
    kept.write_text(json.dumps(said))
    found = check("--heads", kept)
    assert places(found) == [(20, 20)]
    assert "签名不对" in found["breaks"][0]["why"]


def test_a_stored_head_that_was_taken_out_is_missed(kept):
    tamper(
        "ALTER TABLE notary_head DISABLE TRIGGER USER", "DELETE FROM notary_head WHERE size = 20"
    )
    (found,) = check("--heads", kept)["breaks"]
    assert (found["seq"], found["last"]) == (10, 30)
    assert "少了" in found["why"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"heads": [{"head": {}}]}', "日志头", "\x00"])
def test_a_file_without_heads_is_one_sentence(kept, text):
    kept.write_text(text)
    done = CliRunner().invoke(audit, ["check", "--heads", str(kept)])
    assert str(kept) in str(done.exception)


def test_in_words_it_says_where(kept):
    cut(12)
    done = CliRunner().invoke(audit, ["check", "--heads", str(kept)])
    assert "410300 第 19 至 30 条:这一段不见了(与所给文件的日志头不符)" in done.output
