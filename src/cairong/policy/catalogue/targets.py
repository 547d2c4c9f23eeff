"""Sentences about the target lines."""

SENTENCES: dict[str, str] = {
    "targets.below_line": "今年融资{year_fen:yuan},年增幅{required}%的目标线为{line_fen:yuan},还差{missing_fen:yuan}。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {}
