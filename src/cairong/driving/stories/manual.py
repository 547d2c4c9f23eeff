"""The vocabulary of stories as a page: docs/stories.md is this text."""

from collections.abc import Mapping
from pathlib import Path

from cairong.driving.stories import expectations, levels, spread  # noqa: F401 - they are entered when imported
from cairong.driving.stories.vocabulary import ACTS, EXPECTATIONS, Word

HEAD = Path(__file__).with_name("manual.md")
PERSONS = {0: "谁也不用", 1: "一个人", 2: "两个人"}


def manual() -> str:
    """Write the whole page."""
    parts = [
        HEAD.read_text(encoding="utf-8"),
        "## do\n",
        _section(ACTS, "do"),
        "## expect\n",
        _section(EXPECTATIONS, "expect"),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _section(words: Mapping[str, Word], key: str) -> str:
    return "\n".join(_entry(word, key) for word in words.values())


def _entry(word: Word, key: str) -> str:
    arguments = "、".join(
        f"`{name}`" if part.required else f"`{name}`?" for name, part in word.arguments.items()
    )
    by = f"({PERSONS[word.persons]})" if key == "do" else ""
    example = f"{key}: {word.name}" + (f", {word.example}" if word.example else "")
    return (
        f"### `{word.name}`{by}\n\n{word.meaning}\n\n"
        f"词:{arguments or '无'}(带 ? 的可以不写)\n\n```yaml\n- {{{example}}}\n```\n"
    )
