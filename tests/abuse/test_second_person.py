"""A second person who is refused reads why, and what was typed is still there."""

from cairong.kernel.actor import Role
from support.browsing import problems, send, text
from support.staging import staged


@staged
def place(busy) -> str:
    return f"/proposals/{busy.second_payment.pk}/"


def test_returning_without_a_reason_is_refused_in_words(busy, place):
    approver = busy.as_role(Role.PURCHASER_APPROVER)
    said = send(approver, f"{place}decide/", {"decision": "return", "reason": ""}, 422)
    assert problems(said)


def test_a_reason_with_a_direction_override_is_refused_by_name_and_kept(busy, place):
    approver = busy.as_role(Role.PURCHASER_APPROVER)
    said = send(approver, f"{place}decide/", {"decision": "return", "reason": "不\u202e符"}, 422)
    assert "「审批意见」含有不允许的字符(U+202E)" in problems(said)[0]
    assert "不\u202e符</textarea>" in said


def test_who_comes_second_reads_that_it_was_decided(busy, place):
    approver = busy.as_role(Role.PURCHASER_APPROVER)
    decided = {"decision": "approve", "reason": ""}
    send(approver, f"{place}decide/", decided)
    again = approver.post(f"{place}decide/", decided)
    assert again.status_code == 409
    assert problems(text(again))
