"""Pages of stories: written and published at the desk, consented to by its sides, read by all."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.proposals import waiting_about
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.policy.spreading import SIDES as SIDE_WORDS
from cairong.policy.spreading import VERDICTS
from cairong.spreading.actions.answer_case_story import answer_case_story, withdraw_story_consent
from cairong.spreading.actions.ask_story_consents import ask_story_consents
from cairong.spreading.actions.draft_case_story import change_case_story, draft_case_story
from cairong.spreading.actions.publish_case_story import (
    publish_case_story,
    take_case_story_down,
)
from cairong.spreading.states import ANSWERED_BY, CASE_STORY, DESK
from cairong.spreading.stories import (
    asked_story,
    facts_of_loan,
    is_own_story,
    loan_to_tell,
    missing_consents,
    newest_words,
    public_story,
    side_of,
    story_for,
    told_facts,
    words_of,
)
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.spreading.lists import WATCHING
from cairong.web.spreading.story_forms import (
    AgreeForm,
    RefuseForm,
    SeenForm,
    StoryForm,
    WithdrawForm,
)
from cairong.web.spreading.story_lists import SIDES


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    """Write the rate as people read it."""
    return facts | {"rate": f"{facts['rate_bp'] / 100:.2f}%"}


def _new(actor: Actor, _now: Any, loan_id: UUID) -> dict[str, Any]:
    loan = loan_to_tell(actor, loan_id)
    return {"loan": loan, "facts": _shown(facts_of_loan(loan)), "form": StoryForm()}


new = act_view(
    draft_case_story, StoryForm, draw=page_of("spreading/story_new.html", _new),
    done=lambda _, made: reverse("overseer-case-story", args=[made]),
    said="已存为草稿。核对以后征求双方同意。",
)  # fmt: skip


def _said(story: Any) -> list[tuple[str, Any, str, bool]]:
    """Say what each side said last, and whether it was about the text as it stands."""
    return [
        (SIDE_WORDS[side], said, VERDICTS[said.verdict] if said else "还没有答复",
         bool(said and said.sha256 == story.sha256))
        for side, said in newest_words(story).items()
    ]  # fmt: skip


def _common(story: Any) -> dict[str, Any]:
    return {
        "found": story,
        "state": CASE_STORY.states[story.state],
        "words": words_of(story),
        "facts": _shown(told_facts(story)),
        "said": _said(story),
    }


def _desk(actor: Actor, _now: Any, story_id: UUID) -> dict[str, Any]:
    found = story_for(actor, story_id)
    own = is_own_story(actor, found)
    writes = own and actor.role in DESK
    waiting = waiting_about(actor, [found.pk]) if own else []
    missing = missing_consents(found)
    return {
        **_common(found),
        "own": own,
        "missing": "、".join(missing),
        "waiting": waiting,
        "writes": writes and found.state in ("draft", "asked") and not waiting,
        "publishes": writes and found.state == "asked" and not missing and not waiting,
        "takes_down": writes and found.state != "withdrawn",
        "form": ActForm(),
        "publish_form": SeenForm(initial={"sha256": found.sha256}, auto_id="publish_%s"),
        "change_form": StoryForm(
            initial={"title": found.title, "words": words_of(found)}, auto_id="change_%s"
        ),
        "down_form": WithdrawForm(auto_id="down_%s"),
    }


_on_desk = page_of("spreading/story_desk.html", _desk)
story = look_view(_on_desk, *WATCHING)
change = act_view(
    change_case_story, StoryForm, "change_form", draw=_on_desk, done="overseer-case-story",
    said="已改好。以前的同意不再算数,请重新征求。",
)  # fmt: skip
ask = act_view(
    ask_story_consents, draw=_on_desk, done="overseer-case-story",
    said="已发给供应商和金融机构,各自在自己的页面上答复。",
)  # fmt: skip
publish = act_view(
    publish_case_story, SeenForm, "publish_form", draw=_on_desk, then="案例公开,双方收到消息。"
)
take_down = act_view(
    take_case_story_down, WithdrawForm, "down_form", draw=_on_desk, done="overseer-case-story",
    said="已撤下,记录保留。",
)  # fmt: skip


def _side(actor: Actor, _now: Any, story_id: UUID) -> dict[str, Any]:
    found = asked_story(actor, story_id)
    own = newest_words(found)[side_of(actor, found)]
    answers = actor.role in ANSWERED_BY
    seen = {"sha256": found.sha256}
    gave = bool(own and own.verdict == "given")
    stands = gave and own is not None and own.sha256 == found.sha256
    return {
        **_common(found),
        "mine": own,
        "mine_word": VERDICTS[own.verdict] if own else "",
        "stands": stands,
        "answers": answers and found.state == "asked",
        "withdraws": answers and gave and found.state in ("asked", "published"),
        "agree_form": AgreeForm(initial=seen, auto_id="agree_%s"),
        "refuse_form": RefuseForm(initial=seen, auto_id="refuse_%s"),
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
    }


_on_side = page_of("spreading/story_side.html", _side)
own_story = look_view(_on_side, *SIDES)
agree = act_view(
    answer_case_story, AgreeForm, "agree_form", draw=_on_side, done="own-case-story",
    said="已同意。另一方也同意、两人发布以后公开。",
)  # fmt: skip
refuse = act_view(
    answer_case_story, RefuseForm, "refuse_form", draw=_on_side, done="own-case-story",
    said="已记下不同意,案例不公开。",
)  # fmt: skip
withdraw = act_view(
    withdraw_story_consent, WithdrawForm, "withdraw_form", draw=_on_side, done="own-case-story",
    said="已撤回同意。已经公开的,公开页马上撤下。",
)  # fmt: skip


@require_safe
@public_page
def public(request: HttpRequest, actor: Actor, story_id: UUID) -> HttpResponse:
    """Show a story that both sides consented to."""
    found = public_story(actor, story_id)
    context = {"found": found, "words": words_of(found), "facts": _shown(told_facts(found))}
    return draw(request, actor, "spreading/story.html", context)
