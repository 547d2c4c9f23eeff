"""That an event is in the log is proved offline, by a verifier that knows nothing of ours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.verify_event import leads_to, verify

from cairong.cli.audit import audit
from cairong.kernel.merkle import Frontier, inclusion_path, leaf_of, node_of, root_of

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_event.py"


def defined(entries: list[bytes]) -> bytes:
    """The root as RFC 9162 defines it, word by word."""
    if len(entries) == 1:
        return leaf_of(entries[0])
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return node_of(defined(entries[:half]), defined(entries[half:]))


@settings(deadline=None)
@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_the_tree_is_that_of_the_rfc_and_every_path_leads_to_its_root(entries, data):
    root = defined(entries)
    assert root_of(entries) == root
    place = data.draw(st.integers(0, len(entries) - 1))
    path = inclusion_path(entries, place)
    assert leads_to(leaf_of(entries[place]), place, len(entries), path) == root
    cut = data.draw(st.integers(0, len(entries)))
    frontier = Frontier()
    for entry in entries[:cut]:
        frontier.append(entry)
    again = Frontier(frontier.size, list(frontier.roots))
    for entry in entries[cut:]:
        again.append(entry)
    assert again.root == root


def proof_of(seq: int) -> dict:
    done = CliRunner().invoke(audit, ["proof", "--event", str(seq)], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


@pytest.mark.parametrize("seq", [1, 4, 10])
def test_a_proof_holds_alone(notary, tmp_path, seq):
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proof_of(seq)))
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(path)],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, f"holds; signed by key {notary.signer.key_id}\n")


def altered(value: object) -> object:
    """A value that is another."""
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return value + 1 if isinstance(value, int) else value[1:]


@pytest.mark.parametrize(
    "place",
    ["event", "previous_hash", "leaf_index", "inclusion_path", "public_key", "head.tree_size",
     "head.root_hash", "head.chain_hash", "head.timestamp", "head.previous", "signature.value"],
)  # fmt: skip
def test_nothing_of_a_proof_can_be_altered(notary, place):
    proof = proof_of(4)
    verify(proof)
    *above, name = place.split(".")
    holder = proof["tree_head"][above[0]] if above else proof
    holder[name] = altered(holder[name])
    with pytest.raises(ValueError, match=r"\w"):
        verify(proof)


def test_what_is_not_signed_yet_has_no_proof(notary):
    notary.say()
    done = CliRunner().invoke(audit, ["proof", "--event", "11"])
    assert "第 11 条还没有签发" in str(done.exception)
