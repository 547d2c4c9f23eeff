"""Deadline, ball, timeline, steps and reasons as people read them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from cairong.kernel.actor import Role
from cairong.kernel.states import State
from cairong.web.parts import (
    Ball,
    Change,
    Deadline,
    Fact,
    Moment,
    Paper,
    Pause,
    Step,
    Sum,
    TwoPerson,
    Why,
)
from styleguide.cases import ball_of

BASE = Deadline(
    due=date(2025, 10, 23), today=date(2025, 10, 20), days_left=3, obligation="二(四)-3"
)


def draw(source: str, **values: object) -> str:
    return Template("{% load parts %}" + source).render(Context(values))


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "还剩 3 个工作日 · 10月23日(周四)前 · 依据 二(四)-3"),
        (
            {"days_left": 0, "due": date(2025, 10, 20)},
            "今天到期 · 10月20日(周一)前 · 依据 二(四)-3",
        ),
        ({"days_left": -2}, "已超 2 个工作日 · 应于 10月23日(周四)前完成 · 依据 二(四)-3"),
        ({"unit": "calendar"}, "还剩 3 个自然日 · 10月23日(周四)前 · 依据 二(四)-3"),
        ({"due": date(2026, 1, 5)}, "还剩 3 个工作日 · 2026年1月5日(周一)前 · 依据 二(四)-3"),
        ({"obligation": ""}, "还剩 3 个工作日 · 10月23日(周四)前"),
        ({"provisional": True}, "还剩 3 个工作日 暂定 · 10月23日(周四)前 · 依据 二(四)-3"),
        (
            {"verdict": "kept", "done_on": date(2025, 10, 20)},
            "按期完成 · 10月20日(周一)完成 · 依据 二(四)-3",
        ),
        (
            {"verdict": "late", "done_on": date(2025, 10, 24)},
            "迟延完成 · 10月24日(周五)完成 · 依据 二(四)-3",
        ),
        ({"verdict": "breached"}, "违反法定期限 · 应于 10月23日(周四)前完成 · 依据 二(四)-3"),
        ({"verdict": "cancelled"}, "已取消 · 应于 10月23日(周四)前完成 · 依据 二(四)-3"),
        (
            {"verdict": "cancelled", "days_left": -1},
            "超期后取消 · 应于 10月23日(周四)前完成 · 依据 二(四)-3",
        ),
    ],
)
def test_deadline_line(changes, said):
    assert words(draw("{% deadline one %}", one=replace(BASE, **changes))) == said


@pytest.mark.parametrize(
    ("changes", "tone", "shape"),
    [
        ({}, "plain", "wait"),
        ({"days_left": 1}, "soon", "work"),
        ({"days_left": 2, "unit": "calendar"}, "soon", "work"),
        ({"days_left": -1}, "over", "alert"),
        ({"verdict": "kept"}, "kept", "done"),
        ({"verdict": "late"}, "over", "alert"),
        ({"days_left": 1, "pauses": (Pause(since=BASE.today, reason="补件"),)}, "plain", "stop"),
    ],
)
def test_deadline_tone_has_a_shape(changes, tone, shape):
    one = replace(BASE, **changes)
    assert (one.tone, one.shape) == (tone, shape)
    assert f"deadline-{tone}" in draw("{% deadline one %}", one=one)


def test_deadline_opens_to_what_was_counted():
    one = replace(
        BASE,
        start=date(2025, 10, 17),
        counted=(date(2025, 10, 20), date(2025, 10, 21), date(2025, 10, 23)),
        pauses=(Pause(since=date(2025, 10, 22), until=date(2025, 10, 22), reason="等待补件"),),
        calendar_version="2026",
        due_law=date(2025, 10, 30),
    )
    drawn = draw("{% deadline one %}", one=one)
    assert drawn.startswith("<details")
    assert "2025年10月17日" in drawn
    assert "法定期限" in drawn
    assert "2025年10月22日至2025年10月22日:等待补件" in drawn
    assert "放假安排 2026 版" in drawn
    assert re.findall(r'<li class="(\w+)"', drawn) == ["now", "ahead", "last"]
    assert "days-working" in drawn


def test_running_pause_says_so():
    one = replace(BASE, pauses=(Pause(since=date(2025, 10, 18), reason="账户变更待核"),))
    drawn = words(draw("{% deadline one %}", one=one))
    assert drawn.startswith("暂停计时,剩 3 个工作日")
    assert "起,尚未恢复:账户变更待核" in drawn


def test_long_count_keeps_its_ends():
    counted = tuple(date(2025, 9, 1).replace(day=n) for n in range(1, 31))
    days = replace(BASE, counted=counted, due=counted[-1]).days
    assert len(days) == 23
    assert days[16].word == "…共 30 天"
    assert days[-1].place == "last"


def test_kinds_of_day_never_look_alike():
    working = draw("{% deadline one %}", one=BASE)
    calendar = draw("{% deadline one %}", one=replace(BASE, unit="calendar"))
    assert "unit-working" in working
    assert "unit-calendar" in calendar


LOCKING = State(word="等待锁定", shape="work", holder=Role.PURCHASER_OFFICER, awaits="确认锁定")


def test_ball_says_who_and_what():
    said = words(draw("{% ball one %}", one=ball_of(LOCKING, "洛阳市第一实验小学")))
    assert said == "现在由 洛阳市第一实验小学(采购人经办) · 等待 确认锁定"


def test_ball_of_mine_and_of_nobody():
    mine = draw("{% ball one %}", one=ball_of(LOCKING, "甲", mine=True, deadline=BASE))
    assert "等我做" in mine
    assert "还剩" in mine
    nobody = draw("{% ball one %}", one=ball_of(State(word="已结清", shape="done"), "甲"))
    assert words(nobody) == "现在无人需要办理 · 已结清"


def test_timeline_tells_past_present_and_expected():
    moments = [
        Moment(
            what="备案通过",
            organisation="洛阳市财政局",
            role="采购科复核",
            person="赵敏",
            at=datetime(2025, 10, 8, 16, 30, tzinfo=UTC),
            papers=(Paper(word="凭证", href="/c/1"),),
        ),
        Moment(what="退回", at=datetime(2025, 10, 9, 1, 0, tzinfo=UTC), halt=True),
        Moment(what="确认锁定", now=True, expected=date(2025, 10, 23)),
        Moment(what="放款", expected=date(2025, 10, 29)),
        Moment(what="结清"),
    ]
    drawn = draw("{% timeline moments %}", moments=moments)
    assert re.findall(r'<li class="([^"]+)"', drawn) == [
        "past",
        "past halt",
        "now",
        "future",
        "future",
    ]
    assert "2025年10月9日 00:30" in drawn
    assert "洛阳市财政局 · 采购科复核 · 赵敏" in drawn
    assert '<a href="/c/1">凭证</a>' in drawn
    assert "应于 2025年10月23日前完成" in drawn
    assert "预计 2025年10月29日" in drawn
    assert "日期未定" in drawn


def test_steps_say_where_they_lie():
    of = [Step(word="登记", place="done"), Step(word="审批", place="now", note="剩 3 天")]
    drawn = draw("{% steps of %}", of=of)
    assert 'aria-current="step"' in drawn
    assert words(drawn) == "登记(已完成)审批(进行中)剩 3 天"


def test_why_shows_clause_facts_and_arithmetic():
    why = Why(
        rule="不看抵押物",
        obligation="一(一)-1",
        facts=(
            Fact(word="合同金额", fen=68_520_000, source="备案合同"),
            Fact(word="成数", value="70 %"),
        ),
        sums=(Sum(word="× 70 %", fen=47_964_000), Sum(word="比例", value="70 %")),
        mender="采购人",
    )
    drawn = draw("{% why one %}", one=why)
    assert "为什么?" in drawn
    assert "以政府采购合同的预期支付能力为信用" in drawn
    assert "¥685,200.00" in drawn
    assert "来自备案合同" in drawn
    assert "¥479,640.00" in drawn
    assert "谁能改变" in drawn


def test_why_links_a_law_it_does_not_hold():
    drawn = draw("{% why one %}", one=Why(rule="按期支付", obligation="某条例§1"))
    assert 'href="/policy/#%E6%9F%90' in drawn
    assert "blockquote" not in drawn


ACT = TwoPerson(
    word="复核:报价",
    action="/act/",
    proposed_by="李文静",
    proposed_at=datetime(2025, 10, 20, 1, 30, tzinfo=UTC),
    changes=(
        Change(word="金额", before="¥1.00", after="¥2.00"),
        Change(word="利率", before="", after="3.45 %"),
        Change(word="期限", before="180 天", after="180 天"),
    ),
    basis=(Fact(word="额度", fen=100),),
    obligation="二(五)-4",
    next_word="送供应商",
)


def test_two_person_shows_difference_and_decides():
    drawn = draw("{% two_person act %}", act=ACT, csrf_token="t0ken")
    assert "<del>¥1.00</del>" in drawn
    assert "<ins>¥2.00</ins>" in drawn
    assert "<del>(无)</del>" in drawn
    assert drawn.count('class="changed"') == 2
    assert "不变" in drawn
    assert 'value="t0ken"' in drawn
    assert 'name="decision" value="approve"' in drawn
    assert 'name="decision" value="return"' in drawn
    assert "2025年10月20日 09:30" in drawn


def test_two_person_bars_its_preparer():
    drawn = draw("{% two_person act %}", act=replace(ACT, barred="须由他人复核。"))
    assert "须由他人复核。" in drawn
    assert "<form" not in drawn


def test_values_are_escaped():
    drawn = draw("{% ball one %}", one=Ball(holder="<script>", awaits="&"))
    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn
