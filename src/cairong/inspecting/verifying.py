"""Whether a bundle is what the platform gave out, told on any machine: no database, no network.

Its files against the manifest, the manifest against the event of its making, that event against the
signed head, each event of the case against its own hash. Whose the key is it cannot know: compare
the fingerprint with the one that `/log/` publishes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairong.notary.proving import fingerprint_of
from cairong.policy.inspecting import FORMAT, MOST_MB

MANIFEST, PROOF, EVENTS = "manifest.json", "proof.json", "events.json"
MADE = "inspecting.bundle.made"
MOST, MOST_FILES = 2 * MOST_MB * 1024 * 1024, 10_000


class BrokenError(ValueError):
    """A bundle that is not what was given out; the message says where, in plain Chinese."""


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a bundle proves: which case, for which letter, made when, signed by which key."""

    contract: str
    letter_no: str
    inspector: str
    made_at: str
    files: int
    events: int
    sealed: int
    key: str
    signed_at: str


def verified(path: Path, *, key: str = "") -> Verified:
    """Verify a bundle, signed by a `key` where one is asked for.

    Raises BrokenError naming the first thing that is wrong.
    """
    files = _read(path)
    manifest = _manifest(files)
    _whole(files, manifest)
    events, sealed = _events(files)
    signer, signed_at = _proved(files)
    if key and signer != key.lower():
        raise BrokenError(f"签发密钥的指纹是 {signer},不是要求的那一把。")
    return Verified(
        contract=manifest["contract"],
        letter_no=manifest["letter_no"],
        inspector=manifest["inspector"],
        made_at=manifest["made_at"],
        files=len(manifest["files"]),
        events=events,
        sealed=sealed,
        key=signer,
        signed_at=signed_at,
    )


def _read(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as kept:
            listed = kept.infolist()
            if len(listed) > MOST_FILES or sum(each.file_size for each in listed) > MOST:
                raise BrokenError("文件太大,不是平台给的材料包。")
            names = [each.filename for each in listed]
            if len(set(names)) != len(names):
                raise BrokenError("包里有重名的文件。")
            return {name: kept.read(name) for name in names}
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError):
        raise BrokenError("打不开,不是完整的 ZIP 文件。") from None


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    said = _data(files, MANIFEST)
    try:
        plain = [(each["name"], each["size"], each["sha256"]) for each in said["files"]]
        words = [said[name] for name in ("contract", "letter_no", "inspector", "made_at")]
    except (TypeError, LookupError):
        raise BrokenError(f"{MANIFEST} 缺少内容。") from None
    if said.get("format") != FORMAT or not plain or not all(words):
        raise BrokenError(f"{MANIFEST} 不是这种材料包的清单。")
    found: dict[str, Any] = said
    return found


def _whole(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    listed = {each["name"]: each for each in manifest["files"]}
    for name in sorted(set(files) - set(listed) - {MANIFEST, PROOF}):
        raise BrokenError(f"{name} 不在清单里。")
    for name, said in listed.items():
        if name not in files:
            raise BrokenError(f"清单里的 {name} 不在包里。")
        content = files[name]
        if len(content) != said["size"] or hashlib.sha256(content).hexdigest() != said["sha256"]:
            raise BrokenError(f"{name} 与清单的摘要不符,被改过。")


def _events(files: Mapping[str, bytes]) -> tuple[int, int]:
    """Hold each event of the case against its own hash; count them, and those that are sealed."""
    seen, sealed = 0, 0
    for event in _data(files, EVENTS):
        try:
            seq, content = int(event["seq"]), str(event["content"])
            before, said = bytes.fromhex(event["previous_hash"]), event["hash"]
        except (TypeError, LookupError, ValueError):
            raise BrokenError(f"{EVENTS} 里有读不懂的记录。") from None
        if not content:
            sealed += 1
        elif hashlib.sha256(before + content.encode()).hexdigest() != said:
            raise BrokenError(f"第 {seq} 条记录与它的散列不符,被改过。")
        if seq <= seen:
            raise BrokenError(f"第 {seq} 条记录的次序不对。")
        seen = seq
    return len(_data(files, EVENTS)), sealed


def _proved(files: Mapping[str, bytes]) -> tuple[str, str]:
    if PROOF not in files:
        raise BrokenError(f"没有 {PROOF}:取走时还没有签发。请在平台上再下载一次。")
    proof = _data(files, PROOF)
    try:
        key = fingerprint_of(proof)
        event = json.loads(proof["event"])
        made, manifest = event["type"], event["after"]["manifest_sha256"]
        signed_at = str(proof["tree_head"]["head"]["timestamp"])
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise BrokenError(f"签发证明不成立({error})。") from None
    if made != MADE or manifest != hashlib.sha256(files[MANIFEST]).hexdigest():
        raise BrokenError("清单不是平台签发的那一份,被改过。")
    return key, signed_at


def _data(files: Mapping[str, bytes], name: str) -> Any:
    try:
        return json.loads(files[name])
    except KeyError:
        raise BrokenError(f"包里没有 {name}。") from None
    except (ValueError, RecursionError):
        raise BrokenError(f"{name} 读不懂。") from None
