"""Short words for tests that read pages and send forms as people do."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

SAID = re.compile(r'<div class="notice notice-good".*?</div></div>', re.DOTALL)


def read(client: Client, address: str, status: int = 200) -> str:
    """Open a page and return its text, entities resolved."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return text(answer)


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def is_noted(page: str) -> bool:
    """Whether a list says that something of its address could not be followed."""
    return any(words in page for words in ("没有按它筛选", "不能按「", "页码「"))


def send(client: Client, address: str, typed: dict | None = None, status: int = 302) -> str:
    """Send a form; return where it led, or the page that came back."""
    answer = client.post(address, typed or {})
    assert answer.status_code == status, (answer.status_code, problems(text(answer)))
    return answer["Location"] if status == 302 else text(answer)


def follow(client: Client, address: str, typed: dict | None = None) -> str:
    """Send a form and read the page it leads to."""
    return read(client, send(client, address, typed))


def problems(page: str) -> list[str]:
    """List the sentences of refusal on a page."""
    listed = re.search(r'class="form-errors".*?</ul>', page, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", listed[0], re.DOTALL) if listed else []
    return [re.sub(r"<.*?>", "", one).strip() for one in found]


def value_of(page: str, name: str) -> str:
    """Read what a page shows in a box."""
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    if box:
        kept = re.search(r'value="([^"]*)"', box[0])
        return kept[1] if kept else ""
    choice = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    if choice:
        taken = re.search(r'value="([^"]*)" selected', choice[1])
        return taken[1] if taken else ""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return area[1].strip() if area else ""


def action_of(page: str, button: str) -> str | None:
    """Name the address to which the form with this button goes; None where there is none."""
    for form in re.findall(r"<form .*?</form>", page, re.DOTALL):
        if re.search(rf"<button[^>]*>{button}</button>", form):
            return re.search(r'action="([^"]*)"', form)[1]
    return None
