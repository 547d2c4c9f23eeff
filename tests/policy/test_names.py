"""Names that look alike, signs that nobody sees, and the words that say so. 一(一)-5"""

import subprocess
import sys

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.catalogue import sentence
from cairong.policy.names import LONGEST_LOOK, clean_name, differences, look_of

REAL = "洛阳青梧里信息技术有限公司"


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("\u200b", "零宽空格"), ("\u200d", "零宽连字"), ("\u2060", "零宽不断行"),
        ("\u00ad", "软连字符"), ("\u3164", "谚文填充符"), ("\ufe0f", "异体选择符"),
        ("\U000e0100", "异体选择符"), ("\ue000", "私用区字符"), ("\U000f0000", "私用区字符"),
        ("\U000e0061", "标签字符"), ("\u202e", "看不见的字符"), ("\u061c", "看不见的字符"),
        ("\ufeff", "零宽不断行空格"), ("\u2800", "空白盲文"), ("\u0378", "没有定义的字符"),
        ("\u180b", "看不见的字符"), ("\x00", "看不见的字符"),
    ],
    ids=lambda each: f"U+{ord(each):04X}" if len(each) == 1 else each,
)  # fmt: skip
def test_a_sign_that_nobody_sees_is_refused_by_its_place_and_code(sign, words):
    with pytest.raises(Invalid) as refused:
        clean_name(REAL[:3] + sign + REAL[3:], "name")
    said = sentence(refused.value.findings[0])
    assert "第 4 个字符" in said
    assert f"(U+{ord(sign):04X},{words})" in said
    assert "照营业执照" in said


@pytest.mark.parametrize(
    ("sign", "instead"), [("⻘", "青"), ("⼀", "一"), ("⺠", "民"), ("⽇", "日")]
)
def test_a_radical_is_refused_with_the_character_to_write(sign, instead):
    with pytest.raises(Invalid) as refused:
        clean_name(f"洛阳{sign}里", "name")
    said = sentence(refused.value.findings[0])
    assert (
        f"「{sign}」(U+{ord(sign):04X},{'康熙部首' if ord(sign) >= 0x2F00 else '部首字形'})" in said
    )
    assert f"「{instead}」(U+{ord(instead):04X},汉字)" in said


@pytest.mark.parametrize(
    "name", [REAL, "洛阳𠮷星软件有限公司", "ABC（河南）工程有限公司", "洛阳 一店", "张·王事务所"]
)
def test_a_name_as_licences_bear_it_stays(name):
    assert clean_name(f" {name} ", "name") == name


def test_a_compatible_character_becomes_the_one_it_is():
    assert clean_name("洛阳\uf967里", "name") == "洛阳不里"


@pytest.mark.parametrize(
    "other",
    [
        "洛阳⻘梧里信息技术有限公司", "洛阳靑梧里信息技术有限公司", "洛陽青梧裏信息技術有限公司",
        "洛阳青梧里信息技术有限公司\u3164", "洛\u200b阳青梧里信息技术有限公司",
        "洛阳青梧里(信息)技术有限公司", "洛阳 青梧里 信息技术有限公司",
        "洛阳青梧里信息技木有限公司".replace("木", "术"), "洛阳青梧里信息技术有限公司\U000e0061",
        "洛阳青·梧里信息技术有限公司", "洛阳青梧里信息技术有限公司。",
    ],
)  # fmt: skip
def test_a_name_that_looks_like_the_real_one_has_its_look(other):
    assert look_of(other) == look_of(REAL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ABC工程", "АВС工程"), ("SOHO装饰", "S0HО装饰"), ("第1建筑", "第l建筑"),
        ("甲一乙", "甲—乙"),
        ("未来", "末来"), ("己巳", "已已"), ("土木", "士木"), ("日升", "曰升"), ("人和", "入和"),
        ("干方", "千方"), ("天成", "夭成"), ("modern", "rnodern"), ("ＡＢ", "ab"), ("AI", "ai"),
        ("力帆", "カ帆"), ("口福", "ロ福"), ("龙门", "龍門"), ("㈱甲", "(株)甲"),
        ("㍿甲", "株式会社甲"), ("clip", "dip"), ("r n", "m"), ("r.n", "m"), ("v·v", "w"),
        ("c-l", "d"), ("二○二四", "二〇二四"), ("二◯二四", "二0二四"), ("囯药", "国药"),
        ("A—B公司", "AB公司"), ("A/B公司", "AB公司"), ("A――B", "A-B"), ("甲/乙", "甲ノ乙"),
    ],
)  # fmt: skip
def test_pairs_that_look_alike(one, other):
    assert look_of(one) == look_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("洛阳甲有限公司", "洛阳乙有限公司"), ("第1建筑", "第2建筑"), ("大成", "太成"),
        ("王工", "玉工"), ("洛阳一店", "洛阳二店"), ("明月", "朋月"),
    ],
)  # fmt: skip
def test_names_that_anybody_tells_apart_do_not(one, other):
    assert look_of(one) != look_of(other)


def test_the_difference_is_said_by_place_sign_and_code():
    assert differences(REAL, "洛阳⻘梧里信息技术有限公司") == (
        "第 3 个字符是「青」(U+9752,汉字),对方是「⻘」(U+2ED8,部首字形)"
    )
    assert differences(REAL, REAL + "\u3164") == "第 13 个字符以后,对方有(U+3164,谚文填充符)"
    assert differences("\u200b" + REAL, REAL) == "从第 1 个字符起,这里有(U+200B,零宽空格)"
    assert differences(REAL, "\u200b" + REAL) == "开头,对方有(U+200B,零宽空格)"
    assert differences("АВ", "AB").count("西里尔字母") == 2
    assert differences(REAL, REAL) == ""


def test_odd_names_have_a_look_too():
    assert look_of("。。") == "。。"
    assert look_of("") == ""
    assert len(look_of("ﷺ" * 200)) == LONGEST_LOOK


def test_the_list_is_what_its_sources_say():
    run = [sys.executable, "-m", "tools.lookalikes", "--check"]
    assert subprocess.run(run, check=False, capture_output=True).returncode == 0
