"""Addresses of cases."""

from django.urls import path

from cairong.web.cases import jump, views

urlpatterns = [
    path("cases/<uuid:contract_id>/", views.case, name="case"),
    path("find/", jump.jump, name="jump"),
    path("find/<str:record_id>/", views.find, name="find"),
]
