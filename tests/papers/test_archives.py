"""Office and OFD files: their text is read wherever it stands, and nothing else of them is.

二(四)-2
"""

from zipfile import ZIP_STORED, ZipFile

import pytest

from cairong.papers.looking import archives
from cairong.papers.looking.archives import read_archive
from cairong.papers.looking.refused import UnfitError
from papers.ground import archive

DOCX = ("word/document.xml", b"<w:document><w:p/></w:document>")
XLSX = ("xl/workbook.xml", b"<workbook/>")
OFD = ("OFD.xml", b"<ofd:OFD/>")
TELEPHONE = "13800138000"
PLACES = {
    "text": (DOCX, "word/header1.xml", "<w:p><w:t>{}</w:t></w:p>", "docx"),
    "foot": (DOCX, "word/footer2.xml", "<w:p><w:t>{}</w:t></w:p>", "docx"),
    "remark": (DOCX, "word/comments.xml", "<w:comment><w:p><w:t>{}</w:t></w:p>", "docx"),
    "note": (DOCX, "word/footnotes.xml", "<w:p><w:t>{}</w:t></w:p>", "docx"),
    "cell of words": (XLSX, "xl/sharedStrings.xml", "<sst><si><t>{}</t></si></sst>", "xlsx"),
    "cell of a number": (XLSX, "xl/worksheets/sheet1.xml", "<c><v>{}</v></c>", "xlsx"),
    "formula": (XLSX, "xl/worksheets/sheet2.xml", '<c><f>"{}"</f></c>', "xlsx"),
    "remark of a cell": (XLSX, "xl/comments1.xml", "<comment><t>{}</t></comment>", "xlsx"),
    "page": (OFD, "Doc_0/Pages/Page_0/Content.xml", "<ofd:TextCode>{}</ofd:TextCode>", "ofd"),
    "ground of a page": (OFD, "Doc_0/Tpls/Tpl_0/a.xml", "<ofd:TextCode>{}</ofd:TextCode>", "ofd"),
}


def read(tmp_path, *entries) -> tuple[str, str]:
    path = tmp_path / "sent"
    path.write_bytes(archive(*entries))
    return read_archive(path)


@pytest.mark.parametrize(("mark", "place", "form", "kind"), PLACES.values(), ids=PLACES)
def test_what_stands_anywhere_in_it_is_read(tmp_path, mark, place, form, kind):
    said = read(tmp_path, mark, (place, form.format(TELEPHONE).encode()))
    assert (said[0], TELEPHONE in said[1]) == (kind, True)


def test_a_word_that_is_split_into_runs_is_read_as_one(tmp_path):
    runs = "".join(f"<w:r><w:rPr/><w:t>{each}</w:t></w:r>" for each in TELEPHONE)
    entry = ("word/document.xml", f"<w:p>{runs}</w:p><w:p><w:t>1</w:t></w:p>".encode())
    assert TELEPHONE in read(tmp_path, entry)[1].splitlines()


def test_cells_that_stand_next_to_each_other_are_not_read_as_one(tmp_path):
    cells = b"<c><v>1380013</v></c><c><v>8000</v></c>"
    assert TELEPHONE not in read(tmp_path, XLSX, ("xl/worksheets/sheet1.xml", cells))[1]


def test_pictures_and_settings_are_not_read(tmp_path):
    said = read(
        tmp_path, DOCX, ("word/media/a.png", TELEPHONE.encode()),
        ("word/settings.xml", TELEPHONE.encode()),
    )  # fmt: skip
    assert TELEPHONE not in said[1]


@pytest.mark.parametrize("name", ["word/A.EXE", "word/x.Js", "xl/vbaProject.bin", "a.htm", "b.HTA"])
def test_a_program_is_seen_whatever_its_letters(tmp_path, name):
    with pytest.raises(UnfitError, match="programs"):
        read(tmp_path, DOCX, (name, b"1"))


def test_what_says_it_is_smaller_than_it_is_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRY", 1000)
    path = tmp_path / "sent"
    with ZipFile(path, "w", ZIP_STORED) as into:
        into.writestr("word/document.xml", b"<w:p>" + b"0" * 2000)
    with pytest.raises(UnfitError, match="bomb"):
        read_archive(path)
