"""Addresses of the pages of inspections; their lists have their own."""

from django.urls import path

from cairong.web.inspecting import pages

urlpatterns = [
    path("inspections/new/", pages.new, name="inspection-new"),
    path("inspections/bundles/<uuid:bundle_id>/", pages.bundle, name="inspection-bundle"),
    path("inspections/<uuid:inspection_id>/", pages.inspection, name="inspection"),
    path("inspections/<uuid:inspection_id>/end/", pages.ended, name="inspection-ended"),
    path("inspected/cases/<uuid:contract_id>/", pages.case, name="inspected-case"),
    path("inspected/cases/<uuid:contract_id>/bundle/", pages.bundled, name="inspected-bundled"),
]
