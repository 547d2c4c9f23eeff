"""What tests read from pages and workbooks: errors beside fields, tables, sheets, statements."""

import re
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

TAGS = re.compile(r"<[^>]+>")
TOP = 4  # the lines above a sheet's column words


def plain(markup: str) -> str:
    """The words of a piece of a page, blanks drawn together."""
    return " ".join(TAGS.sub(" ", markup).split())


def beside(page: str, field: str) -> list[str]:
    """The refusals that stand beside a field, in its own box."""
    box = re.search(rf'<div id="id_{field}_error">(.*?)</div>', page, re.DOTALL)
    return [plain(one) for one in re.findall(r"<p .*?</p>", box[1], re.DOTALL)] if box else []


def table(page: str, caption: str) -> list[dict[str, str]]:
    """The rows of a table of a page, each by the words above its columns."""
    found = [one for one in re.findall(r"<table.*?</table>", page, re.DOTALL)
             if f'unseen">{caption}</caption>' in one]  # fmt: skip
    if not found:
        return []
    head = re.search(r"<thead>(.*?)</thead>", found[0], re.DOTALL)
    words = [plain(re.sub(r'<span class="sort".*?</span>', "", one))
             for one in re.findall(r"<th.*?</th>", head[1], re.DOTALL)]  # fmt: skip
    body = re.search(r"<tbody>(.*?)</tbody>", found[0], re.DOTALL)
    lines = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)
    return [
        dict(zip(words, map(plain, re.findall(r"<t[hd].*?</t[hd]>", one, re.DOTALL)), strict=True))
        for one in lines
    ]


def column(page: str, caption: str, word: str) -> list[str]:
    """One column of a table, from the first row to the last."""
    return [row[word] for row in table(page, caption)]


@dataclass
class Sheet:
    """A workbook as its reader finds it: its title, its filter, its columns, its rows."""

    title: str
    filters: str
    words: list[str]
    rows: list[list]

    def column(self, word: str) -> list:
        place = self.words.index(word)
        return [row[place] for row in self.rows]


def sheet_of(answer: HttpResponse) -> Sheet:
    """Read the workbook a page answered."""
    assert answer.status_code == 200, answer.content.decode()
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return Sheet(
        title=lines[0][0],
        filters=lines[1][0],
        words=[str(one) for one in lines[TOP]],
        rows=lines[TOP + 1 :],
    )


def statements(client: Client, address: str) -> int:
    """Count what a page asks of the database, once everything it keeps is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def twice_the_same(client: Client, address: str, typed: dict) -> tuple[HttpResponse, HttpResponse]:
    """Send one form twice, as an impatient hand does: the same one-time token in both."""
    sent = {**typed, "request_id": str(uuid4())}
    return client.post(address, sent), client.post(address, sent)
