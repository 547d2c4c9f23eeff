"""Addresses of the board's pages that are no lists."""

from django.urls import path

from cairong.web.board import library, minutes, sharing, tasks

TASKS, TASK = "overseer/board/tasks/", "overseer/board/tasks/<uuid:task_id>/"
CHANGE = "overseer/board/changes/<uuid:task_change_id>/"
MINUTES, EACH = "overseer/board/minutes/", "overseer/board/minutes/<uuid:minutes_id>/"
LIBRARY, ENTRY = "overseer/board/documents/", "overseer/board/documents/<uuid:document_id>/"
OPEN = "documents/<uuid:document_id>/"
AGREEMENT = "agreements/<uuid:agreement_id>/"

urlpatterns = [
    path(f"{TASKS}new/", tasks.new, name="board-task-new"),
    path(TASK, tasks.task, name="board-task"),
    path(f"{TASK}accept/", tasks.accept, name="board-task-accept"),
    path(f"{TASK}decline/", tasks.decline, name="board-task-decline"),
    path(f"{TASK}withdraw/", tasks.withdraw, name="board-task-withdraw"),
    path(f"{TASK}note/", tasks.note, name="board-task-note"),
    path(f"{TASK}papers/add/", tasks.add_paper, name="board-task-paper-add"),
    path(f"{TASK}finish/", tasks.finish, name="board-task-finish"),
    path(f"{TASK}confirm/", tasks.confirm, name="board-task-confirm"),
    path(f"{TASK}send-back/", tasks.send_back, name="board-task-send-back"),
    path(f"{TASK}change/", tasks.change, name="board-task-change"),
    path(f"{TASKS}papers/<uuid:paper_id>/", tasks.paper, name="board-task-paper"),
    path(f"{CHANGE}agree/", tasks.agree_change, name="board-change-agree"),
    path(f"{CHANGE}decline/", tasks.decline_change, name="board-change-decline"),
    path(f"{MINUTES}new/", minutes.new, name="board-minutes-new"),
    path(EACH, minutes.shown, name="board-minutes-one"),
    path(f"{EACH}change/", minutes.change, name="board-minutes-change"),
    path(f"{EACH}lines/add/", minutes.line, name="board-line-add"),
    path(f"{EACH}lines/<uuid:line_id>/strike/", minutes.strike, name="board-line-strike"),
    path(f"{EACH}papers/add/", minutes.add_paper, name="board-minutes-paper-add"),
    path(
        f"{EACH}papers/<uuid:paper_id>/strike/",
        minutes.strike_paper,
        name="board-minutes-paper-strike",
    ),
    path(f"{EACH}circulate/", minutes.circulate, name="board-minutes-circulate"),
    path(f"{EACH}confirm/", minutes.confirm, name="board-minutes-confirm"),
    path(f"{EACH}return/", minutes.send_back, name="board-minutes-return"),
    path(f"{EACH}drop/", minutes.drop, name="board-minutes-drop"),
    path(f"{EACH}pdf/", minutes.pdf, name="board-minutes-pdf"),
    path(f"{MINUTES}papers/<uuid:paper_id>/", minutes.paper, name="board-minutes-paper"),
    path(f"{LIBRARY}new/", library.new, name="board-document-new"),
    path(ENTRY, library.entry, name="board-document"),
    path(f"{ENTRY}correct/", library.correct, name="board-document-correct"),
    path(f"{ENTRY}publish/", library.publish, name="board-document-publish"),
    path(f"{ENTRY}return/", library.send_back, name="board-document-return"),
    path(OPEN, library.document, name="policy-document"),
    path(f"{OPEN}file/", library.file, name="policy-document-file"),
    path("agreements/new/", sharing.new, name="board-agreement-new"),
    path(AGREEMENT, sharing.agreement, name="board-agreement"),
    path(f"{AGREEMENT}renew/", sharing.renew, name="board-agreement-renew"),
    path(f"{AGREEMENT}agree/", sharing.agree, name="board-agreement-agree"),
    path(f"{AGREEMENT}decline/", sharing.decline, name="board-agreement-decline"),
    path(f"{AGREEMENT}end/", sharing.end, name="board-agreement-end"),
]
