"""Addresses of the style guide."""

from django.urls import path

from cairong.web.styleguide import views

urlpatterns = [
    path("", views.guide, name="styleguide"),
    path("phone/", views.phone, name="styleguide-phone"),
    path("paper/", views.paper, name="styleguide-paper"),
    path("refusal/<int:status>/", views.refusal, name="styleguide-refusal"),
]
