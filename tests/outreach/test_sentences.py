"""Every kind of event is called by its name, in a timeline and to whoever is told of it."""

import ast
import re
from pathlib import Path

import pytest

import cairong
from cairong.audit.models import Event
from cairong.config.wiring import FOLLOWS
from cairong.kernel.acts import ACTS
from cairong.outreach.sentences import happening_of, message_of
from cairong.policy.catalogue.events import EVENTS, OTHERWISE

SOURCE = Path(cairong.__file__).parent
KIND = re.compile(r"(?!web\.)[a-z]+\.[a-z_]+\.[a-z_]+")
RECORDERS = {"record", "note_account"}
CAME_ABOUT = FOLLOWS.keys() - EVENTS.keys()  # with an event of another name
# Written from parts: both ends stand in the catalogue, the source holds the joint.
JOINED = {
    "filing.contract.accepted": "filing.contract.",
    "filing.contract.accepted_unconfirmed": "filing.contract.",
    "filing.contract.returned": "filing.contract.",
}


def calls_of_record(tree: ast.AST) -> list[ast.Call]:
    return [
        one for one in ast.walk(tree)
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") in RECORDERS
    ]  # fmt: skip


def texts_of(tree: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }  # fmt: skip


def recording() -> dict[Path, tuple[set[str], bool]]:
    """Each module that records: the kinds of event it names, and whether it tells anybody."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if not any(f"{name}(" in text for name in RECORDERS):
            continue
        tree = ast.parse(text)
        if calls := calls_of_record(tree):
            kinds = {one for one in texts_of(tree) if KIND.fullmatch(one)} - CAME_ABOUT
            tells = any(word.arg == "tell" for call in calls for word in call.keywords)
            found[path] = kinds, tells
    return found


RECORDING = recording()


def test_the_look_at_the_source_sees():
    assert len(RECORDING) > 40
    kinds = set().union(*(kinds for kinds, _tells in RECORDING.values()))
    assert {"lending.loan.drawn", "treasury.payment.released"} <= kinds


def test_every_kind_of_event_recorded_has_its_words():
    kinds = set().union(*(kinds for kinds, _tells in RECORDING.values()))
    assert kinds - EVENTS.keys() == set()


def test_no_words_are_kept_for_an_event_nobody_records():
    said = set().union(*(texts_of(ast.parse(one.read_text())) for one in SOURCE.rglob("*.py")
                         if "catalogue" not in one.parts))  # fmt: skip
    written = "".join(one.read_text() for one in SOURCE.rglob("*.sql"))
    kept = {kind for kind in EVENTS if JOINED.get(kind, kind) not in said}
    assert {kind for kind in kept if f"'{kind}'" not in written} == set()


TOLD = sorted(
    kind for kinds, tells in RECORDING.values() if tells and len(kinds) == 1 for kind in kinds
)


@pytest.mark.parametrize("kind", TOLD)
def test_an_event_somebody_is_told_of_has_a_message(kind):
    assert EVENTS[kind].told


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_every_sentence_is_filled_even_from_nothing(kind):
    event = Event(type=kind, after={})
    for said in (happening_of(event), message_of(event)):
        assert said
        assert "{" not in said
    assert not happening_of(event).endswith("。"), "a timeline's line, not a sentence"


@pytest.mark.parametrize("kind", sorted(kind for kind in EVENTS if EVENTS[kind].told))
def test_a_message_is_a_whole_sentence(kind):
    assert EVENTS[kind].told.endswith(("。", "}")), kind


def test_an_event_from_another_time_is_still_said():
    event = Event(type="unheard.of.thing", organisation_name="甲银行", after={})
    assert message_of(event) == "甲银行办理了一件与您有关的事项。请打开查看。"
    assert happening_of(event) == OTHERWISE.happened


def test_what_was_recorded_is_said_as_people_read_it():
    event = Event(
        type="lending.application.approved", organisation_name="甲银行",
        after={"amount_fen": 30_000_000, "days": 90, "irr_percent": "3.4500",
               "valid_until": "2026-11-30", "tell": [{"organisation": "x"}]},
    )  # fmt: skip
    assert message_of(event) == (
        "甲银行给出报价 ¥300,000.00,90 天,年化成本 3.4500%,有效至 2026年11月30日(周一)。"
    )
    assert happening_of(event) == "批准融资报价"


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_proposal_is_called_by_its_act(act):
    event = Event(type="parties.proposal.made", after={"act": act})
    assert happening_of(event) == f"提交复核:{ACTS[act].word}"
