"""Addresses of the style guide."""

from django.urls import path

from styleguide import views

urlpatterns = [
    path("styleguide/", views.guide, name="styleguide"),
    path("styleguide/phone/", views.phone, name="styleguide-phone"),
    path("styleguide/refusal/<int:status>/", views.refusal, name="styleguide-refusal"),
]
