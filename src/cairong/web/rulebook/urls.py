"""Addresses of the rulebook's pages."""

from django.urls import path

from cairong.web.rulebook import parameters

urlpatterns = [
    path("parameters/<slug:code>/", parameters.parameter, name="rulebook-parameter"),
]
