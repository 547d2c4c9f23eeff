"""Lead any record's id to the page that shows it to this actor: its own, or else its case."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from django.urls import reverse

from cairong.cases.finding import trail_of
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.promotion.actions.sign_up import WITH_ACCOUNT
from cairong.web.evaluations.year import READERS as EVALUATORS
from cairong.web.finance.lists import READERS
from cairong.web.finance.shared import LOOK_INTO
from cairong.web.overdues.pages import READERS as OVERDUES
from cairong.web.recommendations.lists import WATCHING
from cairong.web.starts.pages import READERS as STARTS

# The page of each kind: one for all, or one for each of the roles that have one.
PAGES: Mapping[str, str | Mapping[Role, str]] = {
    "case": "case",
    "desk": "desk",
    "proposal": "proposal",
    "letter": "letter",
    "award": {**dict.fromkeys(PURCHASER, "award"), Role.AGENCY_CLERK: "agency-award"},
    "engagement": "engagement",
    "procurement_file": "procurement-file",
    "application": dict.fromkeys(INSTITUTION, "application"),
    "intent": {Role.SUPPLIER: "intent"},
    "offer": {Role.SUPPLIER: "offer"},
    "loan": {Role.SUPPLIER: "supplier-loan", **dict.fromkeys(INSTITUTION, "institution-loan")},
    "lock": {
        Role.SUPPLIER: "supplier-lock",
        **dict.fromkeys(PURCHASER, "purchaser-lock"),
        **dict.fromkeys(READERS, "finance-lock"),
    },
    "change": {
        Role.SUPPLIER: "supplier-change",
        **dict.fromkeys(PURCHASER, "purchaser-change"),
        **dict.fromkeys(READERS, "finance-change"),
    },
    "opening": {
        Role.SUPPLIER: "supplier-opening",
        **dict.fromkeys(PURCHASER, "purchaser-opening"),
        **dict.fromkeys(READERS, "finance-opening"),
    },
    "elsewhere": {
        Role.SUPPLIER: "supplier-outside",
        **dict.fromkeys(INSTITUTION, "institution-outside"),
        **dict.fromkeys(PURCHASER, "purchaser-outside"),
        **dict.fromkeys(READERS, "finance-outside"),
    },
    "start": dict.fromkeys(STARTS, "start"),
    "overdue": dict.fromkeys(OVERDUES, "overdue"),
    "own_account": {Role.SUPPLIER: "supplier-account"},
    "own_accounts": {Role.SUPPLIER: "supplier-accounts"},
    "shared": dict.fromkeys(LOOK_INTO, "finance-shared"),
    "payment": dict.fromkeys(READERS, "finance-payment"),
    "book": dict.fromkeys(READERS, "finance-book"),
    "break": "log-break",
    "channel": {Role.OPERATOR: "operator-channel"},
    "recommendation": {
        Role.SUPPLIER: "supplier-recommendation",
        **dict.fromkeys(WATCHING, "overseer-recommendation"),
    },
    "outreach_event": {
        **dict.fromkeys(WITH_ACCOUNT, "event"),
        **dict.fromkeys(WATCHING, "overseer-event"),
    },
    "ask": dict.fromkeys(INSTITUTION, "recommendation-ask"),
    "own_product": "product-own",
    "product": "supermarket-product",
    "organisation": "account-organisation",
    "admission": "admission-institution",
    "claim": "account-claim",
    "accesses": "account-accesses",
    "accesses_of_nobody": "account-strangers",
    "own_accesses": "account-log",
    "people": "account-people",
    "house": "account-own",
    "home": "account-home",
    "parameter": "rulebook-parameter",
    "holidays": "rulebook-holidays",
    "lpr": "rulebook-lpr",
    "outside": "overseer-outside",
    "county": "overseer-county",
    "urging": "urging",
    "push": dict.fromkeys(INSTITUTION, "roster-push"),
    "own_roster": {Role.SUPPLIER: "supplier-roster"},
    "shortage": {Role.PBOC: "relending", **dict.fromkeys(INSTITUTION, "relending")},
    "guidance": {Role.PBOC: "guidance-letter"},
    "guided": {Role.PBOC: "guided", **dict.fromkeys(INSTITUTION, "guided")},
    "board_task": dict.fromkeys(WATCHING, "board-task"),
    "board_minutes": dict.fromkeys(WATCHING, "board-minutes-one"),
    "board_document": dict.fromkeys(WATCHING, "board-document"),
    "board_agreement": {
        **dict.fromkeys(WATCHING, "board-agreement"),
        **dict.fromkeys(INSTITUTION, "board-agreement"),
    },
    "size": "size",
    "complaint": "complaint",
    "case_story": {
        Role.SUPPLIER: "own-case-story",
        **dict.fromkeys(INSTITUTION, "own-case-story"),
        **dict.fromkeys(WATCHING, "overseer-case-story"),
    },
    "alert": {Role.REGULATOR: "alert"},
    "appeal": "evaluation-appeal",
    "assessment_objection": "assessment-objection",
    "assessment_scheme": "assessment-scheme",
    "assessment": {
        **dict.fromkeys(EVALUATORS, "assessment-year"),
        **dict.fromkeys(INSTITUTION, "assessment-own"),
    },
    "schemes": "evaluation-schemes",
    "evaluation": {
        **dict.fromkeys(EVALUATORS, "evaluation-year"),
        **dict.fromkeys(INSTITUTION, "institution-evaluated"),
    },
}


def place_of(actor: Actor, record_id: UUID) -> str:
    """Name the address that shows a record to an actor. Raises NotFound."""
    for kind, key in trail_of(actor, record_id):
        if kind == "notice":
            return f"{reverse('institution-awards')}?words={key}"
        page = PAGES[kind]
        name = page if isinstance(page, str) else page.get(actor.role)
        if name:
            return reverse(name, args=[key] if key else [])
    raise NotFound("access.not_found", thing="记录")


def place_of_any(actor: Actor, records: Iterable[UUID]) -> str:
    """Name the address of the first of several records that an actor may see, "" without one."""
    for record_id in records:
        with suppress(NotFound):
            return place_of(actor, record_id)
    return ""
