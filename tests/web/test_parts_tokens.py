"""Tokens: readable in light and in dark, and the two dark lists say the same."""

import re
from pathlib import Path

import pytest

from cairong.web import parts

SHEET = (Path(parts.__file__).parents[1] / "static" / "cairong.css").read_text()
LIGHT, DARK, CHOSEN = (
    dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(
        r":root(?::not\(\[data-theme=\"light\"\]\)|\[data-theme=\"dark\"\])? \{(.*?)\}",
        SHEET,
        re.DOTALL,
    )[:3]
)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_ways_to_dark_are_the_same():
    assert DARK == CHOSEN
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "panel", 7),
        ("ink", "ground", 7),
        ("ink", "sunk", 7),
        ("ink", "accent-soft", 7),
        ("ink-2", "panel", 4.5),
        ("ink-2", "ground", 4.5),
        ("ink-2", "sunk", 4.5),
        ("ink-3", "panel", 4.5),
        ("ink-3", "sunk", 4.5),
        ("accent", "panel", 7),
        ("accent", "ground", 4.5),
        ("accent-2", "accent-soft", 4.5),
        ("on-accent", "accent", 7),
        ("on-bar", "bar", 7),
        ("on-bar-2", "bar", 4.5),
        ("on-bar", "bar-2", 4.5),
        ("stop", "panel", 7),
        ("stop", "stop-soft", 7),
        ("warn", "panel", 7),
        ("warn", "warn-soft", 7),
        ("ok", "panel", 7),
        ("ok", "ok-soft", 4.5),
        ("panel", "ink", 7),
        ("panel", "warn", 7),
        ("panel", "stop", 7),
        ("edge", "panel", 3),
        ("edge", "ground", 3),
    ],
)
def test_contrast(tokens, ink, ground, least):
    assert contrast(tokens[f"--{ink}"], tokens[f"--{ground}"]) >= least


def test_no_colour_stands_outside_the_tokens():
    body = SHEET.split("/* 2 ·")[1]
    paper = {"#ffffff", "#111111", "#073f79", "#a3161a", "#777777", "#000000"}
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", body)) <= paper
