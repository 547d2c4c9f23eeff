"""PDF: opened, its text read, its pages drawn to be looked at."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

from cairong.papers.looking.refused import UnfitError

MOST_PAGES, MOST_SHOWN, WIDTH, TALLEST = 300, 30, 1240, 4000
LONGEST_SIDE, MOST_PIXELS = 2340, 80_000_000
LEAST_TEXT = 8  # characters: with fewer, a page is a picture as far as we can read


def read_document(path: Path, out: Path) -> Iterator[str]:
    """Yield the text of each page, and leave pictures of the first ones. Raises UnfitError."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as refused:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(refused)
        raise UnfitError("papers.locked" if locked else "papers.broken") from None
    if not 0 < len(document) <= MOST_PAGES:
        raise UnfitError("papers.pages")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise UnfitError("papers.programs")
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            if number < MOST_SHOWN:
                _show(page, out / f"{number + 1:03}.jpg")
        except pdfium.PdfiumError:
            raise UnfitError("papers.broken") from None
        yield text


def _show(page: pdfium.PdfPage, place: Path) -> None:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise UnfitError("papers.broken")
    scale = min(WIDTH / width, TALLEST / height)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    picture.convert("RGB").save(place, quality=80)


def bind_pictures(paths: list[Path], out: Path) -> None:
    """Make one PDF of pictures, upright, without what the camera noted. Raises UnfitError."""
    pages = [_upright(path) for path in paths]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=85,
                  creationDate=None, modDate=None, producer="")  # fmt: skip


def _upright(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as opened:
            return _small(opened)
    except Image.DecompressionBombError:
        raise UnfitError("papers.bomb") from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise UnfitError("papers.broken") from None


def _small(opened: Image.Image) -> Image.Image:
    """Turn a picture upright, shrink it, and put it on white where it lets through."""
    if opened.width * opened.height > MOST_PIXELS:
        raise UnfitError("papers.bomb")
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture = ImageOps.exif_transpose(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode not in ("RGBA", "LA", "P"):
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
