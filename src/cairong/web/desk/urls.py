"""Addresses of the desk and of proposals."""

from django.urls import path

from cairong.web.desk import lists, todo, views
from cairong.web.proposals import views as proposals

SHEET = {"sheet": True}

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/todo/", todo.todo, name="desk-todo"),
    path("desk/todo/export/", todo.todo, SHEET, name="desk-todo-export"),
    path("desk/done/", lists.done, name="desk-done"),
    path("desk/done/export/", lists.done, SHEET, name="desk-done-export"),
    path("desk/started/", lists.started, name="desk-started"),
    path("desk/started/export/", lists.started, SHEET, name="desk-started-export"),
    path("messages/", lists.messages, name="messages"),
    path("messages/export/", lists.messages, SHEET, name="messages-export"),
    path("messages/<int:message_id>/", lists.message, name="message"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/decide/", proposals.decide, name="proposal-decide"),
    path("proposals/<uuid:proposal_id>/recall/", proposals.recall, name="proposal-recall"),
]
