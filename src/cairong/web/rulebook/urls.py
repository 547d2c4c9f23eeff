"""Addresses of the rulebook's pages."""

from django.urls import path

from cairong.web.rulebook import parameters, whatif

urlpatterns = [
    path("parameters/<slug:code>/", parameters.parameter, name="rulebook-parameter"),
    path("whatif/<uuid:duty_id>/<int:days>/", whatif.case, name="rulebook-whatif-case"),
]
