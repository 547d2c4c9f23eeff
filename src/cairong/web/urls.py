"""Addresses of the pages: the lists of all audiences, then the other pages by audience."""

from django.urls import URLPattern, URLResolver, include, path

from cairong.web.institution import lists as institution
from cairong.web.lists.views import addresses, lists_in

urlpatterns: list[URLPattern | URLResolver] = [
    *(one for listed in lists_in(institution) for one in addresses(listed)),
    path("", include("cairong.web.public.urls")),
    path("", include("cairong.web.desk.urls")),
    path("", include("cairong.web.cases.urls")),
    path("purchaser/", include("cairong.web.purchaser.urls")),
    path("", include("cairong.web.supplier.urls")),
    path("finance/", include("cairong.web.finance.urls")),
    path("institution/", include("cairong.web.institution.urls")),
    path("overseer/", include("cairong.web.overseer.urls")),
    path("rulebook/", include("cairong.web.rulebook.urls")),
    path("", include("cairong.web.operator.urls")),
    path("account/", include("cairong.web.account.urls")),
    path("styleguide/", include("cairong.web.styleguide.urls")),
]
