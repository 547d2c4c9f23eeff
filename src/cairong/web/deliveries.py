"""What should have gone on by itself and did not, set out for the desks that look after it."""

from collections.abc import Callable, Iterable

from cairong.audit.reads import Delivery
from cairong.outreach.sentences import happened
from cairong.web.operator.words import consumer_word, trouble_words
from cairong.web.parts import Column, Row, Table, plain_table

COLUMNS = (
    Column(key="what", word="事项"),
    Column(key="to", word="卡在哪一步"),
    Column(key="at", word="发生时间", kind="moment"),
    Column(key="attempts", word="失败(次)", kind="number"),
    Column(key="retry", word="下次再试", kind="moment"),
    Column(key="error", word="原因"),
)


def deliveries(
    found: Iterable[Delivery], *, caption: str, empty: str, href: Callable[[Delivery], str]
) -> Table:
    """Lay out deliveries, each with its step, its tries and its reason."""
    rows = [
        Row(
            cells={
                "what": happened(each.kind, each.organisation, each.person, each.after),
                "to": consumer_word(each.consumer),
                "at": each.at,
                "attempts": each.attempts,
                "retry": each.retry_at,
                "error": trouble_words(each.last_error),
            },
            href=href(each),
        )
        for each in found
    ]
    return plain_table(caption, COLUMNS, rows, empty=empty)
