"""A bundle of a case holds on another machine, and nothing of it can be changed unseen. 三(一)-2"""

import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairong.audit.models import Event
from cairong.cases.timeline import UNTOLD
from cairong.clocks.models import Duty
from cairong.home.addresses import NOTARY
from cairong.inspecting.actions.make_bundle import make_bundle
from cairong.inspecting.bundling import with_proof, zipped
from cairong.inspecting.reads import proof_for
from cairong.inspecting.verifying import BrokenError, verified
from cairong.kernel.orders import text_of
from cairong.oversight.actions.answer_urging import answer_urging
from inspecting.conftest import NOW, Notary
from oversight.urged import Desk
from support.slips import PAPER
from support.town import COUNTY, at

CAIRONG = Path(sys.executable).parent / "cairong"
type Files = dict[str, bytes]


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        return {name: kept.read(name) for name in kept.namelist()}


def as_json(files: Files, name: str, change: Callable) -> None:
    said = json.loads(files[name])
    change(said)
    files[name] = json.dumps(said, ensure_ascii=False).encode()


def listed_anew(files: Files) -> None:
    """Write the manifest to what the files are now, as somebody who knows the format would."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
        if name not in {"manifest.json", "proof.json"}
    ]
    files["manifest.json"] = text_of(manifest).encode()


def page_changed(files: Files) -> None:
    files["index.html"] = files["index.html"].replace("按公函".encode(), "按來函".encode())


def duty_changed(files: Files) -> None:
    as_json(files, "duties.json", lambda said: said[0].update(due_on="2025-12-31"))


def duty_changed_with_its_manifest(files: Files) -> None:
    duty_changed(files)
    listed_anew(files)


def event_changed(files: Files) -> None:
    def change(said):
        told = next(each for each in said if "officer" in each["content"])
        told["content"] = told["content"].replace("officer", "approver")

    as_json(files, "events.json", change)
    listed_anew(files)


def event_left_out(files: Files) -> None:
    as_json(files, "events.json", lambda said: said.pop())
    listed_anew(files)


def events_turned(files: Files) -> None:
    as_json(files, "events.json", lambda said: said.reverse())
    listed_anew(files)


def paper_taken_away(files: Files) -> None:
    del files[next(name for name in files if name.startswith("papers/"))]


def paper_added(files: Files) -> None:
    files["papers/more.pdf"] = b"%PDF-1.4 more"


def letter_changed(files: Files) -> None:
    as_json(files, "manifest.json", lambda said: said.update(letter_no="洛审函〔2025〕99号"))


def format_changed(files: Files) -> None:
    as_json(files, "manifest.json", lambda said: said.update(format="cairong-bundle/2"))


def manifest_gone(files: Files) -> None:
    del files["manifest.json"]


def manifest_no_json(files: Files) -> None:
    files["manifest.json"] = b"[" * 100_000


def manifest_of_numbers(files: Files) -> None:
    files["manifest.json"] = b"7"


def proof_gone(files: Files) -> None:
    del files["proof.json"]


def proof_of_another_event(files: Files) -> None:
    as_json(files, "proof.json", lambda said: said.update(leaf_index=said["leaf_index"] - 1))


def proof_says_otherwise(files: Files) -> None:
    def change(said):
        event = json.loads(said["event"])
        event["after"]["manifest_sha256"] = hashlib.sha256(files["manifest.json"]).hexdigest()
        said["event"] = json.dumps(event)

    duty_changed_with_its_manifest(files)
    as_json(files, "proof.json", change)


def path_cut(files: Files) -> None:
    as_json(files, "proof.json", lambda said: said["inclusion_path"].pop())


def path_longer(files: Files) -> None:
    as_json(files, "proof.json", lambda said: said["inclusion_path"].append("00" * 32))


def root_changed(files: Files) -> None:
    as_json(files, "proof.json", lambda said: said["tree_head"]["head"].update(root_hash="00" * 32))


def key_of_another(files: Files) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    as_json(
        files,
        "proof.json",
        lambda said: said.update(public_key=base64.b64encode(other).decode()),
    )


def signature_changed(files: Files) -> None:
    as_json(
        files,
        "proof.json",
        lambda said: said["tree_head"]["signature"].update(
            value=base64.b64encode(b"0" * 64).decode()
        ),
    )


TAMPERED = (
    page_changed, duty_changed, duty_changed_with_its_manifest, event_changed, event_left_out,
    events_turned, paper_taken_away, paper_added, letter_changed, format_changed, manifest_gone,
    manifest_no_json, manifest_of_numbers, proof_gone, proof_of_another_event,
    proof_says_otherwise, path_cut, path_longer, root_changed, key_of_another, signature_changed,
)  # fmt: skip


def is_broken(path: Path) -> bool:
    try:
        verified(path)
    except BrokenError:
        return True
    return False


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CAIRONG, "verify-bundle", *words], check=False, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_a_bundle_holds_and_each_change_to_it_is_seen(  # noqa: PLR0917 - fixtures
    committed_db, case, inspector, inspection, cluster, folder, tmp_path
):
    """One bundle of one case, made, signed, verified as it is and as 21 hands would change it."""
    bundle = make_bundle(actor=inspector, now=NOW, contract_id=case.contract.pk)
    assert proof_for(bundle) is None, "not signed yet"
    Notary(case.town, cluster.address(NOTARY).conninfo, folder, now=at("2025-11-03 10:00")).round()
    proof = proof_for(bundle)
    assert proof is not None
    content = with_proof(bytes(bundle.content), proof)
    path = tmp_path / "案件.zip"
    path.write_bytes(content)

    found = verified(path)
    assert (found.contract, found.letter_no) == (case.contract.no, inspection.letter_no)
    files = files_of(content)
    said = json.loads(files["duties.json"])
    held = {str(duty.pk): duty for duty in Duty.objects.filter(about__contains=[case.contract.pk])}
    assert {each["id"] for each in said} >= set(held)
    for each in said:
        if each["id"] in held:
            duty = held[each["id"]]
            assert (each["due_on"], each["counted"]) == (duty.due_on.isoformat(), duty.counted)
    events = Event.objects.filter(about__contains=[case.contract.pk])
    assert {each["seq"] for each in json.loads(files["events.json"])} >= set(
        events.exclude(type__startswith="inspecting").values_list("seq", flat=True)
    )
    about = [case.contract.pk, case.contract.award_id]
    kinds = dict(Event.objects.filter(about__overlap=about).values_list("seq", "type"))
    hidden = {seq for seq, kind in kinds.items() if kind.startswith(UNTOLD)}
    assert hidden, "two persons decided on it"
    told = {each["seq"]: bool(each["content"]) for each in json.loads(files["events.json"])}
    assert {seq for seq, said_so in told.items() if not said_so} == hidden
    assert found.sealed == len(hidden)
    assert any(name.startswith("papers/published-") for name in files)
    page = files["index.html"].decode()
    for words in (case.contract.no, "逐日", "统一社会信用代码", "采购人", "甲银行"):
        assert words in page, words
    assert "<script" not in page

    for tampered in TAMPERED:
        changed = dict(files)
        tampered(changed)
        other = tmp_path / "changed.zip"
        other.write_bytes(zipped(list(changed.items())))
        assert is_broken(other), f"{tampered.__name__} was not seen"
    for cut in (b"", content[: len(content) // 2], b"PK\x03\x04" + content[4:200]):
        path.write_bytes(cut)
        assert is_broken(path)

    path.write_bytes(content)
    done = command(str(path))
    assert done.returncode == 0, done.stderr
    assert f"成立:合同 {case.contract.no}" in done.stdout
    assert found.key in done.stdout
    assert command(str(path), "--key", found.key, "--json").returncode == 0
    done = command(str(path), "--key", "0" * 64)
    assert done.returncode == 1
    assert "不是要求的那一把" in done.stderr


def test_a_letter_that_urges_another_case_too_stays_out(db, case, inspector, inspection):
    """Of a letter about this case alone the answer's paper is in it."""
    del db, inspection
    desk, about = Desk(case.town), [case.contract.pk]
    alone = desk.issue(desk.late(about=about, region=COUNTY), now=NOW)
    mixed = desk.issue(desk.late(about=about, region=COUNTY), desk.late(region="410327"), now=NOW)
    papers = []
    for letter, content in ((alone, PAPER + b"%1"), (mixed, PAPER + b"%2")):
        paper = desk.paper(desk.purchaser, content)
        answer_urging(
            actor=desk.purchaser, now=NOW, urging_id=letter.pk, words="已补报。", paper_id=paper.pk
        )
        papers.append(content)
    made = make_bundle(actor=inspector, now=NOW, contract_id=case.contract.pk)
    held = set(files_of(bytes(made.content)).values())
    assert [content in held for content in papers] == [True, False]
