"""Addresses of the pages of agencies and of the purchasers they act for."""

from django.urls import path

from cairong.web.agencies import awards, engagements, files, letters

AGREEMENT = "agencies/engagements/<uuid:engagement_id>/"
FILE = "agencies/files/<uuid:file_id>/"

urlpatterns = [
    path("agencies/engagements/new/", engagements.new, name="engagement-new"),
    path(AGREEMENT, engagements.engagement, name="engagement"),
    path(f"{AGREEMENT}accept/", engagements.accept, name="engagement-accept"),
    path(f"{AGREEMENT}decline/", engagements.decline, name="engagement-decline"),
    path(f"{AGREEMENT}return/", engagements.give_back, name="engagement-return"),
    path(f"{AGREEMENT}end/", engagements.end, name="engagement-end"),
    path(f"{AGREEMENT}file/", files.new_mandated, name="file-new-mandated"),
    path(f"{AGREEMENT}award/", files.award_of_agreement, name="award-mandated"),
    path("agencies/files/new/", files.new, name="file-new"),
    path(FILE, files.file, name="procurement-file"),
    path(f"{FILE}obtained/", files.obtained, name="file-obtained"),
    path(f"{FILE}cancel/", files.cancel, name="file-cancel"),
    path(f"{FILE}award/", files.award_of_file, name="file-award"),
    path("agencies/awards/<uuid:award_id>/", awards.award, name="agency-award"),
    path("letters/<uuid:letter_id>/serve/", letters.serve, name="letter-serve"),
    path("letters/<uuid:letter_id>/code.svg", letters.code, name="letter-code"),
    path("letter/<str:token>/", letters.linked, name="letter-linked"),
]
