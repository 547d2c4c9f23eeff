"""Firms typed or pasted, one a line: its unified credit code, a blank, its name."""

from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.policy.names import clean_name


def firms_in(
    lines: str, *, clause: str, most: int, least: int = 1, field: str = "lines"
) -> dict[str, str]:
    """Read firms, name by code. Raises Invalid naming the line that cannot be read."""
    found: dict[str, str] = {}
    rows: dict[str, int] = {}
    written = [(row, line) for row, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if not least <= len(written) <= most:
        raise Invalid("firms.many", clause, field=field, value=len(written), most=most)
    for row, line in written:
        said = line.replace("\u3000", " ").strip()
        code, _, name = said.partition("\t" if "\t" in said else " ")
        if not name.strip():
            raise Invalid("firms.line", clause, field=field, row=row, value=said)
        code = _code(code.strip(), row, clause, field)
        if code in found:
            raise Invalid("firms.twice", clause, field=field, row=row, first=rows[code], value=code)
        found[code], rows[code] = clean_name(name.strip(), field, least=2), row
    return found


def _code(value: str, row: int, clause: str, field: str) -> str:
    try:
        return check_uscc(value, field=field)
    except Invalid:
        raise Invalid("firms.code", clause, field=field, row=row, value=value) from None
