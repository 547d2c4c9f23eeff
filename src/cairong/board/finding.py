"""Where a record of the board leads: the task, minutes, document or agreement it is of."""

from collections.abc import Callable
from uuid import UUID

from cairong.board.agreements import agreement_for, party_for
from cairong.board.library import document_for
from cairong.board.minutes import attendance_for, minutes_for
from cairong.board.reads import change_for, partner_for, task_for
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound

LED: tuple[tuple[str, Callable[[Actor, UUID], UUID]], ...] = (
    ("board_task", lambda actor, pk: task_for(actor, pk).pk),
    ("board_task", lambda actor, pk: partner_for(actor, pk).task_id),
    ("board_task", lambda actor, pk: change_for(actor, pk).task_id),
    ("board_minutes", lambda actor, pk: minutes_for(actor, pk).pk),
    ("board_minutes", lambda actor, pk: attendance_for(actor, pk).minutes_id),
    ("board_document", lambda actor, pk: document_for(actor, pk).pk),
    ("board_agreement", lambda actor, pk: agreement_for(actor, pk).pk),
    ("board_agreement", lambda actor, pk: party_for(actor, pk).agreement_id),
)


def board_found(actor: Actor, record_id: UUID) -> tuple[tuple[str, str], ...]:
    """Find of what a record of the board is. Raises NotFound."""
    for kind, finder in LED:
        try:
            return ((kind, str(finder(actor, record_id))),)
        except NotFound:
            continue
    raise NotFound("access.not_found", thing="联席事项")
