"""A file of published rows by the page: looked at, entered, its errors fetched; abuse answered."""

import os
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.audit.models import Event
from cairong.contracts.models import Award
from cairong.doors import uploads
from cairong.kernel.actor import Role
from contracts.dirt import GOOD, sheet, table
from support.visitors import browser

pytestmark = pytest.mark.django_db
ADDRESS = "/imports/"


@pytest.fixture
def operator(town) -> Client:
    """An operator who has uploaded nothing: files lie under whose they are."""
    return browser(town, Role.OPERATOR)


def rows(*changes: dict) -> list[dict]:
    return [GOOD | {"src_id": f"r{n}"} | change for n, change in enumerate(changes)]


def send(client: Client, content: bytes, name: str = "公告.csv"):
    return client.post(ADDRESS, {"not_secret": "on", "file": SimpleUploadedFile(name, content)})


def sent(client: Client, content: bytes, name: str = "公告.csv") -> str:
    answer = send(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def file(tmp_path) -> bytes:
    path = table(
        tmp_path, rows({}, {"title": "=1+1"}, {"amount_yuan": "=2*3"}, {"publish_date": "昨天"})
    )
    return path.read_bytes()


def test_a_file_is_looked_at_then_entered_then_its_errors_are_fetched(operator, file):
    place = sent(operator, file)
    page = read(operator, place)
    assert "公告.csv" in page
    assert page.count("可录入") == 2
    assert "昨天" in page
    assert not Award.objects.exists()
    assert operator.post(f"{place}run/").status_code == 302
    assert Award.objects.count() == 2
    page = read(operator, place)
    assert "新录入 2 条(其中外地样本 2 条)" in page
    assert "未录入 2 条" in page
    assert "已录入,不变" in page
    errors = operator.get(f"{place}errors.csv")
    listed = b"".join(errors.streaming_content).decode("utf-8-sig")
    assert "昨天" in listed
    assert "'=2*3" in listed
    events = Event.objects.filter(type="contracts.awards.imported").count()
    assert operator.post(f"{place}run/").status_code == 302
    assert Award.objects.count() == 2
    assert Event.objects.filter(type="contracts.awards.imported").count() == events + 1


def test_the_procurement_desk_imports_workbooks_too(town, tmp_path):
    desk = browser(town, Role.PROCUREMENT_OFFICER)
    path = sheet(tmp_path, rows({}, {}))
    place = sent(desk, path.read_bytes(), "a.txt")
    assert "可录入" in read(desk, place)
    assert browser(town, Role.PROCUREMENT_APPROVER).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7 ...", "它不是 CSV 或 XLSX"),
        (b"PK\x03\x04 no zip", "它不是 CSV 或 XLSX"),
        ("你好,世界\n1,2\n".encode(), "没有找到表头"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_not_kept(operator, content, words):
    answer = send(operator, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    folder = Path(settings.FILES_ROOT) / "uploads"
    assert not [one for one in folder.glob("*.data") if one.read_bytes() == content]


def test_without_the_answer_about_secrets_nothing_is_kept(operator, file):
    before = sorted((Path(settings.FILES_ROOT) / "uploads").glob("*"))
    answer = operator.post(ADDRESS, {"file": SimpleUploadedFile("公告.csv", file)})
    assert answer.status_code == 422
    assert "请先核对文件里有没有涉及国家秘密的采购" in answer.content.decode()
    assert sorted((Path(settings.FILES_ROOT) / "uploads").glob("*")) == before


def test_a_file_with_a_secret_row_is_kept_nowhere(operator, tmp_path):
    path = table(tmp_path, rows({"密级": "公开"}, {"密级": "秘密", "title": "canary-of-row-3"}))
    answer = send(operator, path.read_bytes(), "canary-of-name.csv")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第 3 行写明涉及国家秘密" in page
    assert "canary-of-row" not in page
    for one in Path(settings.FILES_ROOT).parent.rglob("*"):
        if one.is_file() and "pg" not in one.parts:
            assert b"canary-of" not in one.read_bytes(), one
    assert not Award.objects.exists()


def test_no_file_is_named(operator):
    answer = operator.post(ADDRESS, {})
    assert answer.status_code == 422
    assert "没有填写「文件」" in answer.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "长" * 300, "a\u202eb.csv"])
def test_their_name_is_only_shown(operator, file, name):
    place = sent(operator, file, name)
    upload_id = re.search(r"/imports/([0-9a-f-]+)/", place)[1]
    kept = Path(settings.FILES_ROOT) / "uploads" / f"{upload_id}.data"
    assert kept.read_bytes() == file
    assert "\u202e" not in read(operator, place)


def test_a_file_that_is_too_large_is_cut_off_and_refused(operator, file, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_MB", 0)
    answer = send(operator, file)
    assert answer.status_code == 422
    assert "没有收下" in answer.content.decode()


def test_anothers_upload_is_not_there(town, operator, file):
    place = sent(operator, file)
    other = browser(town, Role.OPERATOR)
    assert other.get(place).status_code == 404
    assert other.post(f"{place}run/").status_code == 404
    assert other.get(f"{place}errors.csv").status_code == 404
    assert operator.get(f"{place}errors.csv").status_code == 404


def test_the_list_of_errors_is_found_again_by_its_file(town, operator, file):
    place = sent(operator, file)
    assert "只预览,未录入" in read(operator, "/imports/list/?done=no")
    assert "错误清单" not in read(operator, "/imports/list/")
    operator.post(f"{place}run/")
    listed = read(operator, "/imports/list/?words=公告&sort=-refused")
    assert f'href="{place}errors.csv"' in listed
    assert f'href="{place}"' in listed
    for query in ("done=no", "words=别的文件"):
        assert place not in read(operator, f"/imports/list/?{query}")
    assert place not in read(browser(town, Role.OPERATOR), "/imports/list/")
    assert 'href="/imports/list/"' in read(operator, ADDRESS)


def test_the_files_uploaded_go_out_with_what_was_entered(operator, file):
    place = sent(operator, file, "=公告.csv")
    operator.post(f"{place}run/")
    content = operator.get("/imports/list/export/").content
    lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[-1][0] == "'=公告.csv"
    assert lines[-1][2:] == ["已录入", 2, 0, 2]


def test_old_uploads_are_forgotten(operator, file, clock):
    kept, old = sent(operator, file), sent(operator, file)
    written = (clock.now() - uploads.KEPT_FOR - timedelta(minutes=1)).timestamp()
    for path in settings.FILES_ROOT.rglob(f"{old.rstrip('/').rpartition('/')[2]}.*"):
        os.utime(path, (written, written))
    sent(operator, file)
    assert operator.get(old).status_code == 404
    assert operator.get(kept).status_code == 200
