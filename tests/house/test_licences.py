"""Every library comes under a licence that docs/decisions/licence.md has weighed."""

import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

import cairong

ROOT = Path(cairong.__file__).parents[2]
PERMISSIVE = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|PostgreSQL|Unlicense")
RECIPROCAL = re.compile(r"\b[AL]?GPL|\bMPL|\bEPL|Mozilla|CDDL|OFL|Proprietary")
WEIGHED = {
    "certifi": "MPL-2.0, data",
    "djlint": "GPL-3.0, a tool of development that is run as a program",
    "fido2": "BSD for its own code",
    "hypothesis": "MPL-2.0, in tests",
    "noto-cjk-sans-otc": "OFL-1.1, a font",
    "pathspec": "MPL-2.0, unchanged",
    "psycopg": "LGPL-3.0, unchanged and replaceable",
    "psycopg-binary": "LGPL-3.0, unchanged and replaceable",
    "psycopg-pool": "LGPL-3.0, unchanged and replaceable",
    "python-stdnum": "LGPL-2.1 or later, unchanged and replaceable",
    "qrcode": "BSD; its other terms are a trademark notice",
    "scipy": "BSD, in tests; its wheel carries the runtime of GCC (GPL-3.0 with the exception)",
}


def licence_of(library: Distribution) -> str:
    """Read the licence a library declares, else the head of the file it ships."""
    facts = library.metadata
    kinds = [kind for kind in facts.get_all("Classifier", []) if kind.startswith("License")]
    said = " ".join([*facts.get_all("License-Expression", facts.get_all("License", [])), *kinds])
    files = [path for path in library.files or [] if re.search(r"LICEN[CS]E", path.name)]
    return said or " ".join(Path(path.locate()).read_text()[:400] for path in files)


def licences() -> dict[str, str]:
    """Name every library of the locks that is installed here, and its licence."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    web = {name.removeprefix("node_modules/"): of["license"] for name, of in locked.items() if name}
    ours = {each.name.lower(): licence_of(each) for each in distributions()}
    return {name: text for name, text in (web | ours).items() if name != "cairong"}


def test_every_library_is_permissive_or_weighed():
    unknown = {
        name: text
        for name, text in licences().items()
        if (RECIPROCAL.search(text) or not PERMISSIVE.search(text)) and name not in WEIGHED
    }
    assert unknown == {}


def test_what_was_weighed_is_still_used():
    assert sorted(WEIGHED.keys() - licences().keys()) == []
