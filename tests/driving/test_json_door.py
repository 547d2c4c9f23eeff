"""A stub of a door for programs: any act by its name, told in JSON, with the refusals of pages.

It knows no act: name, arguments and who may do it stand with the act, as the page and the story
have them (docs/decisions/walks.md).
"""

import json
from datetime import date

import pytest
from django.http import JsonResponse

from cairong.audit.arguments import fitting, model_of
from cairong.audit.models import Event, RefusalRecord
from cairong.doors.bodies import parse_json
from cairong.doors.refusals import json_answer
from cairong.kernel.actor import Actor, Channel
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import NotFound, Refusal
from cairong.parties.four_eyes import TwoPersonAct
from cairong.parties.models import Proposal
from cairong.treasury.models import Acceptance
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town

FEN = 27_408_000


def door(body: str, actor: Actor, now) -> JsonResponse:
    """Carry out, or lay before the second person, what a body asks for."""
    who = actor.through(Channel.API)
    try:
        asked = parse_json(body.encode())
        act = ACTS.get(str(asked.get("act")))
        if isinstance(act, TwoPersonAct):
            made = act.propose(actor=who, now=now, **asked["arguments"])
        elif act is not None and act.call is not None:
            told = fitting(model_of(act.name, act.call), asked["arguments"])
            made = act.call(actor=who, now=now, **told)
        else:
            raise NotFound("access.not_found", thing="事项")
    except Refusal as refusal:
        return json_answer(refusal)
    return JsonResponse({"id": str(made.pk)}, status=201)


def asked(act: str, **arguments) -> str:
    return json.dumps({"act": act, "arguments": arguments}, default=str)


def findings(answer: JsonResponse) -> list[dict]:
    return json.loads(answer.content)["findings"]


@staged
def case(db) -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def acceptance(case: Case) -> dict:
    """What a purchaser's program says of an acceptance."""
    return {
        "contract_id": case.contract.pk, "milestone": "签订开票", "amount_fen": FEN,
        "on": "2025-10-09",
    }  # fmt: skip


def test_an_act_of_one_person_is_carried_out_as_by_its_page(case: Case, acceptance):
    officer = case.who("purchaser-officer")
    answer = door(asked("record_acceptance", **acceptance), officer, case.now)
    kept = Acceptance.objects.get()
    assert (answer.status_code, json.loads(answer.content)) == (201, {"id": str(kept.pk)})
    assert (kept.amount_fen, kept.accepted_on) == (FEN, date(2025, 10, 9))
    event = Event.objects.latest("seq")
    assert (event.type, event.channel) == ("treasury.acceptance.recorded", "api")


def test_an_act_of_two_persons_is_laid_before_the_second(case: Case, acceptance):
    officer = case.who("purchaser-officer")
    door(asked("record_acceptance", **acceptance), officer, case.now)
    told = {"contract_id": case.contract.pk, "amount_fen": FEN}
    answer = door(asked("treasury.request_payment", **told), officer, case.now)
    assert answer.status_code == 201
    assert [one.state for one in Proposal.objects.filter(act="treasury.request_payment")] == [
        "waiting"
    ]


def test_a_refusal_is_that_of_the_act_and_is_kept(case: Case, acceptance):
    officer, above = case.who("purchaser-officer"), {**acceptance, "amount_fen": FEN + 1}
    with pytest.raises(Refusal) as caught:
        case.do(
            "record_acceptance", contract=case.contract, milestone="签订开票",
            amount_fen=FEN + 1, on=date(2025, 10, 9),
        )  # fmt: skip
    answer = door(asked("record_acceptance", **above), officer, case.now)
    assert answer.status_code == caught.value.status == 422
    [found], [wanted] = findings(answer), caught.value.findings
    assert (found["code"], found["obligation"]) == (wanted.code, wanted.obligation)
    by_story, by_program = RefusalRecord.objects.order_by("pk")
    assert (by_story.act, by_story.code) == (by_program.act, by_program.code)
    assert by_program.channel == "api"


def test_whoever_may_not_do_it_is_refused(case: Case, acceptance):
    answer = door(asked("record_acceptance", **acceptance), case.supplier, case.now)
    assert answer.status_code == 403
    assert [one["code"] for one in findings(answer)] == ["access.role"]


UNFIT = [
    ({"on": "2025-10-99"}, "invalid.argument", "on"),
    ({"amount_fen": "一万"}, "invalid.argument", "amount_fen"),
    ({"contract_id": "7"}, "invalid.argument", "contract_id"),
    ({"colour": "红"}, "invalid.unknown_field", "colour"),
    ({"milestone": None}, "invalid.argument", "milestone"),
]


@pytest.mark.parametrize(("changed", "code", "field"), UNFIT, ids=[field for _, _, field in UNFIT])
def test_what_does_not_fit_is_named_and_nothing_is_done(
    case: Case, acceptance, changed, code, field
):
    body = asked("record_acceptance", **{**acceptance, **changed})
    answer = door(body, case.who("purchaser-officer"), case.now)
    assert answer.status_code == 422
    assert [(one["code"], one["field"]) for one in findings(answer)] == [(code, field)]
    assert not Acceptance.objects.exists()


def test_what_is_left_out_is_named(case: Case, acceptance):
    del acceptance["on"]
    answer = door(asked("record_acceptance", **acceptance), case.who("purchaser-officer"), case.now)
    assert [(one["code"], one["field"]) for one in findings(answer)] == [("invalid.missing", "on")]


def test_an_act_that_there_is_not_is_not_found(case: Case):
    assert door(asked("give_everything"), case.supplier, case.now).status_code == 404
