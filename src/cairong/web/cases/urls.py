"""Addresses of cases."""

from django.urls import path

from cairong.web.cases import views

urlpatterns = [
    path("cases/<uuid:contract_id>/", views.case, name="case"),
    path("find/<str:record_id>/", views.find, name="find"),
]
