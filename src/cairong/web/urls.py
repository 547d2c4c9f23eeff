"""Addresses of the pages: the lists of all audiences, then the other pages by audience."""

from django.urls import URLPattern, URLResolver, include, path

from cairong.web.finance import lists as finance
from cairong.web.institution import lists as institution
from cairong.web.lists.views import addresses, lists_in
from cairong.web.overseer import lists as overseer
from cairong.web.overseer.lists import TARGETS
from cairong.web.overseer.targets import targets

PAGES = {TARGETS.name: targets}  # lists whose page shows more than their rows
urlpatterns: list[URLPattern | URLResolver] = [
    *(
        one
        for listed in lists_in(finance, institution, overseer)
        for one in addresses(listed, shown=PAGES.get(listed.name))
    ),
    path("", include("cairong.web.public.urls")),
    path("", include("cairong.web.desk.urls")),
    path("", include("cairong.web.cases.urls")),
    path("purchaser/", include("cairong.web.purchaser.urls")),
    path("", include("cairong.web.supplier.urls")),
    path("finance/", include("cairong.web.finance.urls")),
    path("institution/", include("cairong.web.institution.urls")),
    path("rulebook/", include("cairong.web.rulebook.urls")),
    path("", include("cairong.web.operator.urls")),
    path("account/", include("cairong.web.account.urls")),
    path("styleguide/", include("cairong.web.styleguide.urls")),
]
