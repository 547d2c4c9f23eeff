"""Money, status, clauses, notices and charts."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from cairong.kernel.states import State
from cairong.web.parts import Chart, Column, Empty, Row, Table
from cairong.web.parts.words import long_day, long_moment, short_day


def draw(source: str, **values: object) -> str:
    return Template("{% load parts %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (41_112_000, "¥411,120.00"),
        (0, "¥0.00"),
        (-150, "-¥1.50"),
        (12_345_678_901_234, "¥123,456,789,012.34"),
    ],
)
def test_money_to_the_fen(fen, said):
    assert draw("{% money fen %}", fen=fen) == f'<span class="money">{said}</span>'


def test_money_that_is_not_known_is_a_dash():
    assert draw("{% money fen %}", fen=None) == "—"


def test_short_money_keeps_the_exact_figure():
    drawn = draw("{% money_short fen %}", fen=41_112_000)
    assert "41.11 万元" in drawn
    assert '<span class="exact">¥411,120.00</span>' in drawn
    assert 'tabindex="0"' in drawn


def test_small_amounts_stay_exact():
    assert draw("{% money_short fen %}", fen=999_999) == '<span class="money">¥9,999.99</span>'


@pytest.mark.parametrize("shape", ["wait", "work", "done", "stop", "alert"])
def test_status_is_word_and_shape(shape):
    drawn = draw("{% status state %}", state=State(word="审批中", shape=shape))
    assert f'class="status status-{shape}"' in drawn
    assert '<svg class="shape"' in drawn
    assert "审批中" in drawn


def test_unknown_shape_is_refused():
    with pytest.raises(KeyError):
        draw("{% shape 'star' %}")


def test_clause_links_to_the_notice():
    drawn = draw("{% clause '二(四)-3' %}")
    assert 'href="/policy/#%E4%BA%8C%28%E5%9B%9B%29-3"' in drawn
    assert ">依据 二(四)-3</a>" in drawn
    assert draw("{% clause '' %}") == ""


@pytest.mark.parametrize(
    ("kind", "role"), [("info", "note"), ("good", "note"), ("warn", "note"), ("stop", "alert")]
)
def test_notice(kind, role):
    drawn = draw(f"{{% notice '{kind}' '题' %}}<p>文</p>{{% endnotice %}}")
    assert f"notice-{kind}" in drawn
    assert f'role="{role}"' in drawn
    assert '<p class="notice-title">题</p><p>文</p>' in drawn


def test_days_and_moments():
    assert long_day(date(2026, 11, 24)) == "2026年11月24日"
    assert short_day(date(2025, 10, 23), date(2025, 1, 1)) == "10月23日(周四)"
    assert short_day(date(2025, 10, 23)) == "2025年10月23日(周四)"
    assert long_moment(datetime(2026, 11, 23, 16, 5, tzinfo=UTC)) == "2026年11月24日 00:05"
    assert draw("{% day d %}", d=None) == "—"
    assert '<time datetime="2026-11-24">' in draw("{% day d %}", d=date(2026, 11, 24))
    assert draw("{% moment m %}", m=None) == "—"


def test_chart_stands_on_its_table():
    table = Table(
        caption="按月",
        columns=(Column(key="m", word="月"), Column(key="n", word="额", kind="number")),
        rows=(Row(cells={"m": "1月", "n": 1_024}),),
        empty=Empty(text="无"),
    )
    chart = Chart(title="走势", alt="一月 1,024", option={"series": ['<&">']}, table=table)
    drawn = draw("{% chart one %}", one=chart)
    assert 'data-chart="{&quot;series&quot;:[&quot;&lt;&amp;\\&quot;&gt;&quot;]}"' in drawn
    assert 'role="img" aria-label="一月 1,024"' in drawn
    assert "1,024</td>" in drawn
