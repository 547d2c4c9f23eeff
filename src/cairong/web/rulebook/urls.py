"""Addresses of the rulebook's pages."""

from django.urls import path

from cairong.web.rulebook import holidays, lpr, parameters

urlpatterns = [
    path("parameters/", parameters.parameters, name="rulebook-parameters"),
    path(
        "parameters/export/",
        parameters.parameters,
        {"sheet": True},
        name="rulebook-parameters-export",
    ),
    path("parameters/<slug:code>/", parameters.parameter, name="rulebook-parameter"),
    path("holidays/", holidays.holidays, name="rulebook-holidays"),
    path("holidays/export/", holidays.holidays_sheet, name="rulebook-holidays-export"),
    path("lpr/", lpr.lpr, name="rulebook-lpr"),
    path("lpr/export/", lpr.lpr_sheet, name="rulebook-lpr-export"),
]
