"""What is set in type is data: no sign of it is a command."""

from pathlib import Path

import pypdfium2

from cairong.kernel.typesetting import code_for_phones, set_in_type

COMMANDS = '#panic("set") *fett* \\ $x$ [brackets] 甲方'


def test_what_is_given_stands_as_it_is(tmp_path: Path):
    source = tmp_path / "paper.typ"
    source.write_text("#let given = json(bytes(sys.inputs.given))\n#given.words\n#given.rows.at(1)")
    paper = pypdfium2.PdfDocument(set_in_type(source, {"words": COMMANDS, "rows": ["一", "二"]}))
    said = "".join(paper[0].get_textpage().get_text_range().split())
    assert "".join(COMMANDS.split()) in said
    assert "二" in said
    assert "一" not in said


def test_a_code_is_a_picture_that_can_stand_in_a_page():
    assert code_for_phones("https://example.cn/甲").startswith("<svg")
