"""Help in Chinese: click's own few words, put into the words of the product."""

from collections.abc import Iterable

import click

WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示这段说明。",
    "[required]": "[必填]",
    "[default: ": "[默认:",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    " TEXT": " 文字",
    " FILE": " 文件",
}


class HelpFormatter(click.HelpFormatter):
    """click's formatter, its words translated."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is typed."""
        super().write_usage(prog, in_chinese(args), prefix=prefix or "用法:")

    def write_heading(self, heading: str) -> None:
        """Write the head of a section."""
        super().write_heading(in_chinese(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names with their meanings."""
        told = [(in_chinese(name), in_chinese(meaning)) for name, meaning in rows]
        super().write_dl(told, col_max, col_spacing)


def in_chinese(text: str) -> str:
    """Put click's words in a text into Chinese."""
    for word, ours in WORDS.items():
        text = text.replace(word, ours)
    return text
