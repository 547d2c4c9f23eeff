"""Addresses of the overseers' pages."""

from django.urls import path

from cairong.web.overseer import duties, institutions, loans, refusals, targets

SHEET = {"sheet": True}

urlpatterns = [
    path("targets/", targets.targets, name="overseer-targets"),
    path("targets/export/", targets.targets, SHEET, name="overseer-targets-export"),
    path("loans/", loans.loans, name="overseer-loans"),
    path("loans/export/", loans.loans, SHEET, name="overseer-loans-export"),
    path("duties/", duties.duties, name="overseer-duties"),
    path("duties/export/", duties.duties, SHEET, name="overseer-duties-export"),
    path("institutions/", institutions.institutions, name="overseer-institutions"),
    path(
        "institutions/export/",
        institutions.institutions,
        SHEET,
        name="overseer-institutions-export",
    ),
    path("refusals/", refusals.refusals, name="overseer-refusals"),
    path("refusals/export/", refusals.refusals, SHEET, name="overseer-refusals-export"),
]
