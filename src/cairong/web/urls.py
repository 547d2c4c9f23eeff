"""Addresses of the pages: the lists of all audiences, then the other pages by audience."""

from django.urls import URLPattern, URLResolver, include, path

from cairong.web import green_channel
from cairong.web.account import accesses
from cairong.web.account import lists as account
from cairong.web.admission import lists as admission
from cairong.web.agencies import lists as agencies
from cairong.web.alerts import lists as alerts
from cairong.web.auditor import lists as auditor
from cairong.web.board import lists as board
from cairong.web.complaints import lists as complaints
from cairong.web.desk import lists as desk
from cairong.web.evaluations import lists as evaluations
from cairong.web.finance import lists as finance
from cairong.web.guidance import lists as guidance
from cairong.web.guidance import roster_lists
from cairong.web.inspecting import lists as inspecting
from cairong.web.institution import lists as institution
from cairong.web.lists.views import addresses, lists_in
from cairong.web.operator import lists as operator
from cairong.web.overdues import lists as overdues
from cairong.web.overseer import (
    alike,
    counties,
    evaluation,
    funnel,
    league,
    lenders,
    outside,
    statistics,
)
from cairong.web.overseer import complaints as complained
from cairong.web.overseer import lists as overseer
from cairong.web.overseer.targets import targets
from cairong.web.papers import lists as papers
from cairong.web.promotion import lists as promotion
from cairong.web.public import lists as public
from cairong.web.public import progress
from cairong.web.public.supermarket import supermarket
from cairong.web.purchaser import lists as purchaser
from cairong.web.recommendations import lists as recommendations
from cairong.web.rulebook import lists as rulebook
from cairong.web.rulebook import whatif
from cairong.web.rulebook.holidays import holidays
from cairong.web.rulebook.lpr import lpr
from cairong.web.sizing import lists as sizing
from cairong.web.spreading import lists as spreading
from cairong.web.spreading import story_lists
from cairong.web.supplier import lists as supplier
from cairong.web.urgings import lists as urgings

PAGES = {  # of lists whose page does more than show them
    "overseer-outside": outside.outside,
    "overseer-statistics": statistics.statistics,
    "overseer-targets": targets,
    "rulebook-holidays": holidays,
    "rulebook-lpr": lpr,
    "rulebook-whatif": whatif.whatif,
    "supermarket": supermarket,
}
urlpatterns: list[URLPattern | URLResolver] = [
    *(
        address
        for listed in lists_in(
            accesses,
            account,
            admission,
            agencies,
            alerts,
            alike,
            auditor,
            board,
            complaints,
            complained,
            desk,
            evaluation,
            evaluations,
            finance,
            funnel,
            guidance,
            roster_lists,
            inspecting,
            institution,
            league,
            lenders,
            counties,
            operator,
            overdues,
            overseer,
            outside,
            papers,
            progress,
            promotion,
            public,
            purchaser,
            recommendations,
            rulebook,
            spreading,
            sizing,
            story_lists,
            statistics,
            supplier,
            urgings,
            whatif,
        )
        for address in addresses(listed, shown=PAGES.get(listed.name))
    ),
    path("", include("cairong.web.public.urls")),
    path("", include("cairong.web.desk.urls")),
    path("", include("cairong.web.cases.urls")),
    path("purchaser/", include("cairong.web.purchaser.urls")),
    path("", include("cairong.web.supplier.urls")),
    path("finance/", include("cairong.web.finance.urls")),
    path("institution/", include("cairong.web.institution.urls")),
    path("overseer/", include("cairong.web.overseer.urls")),
    path("", include("cairong.web.readiness.urls")),
    path("", include("cairong.web.board.urls")),
    path("", include("cairong.web.promotion.urls")),
    path("", include("cairong.web.spreading.urls")),
    path("", include("cairong.web.recommendations.urls")),
    path("evaluations/", include("cairong.web.evaluations.urls")),
    path("assessments/", include("cairong.web.assessment.urls")),
    path("urgings/", include("cairong.web.urgings.urls")),
    path("", include("cairong.web.admission.urls")),
    path("", include("cairong.web.agencies.urls")),
    path("", include("cairong.web.alerts.urls")),
    path("", include("cairong.web.guidance.urls")),
    path("", include("cairong.web.sizing.urls")),
    path("", include("cairong.web.complaints.urls")),
    path("", include("cairong.web.overdues.urls")),
    path("", include("cairong.web.starts.urls")),
    path("", include("cairong.web.papers.urls")),
    path("", include("cairong.web.inspecting.urls")),
    path("green-channel/", green_channel.green_channel, name="green-channel"),
    path("rulebook/", include("cairong.web.rulebook.urls")),
    path("", include("cairong.web.operator.urls")),
    path("auditor/", include("cairong.web.auditor.urls")),
    path("account/", include("cairong.web.account.urls")),
]
