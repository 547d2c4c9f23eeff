"""What should have gone on by itself and did not, set out for the desks that look after it."""

from collections.abc import Callable, Iterable

from cairong.audit.reads import Delivery
from cairong.outreach.sentences import happened
from cairong.web.operator.words import consumer_word, trouble_words
from cairong.web.parts import Column, Table, plain_table

COLUMNS = (
    Column("what", "事项", of=("kind", "organisation", "person", "after"), show=happened),
    Column("to", "卡在哪一步", of="consumer", show=consumer_word),
    Column("at", "发生时间", "moment"),
    Column("attempts", "失败(次)", "number"),
    Column("retry", "下次再试", "moment", of="retry_at"),
    Column("error", "原因", of="last_error", show=trouble_words, blank=trouble_words("")),
)


def deliveries(
    found: Iterable[Delivery], *, caption: str, empty: str, href: Callable[[Delivery], str]
) -> Table:
    """Lay out deliveries, each with its step, its tries and its reason."""
    return plain_table(caption, COLUMNS, found, empty=empty, opens=href)
