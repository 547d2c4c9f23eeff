"""Addresses of the desk and of proposals."""

from django.urls import path

from cairong.web.desk import message, views
from cairong.web.proposals import views as proposals

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("messages/read/", message.all_read, name="messages-read"),
    path("messages/<int:message_id>/", message.message, name="message"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/decide/", proposals.decide, name="proposal-decide"),
    path("proposals/<uuid:proposal_id>/recall/", proposals.recall, name="proposal-recall"),
]
