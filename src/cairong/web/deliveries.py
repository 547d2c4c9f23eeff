"""What should have gone on by itself and did not, laid out for the desks that look after it."""

from collections.abc import Callable, Iterable

from cairong.audit.models import Outbox
from cairong.outreach.sentences import happening_of
from cairong.web.operator.words import consumer_word, trouble_words
from cairong.web.parts import Column, Empty, Row, Table

COLUMNS = (
    Column(key="what", word="事项"),
    Column(key="to", word="卡在哪一步"),
    Column(key="at", word="发生时间", kind="moment"),
    Column(key="attempts", word="失败(次)", kind="number"),
    Column(key="retry", word="下次再试", kind="moment"),
    Column(key="error", word="原因"),
)


def deliveries(
    rows: Iterable[Outbox], *, caption: str, empty: str, href: Callable[[Outbox], str]
) -> Table:
    """Lay out deliveries (with their events), each with its step, its tries and its reason."""
    return Table(
        caption=caption,
        columns=COLUMNS,
        rows=[delivery_row(one, href=href(one)) for one in rows],
        empty=Empty(text=empty),
    )


def delivery_row(one: Outbox, *, href: str) -> Row:
    """Lay out one delivery with its step, its tries and its reason."""
    return Row(
        cells={
            "what": happening_of(one.event),
            "to": consumer_word(one.consumer),
            "at": one.event.at,
            "attempts": one.attempts,
            "retry": one.retry_at,
            "error": trouble_words(one.last_error),
        },
        href=href,
    )
