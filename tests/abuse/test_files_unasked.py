"""A file that nobody asked for is cut short before it reaches the disk, at every address."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from abuse.walking import address_of, patterns, rows
from cairong.doors.uploads import KILOBYTE, MOST_KB
from cairong.kernel.actor import Role
from cairong.parties.models import Mandate
from support.browsing import problems, text

LARGE = b"\0" * (MOST_KB * KILOBYTE + 1)
SMALL = b"\0" * 1000
IMPORTS, DOCUMENT = "/imports/", "/verify/document/"
READS_NO_BODY = {"healthz"}
TAKERS = {"operator", "procurement-officer"}
TAKING = {
    "complaint-answered",
    "complaint-new",
    "complaint-pressed",
    "complaint-settled",
    "board-document-correct",
    "board-document-new",
    "board-minutes-paper-add",
    "board-task-paper-add",
    "event-paper-add",
    "evaluation-appealed",
    "import-upload",
    "finance-payment-returned",
    "overseer-outside-entered",
    "application-paper-new",
    "paper-new",
    "paper-new-own",
    "recommend",
    "recommend-import",
    "size-answered",
    "size-decided",
    "size-heard",
    "size-new",
}  # routes of pages that take files


@pytest.fixture(autouse=True)
def no_disk(settings):
    """A page that writes what it is sent to disk falls over here."""
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere/that/exists"


def send(client: Client, address: str, content: bytes, **typed: str):
    return client.post(address, {**typed, "file": SimpleUploadedFile("a.csv", content)})


def addresses(busy) -> dict[str, tuple[str, dict[str, str]]]:
    """Every address of the house by its route, with the row of the matrix."""
    matrix = {row["route"]: row for row in rows()}
    ids = {**busy.ids(), "no": busy.case.contract.no}
    return {
        one.name: (address, matrix[one.name])
        for one in patterns()
        if (address := address_of(one, ids)) is not None
    }


def test_no_address_writes_what_a_stranger_sends(busy):
    wrong = []
    for name, (address, _) in addresses(busy).items():
        answer = send(Client(), address, LARGE)
        refused = answer.status_code in {302, 400, 401, 403, 404, 405, 413}
        if not refused and name not in READS_NO_BODY:
            wrong.append(f"{name}: {answer.status_code}")
    assert wrong == []


def test_no_page_but_those_for_files_takes_a_large_one_from_those_who_may_open_it(busy):
    wrong, cut = [], 0
    for name, (address, row) in addresses(busy).items():
        role = next((one for one in list(row)[4:] if row[one] in {"200", "404", "422"}), None)
        if role is None or name in TAKING or row["method"] != "GET":
            continue
        answer = send(busy.as_role(role), address, LARGE)
        cut += answer.status_code == 413
        if answer.status_code not in {403, 404, 405, 413} and name not in READS_NO_BODY:
            wrong.append(f"{name} {role}: {answer.status_code}")
    assert wrong == []
    assert cut > 40


@pytest.mark.parametrize("role", [one for one in Role if one not in {"public", "system"}])
def test_who_may_not_import_fills_no_disk_there(busy, role):
    if role in TAKERS:
        with pytest.raises(FileNotFoundError):
            send(busy.as_role(role), IMPORTS, LARGE)
    else:
        assert send(busy.as_role(role), IMPORTS, LARGE).status_code == 403


@pytest.mark.parametrize("role", ["treasury-officer", "treasury-approver", "purchaser-officer"])
def test_a_banks_paper_is_taken_from_the_treasurys_officer_alone(busy, role):
    place = f"/finance/payments/{busy.ids()['payment_id']}/returned/"
    if role == "treasury-officer":
        with pytest.raises(FileNotFoundError):
            send(busy.as_role(role), place, LARGE)
    else:
        assert send(busy.as_role(role), place, LARGE).status_code == 403


def test_whose_mandate_has_ended_fills_none_either(busy):
    client = busy.as_role(Role.OPERATOR)
    Mandate.objects.filter(role="operator").update(valid_from=busy.town.now - timedelta(days=9))
    Mandate.objects.filter(role="operator").update(valid_to=busy.town.now - timedelta(days=1))
    assert send(client, IMPORTS, LARGE).status_code == 401


def test_the_refusal_says_how_large_and_what_to_look_at(busy):
    answer = send(
        busy.as_role(Role.SUPPLIER),
        f"/supplier/intents/new/contract/{busy.case.contract.pk}/",
        LARGE,
    )
    said = text(answer)
    assert answer.status_code == 413
    assert f"这里的文件不能超过 {MOST_KB} KB,没有收下" in said
    assert "核对是不是选错了文件或地址" in said


def test_many_small_files_are_counted_together(busy):
    files = {f"f{n}": SimpleUploadedFile("a", b"\0" * 100_000) for n in range(6)}
    assert Client().post(DOCUMENT, files).status_code == 413


@pytest.mark.parametrize("name", ["file", "attachment", "status"])
def test_a_small_file_in_a_form_that_asks_for_none_is_refused_by_name(busy, name):
    client = busy.as_role(Role.PURCHASER_OFFICER)
    place = f"/purchaser/contracts/{busy.case.contract.pk}/acceptance/"
    answer = client.post(place, {name: SimpleUploadedFile("a.pdf", SMALL)})
    assert answer.status_code == 422
    assert f"「{name}」" in text(answer)


def test_a_document_to_be_verified_never_touches_the_disk(busy):
    document = Client().get(f"/contracts/{busy.case.contract.no}/document.json").content
    assert "真实" in text(send(Client(), DOCUMENT, document))
    answer = send(Client(), DOCUMENT, b" " * 300_000)
    assert answer.status_code == 422
    assert "超过 256 KB" in problems(text(answer))[0]
