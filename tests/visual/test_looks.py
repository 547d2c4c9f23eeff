"""The style guide at four widths, as it was last looked at and found right."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

REFERENCE = Path(__file__).parent / "reference"
WIDTHS = (360, 768, 1366, 1920)
COLOURS = 200
SEEN_DIFFERENCE = 40
TILE = 120
SHARE = 0.03
SHOTS = [(f"guide-{width}", "/styleguide/", width, "light") for width in WIDTHS] + [
    ("guide-1366-dark", "/styleguide/", 1366, "dark"),
    ("phone-360", "/styleguide/phone/", 360, "light"),
]
OPEN = "document.querySelectorAll('[data-open] details').forEach((one) => { one.open = true; })"


def kept(image: Image.Image) -> Image.Image:
    return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def share_changed(was: Image.Image, now: Image.Image) -> float:
    """Share of pixels that differ to the eye in the tile that differs most.

    Both are softened first, so that an edge moved by a fraction of a pixel is not seen.
    """
    soft = [one.convert("L").filter(ImageFilter.BoxBlur(1)) for one in (was, now)]
    changed = ImageChops.difference(*soft).point(lambda level: 255 * (level > SEEN_DIFFERENCE))
    return changed.reduce(TILE).getextrema()[1] / 255


@pytest.mark.parametrize("shot", SHOTS, ids=[one[0] for one in SHOTS])
def test_looks_as_it_did(looking, shot, tmp_path):
    name, path, width, scheme = shot
    with looking.page(path, width=width, color_scheme=scheme) as page:
        page.evaluate(OPEN)
        page.evaluate("document.fonts.ready")
        now = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
    place = REFERENCE / f"{name}.png"
    if os.environ.get("CAIRONG_LOOK") == "keep":
        kept(now).save(place, optimize=True)
    with Image.open(place) as stored:
        was = stored.copy()
    now.save(tmp_path / f"{name}.png")
    assert (now.width, now.height) == (was.width, was.height), f"see {tmp_path}/{name}.png"
    assert share_changed(was, kept(now)) <= SHARE, f"see {tmp_path}/{name}.png"


@pytest.mark.parametrize("width", [320, 360, 480, 640, 768, 1024, 1280, 1366, 1920])
@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/phone/"])
def test_nothing_scrolls_sideways(looking, path, width):
    with looking.page(path, width=width) as page:
        page.evaluate(OPEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_large_letters_do_not_scroll_sideways_either(looking):
    with looking.page("/styleguide/", width=360) as page:
        page.click("[data-look=size]")
        page.evaluate(OPEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_change_is_seen():
    was = Image.new("RGB", (200, 100), "white")
    now = was.copy()
    now.paste("black", (10, 10, 60, 40))
    assert share_changed(was, now) > SHARE
    assert share_changed(was, was.copy()) == 0
