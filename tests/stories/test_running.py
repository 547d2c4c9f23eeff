"""What the runner says when a story and the program differ."""

import pytest

from cairong.audit.models import RefusalRecord
from cairong.driving.stories.footprint import changed, footprint
from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.printing import as_json, closing, in_words
from cairong.driving.stories.reading import Misunderstood
from cairong.driving.stories.running import play
from cairong.parties.alike import keep_look
from cairong.parties.models import City, Organisation, Proposal
from support.town import at

HEAD = """story: 试
parties:
  采购人: {kind: purchaser, region: "410303"}
  供应商: {kind: supplier, industry: 批发业, employees: 6, revenue_wan: 1000}
lines:
"""
AWARD = (
    "  - {at: 2025-09-15 10:00, by: 采购人/officer, do: record_award, name: 中标,"
    " supplier: 供应商, amount_yuan: 100, notice_on: 2025-09-15%s}\n"
)
SIGN = (
    "  - {at: 2025-09-16 10:00, by: [采购人/officer, 采购人/officer], do: sign_contract,"
    " award: 中标, amount_yuan: 100, signed_on: 2025-09-16, refused: {kind: NotAllowed%s}}\n"
)


def run(tmp_path, text):
    path = tmp_path / "one.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return play(read_story(path))


def test_a_difference_is_shown_with_both_values(tmp_path, committed_db):
    expected = (
        "  - {at: 2025-09-15 10:01, expect: duty, of: 中标, duty: sign_contract,"
        " due: 2025-09-29, verdict: open}\n"
    )
    played = run(tmp_path, AWARD % "" + expected)
    assert not played.ok
    assert played.outcomes[1].differences == {"due": ("2025-09-29", "2025-09-30")}
    assert "due:应为 2025-09-29,实为 2025-09-30" in in_words(played.outcomes[1])
    assert closing(played) == "试:2 行,1 行不符"
    line = as_json(played)["lines"][1]
    assert (line["ok"], line["expect"], line["line"]) == (False, "duty", 7)


def test_an_act_that_should_be_refused_and_is_not(tmp_path, committed_db):
    played = run(tmp_path, AWARD % ", refused: {kind: Conflict}")
    assert "应被拒绝,却办成了" in played.outcomes[0].said


def test_an_act_that_is_refused_and_should_not_be_and_what_hangs_on_it(tmp_path, committed_db):
    after = "  - {at: 2025-09-16 10:01, expect: ball, of: 中标}\n"
    text = AWARD.replace("notice_on: 2025-09-15", "notice_on: 2025-09-16") % ""
    played = run(tmp_path, text + after)
    assert played.outcomes[0].said.startswith("被拒绝(PolicyBreach 二(二)-6):")
    assert "没有办成" in played.outcomes[1].said
    assert not played.ok


def test_a_refusal_of_another_kind_or_clause(tmp_path, committed_db):
    played = run(tmp_path, AWARD % "" + SIGN % ", obligation: 二(三)-3")
    assert played.outcomes[1].differences == {"obligation": ("二(三)-3", "二(二)-1")}


def test_the_second_refused_takes_the_firsts_proposal_back(tmp_path, committed_db):
    played = run(tmp_path, AWARD % "" + SIGN % "")
    assert played.ok
    assert [one.state for one in Proposal.objects.all()] == ["taken_back"]
    assert [one.kind for one in RefusalRecord.objects.all()] == ["NotAllowed"]


@pytest.mark.django_db
def test_a_footprint_sees_rows_gained_and_values_changed():
    City.objects.create(code="410300", name="洛阳市", opened_on="2021-03-10")
    before = footprint()
    assert changed(before, footprint()) == []
    City.objects.update(name="别的")
    assert changed(before, footprint()) == ["audit_rowdigest(+0 行)", "parties_city(+0 行)"]
    before = footprint()
    keep_look(
        Organisation.objects.create(city_id="410300", kind="agency", name="甲", region="410300"),
        at("2025-09-01 08:00"),
    )
    assert changed(before, footprint()) == [
        "audit_rowdigest(+1 行)", "parties_namelook(+1 行)", "parties_organisation(+1 行)"
    ]  # fmt: skip


def test_a_party_that_cannot_stand_is_named_with_its_line(tmp_path, committed_db):
    path = tmp_path / "one.yaml"
    path.write_text(HEAD.replace("批发业", "炼金术") + AWARD % "", encoding="utf-8")
    with pytest.raises(Misunderstood, match="供应商") as caught:
        play(read_story(path))
    assert caught.value.line == 4


def test_a_story_stays_in_one_city(tmp_path, committed_db):
    path = tmp_path / "one.yaml"
    path.write_text(
        HEAD.replace("{kind: supplier,", '{kind: supplier, region: "410200",') + AWARD % "",
        encoding="utf-8",
    )
    with pytest.raises(Misunderstood, match="一个市"):
        play(read_story(path))
