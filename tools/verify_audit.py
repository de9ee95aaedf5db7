#!/usr/bin/env python3
"""Verifies an exported audit log without any code of PerfAgent.

  python3 tools/verify_audit.py KEY FOLDER     a folder of `perf-agent audit export --out FOLDER`
  python3 tools/verify_audit.py KEY FILE       a proof of `perf-agent audit prove`

KEY is the line that `perf-agent audit key` prints, or a file with it. Needs the Python standard library and either the
package `cryptography` or the program `openssl`. Exit codes: 0 valid, 1 not valid, 2 usage.
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

LEAF, NODE = b"\x00", b"\x01"
ENTRY = re.compile(rb'\{"hash":"([0-9a-f]{64})",("note":\{.*)\Z', re.S)

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()

def split(size):
    return 1 << ((size - 1).bit_length() - 1)

def grow(edge, hashed):
    width = 1
    while edge and edge[-1][0] == width:
        hashed, width = sha(NODE, edge.pop()[1], hashed), width * 2
    edge.append((width, hashed))

def root(edge):
    hashed = edge[-1][1]
    for _, left in reversed(edge[:-1]):
        hashed = sha(NODE, left, hashed)
    return hashed

def check_signature(public, signature, text):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        with tempfile.TemporaryDirectory() as folder:
            spki = bytes.fromhex("302a300506032b6570032100") + public
            for name, content in (("key", spki), ("sig", signature), ("text", text)):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
            command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
            return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0
    try:
        return Ed25519PublicKey.from_public_bytes(public).verify(signature, text) is None
    except InvalidSignature:
        return False

def read_key(given):
    if not re.search(r"\+[0-9a-f]{8}\+", given):
        given = read(given).decode()
    name, key_id, encoded = given.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    if raw[:1] != b"\x01" or len(raw) != 33 or sha(name.encode() + b"\n" + raw)[:4].hex() != key_id:
        raise ValueError("this is no key that perf-agent audit key prints")
    return name, bytes.fromhex(key_id), raw[1:]

def open_checkpoint(note, key):
    name, key_id, public = key
    text, _, signatures = note.rpartition(b"\n\n")
    text += b"\n"
    lines = text.decode("utf-8", "replace").split("\n")
    if not note.endswith(b"\n") or len(lines) != 5 or lines[0] != name or not re.fullmatch(r"[1-9]\d{0,14}", lines[1]):
        return None
    signed = False
    for line in signatures[:-1].split(b"\n"):
        match = re.fullmatch("— (\\S+) ([A-Za-z0-9+/]+=*)", line.decode("utf-8", "replace"))
        if not match:
            return None
        blob = base64.b64decode(match[2])
        if match[1] != name or blob[:4] != key_id:
            continue
        if base64.b64encode(blob).decode() != match[2] or not check_signature(public, blob[4:], text):
            return None
        signed = True
    return (int(lines[1]), base64.b64decode(lines[2])) if signed else None

def parsed(entry):
    try:
        return json.loads(entry)
    except ValueError:
        return None

def check_chain(entries, first=1):
    before, keys = "0" * 64 if first == 1 else None, set()
    for number, entry in enumerate(entries, first):
        match, value = ENTRY.match(entry), parsed(entry)
        if value is None or not match or sha(b"{", match[2]).hex() != match[1].decode():
            return number
        follows = value["sequence"] == number and before in (None, value["previous"])
        if not follows or value["note"]["key"] in keys:
            return number
        keys.add(value["note"]["key"])
        before = value["hash"]
    return None

def verify_log(folder, key):
    entries = [line.rstrip(b"\r") for line in read(folder, "log.jsonl").split(b"\n") if line.strip(b"\r")]
    wrong = check_chain(entries)
    if wrong is not None:
        return False, f"the chain does not hold at entry {wrong}"
    checkpoints, place = {}, os.path.join(folder, "checkpoints")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        opened = open_checkpoint(read(place, name), key)
        if opened is None or f"{opened[0]:012d}.txt" != name:
            return False, f"the checkpoint {name} was not signed by the key"
        checkpoints[opened[0]] = opened[1]
    edge = []
    for size, entry in enumerate(entries, 1):
        grow(edge, sha(LEAF, entry))
        if size in checkpoints and checkpoints.pop(size) != root(edge):
            return False, f"the log of {size} entries is not the one that was signed"
    if checkpoints:
        return False, f"the log ends at entry {len(entries)}; {max(checkpoints)} were signed"
    return True, f"{len(entries)} entries hold"

def root_of(part, first, size, hashes):
    rest = iter(hashes)
    def walk(low, high):
        if high <= first or low >= first + len(part):
            return next(rest)
        if high - low == 1:
            return part[low - first]
        middle = low + split(high - low)
        return sha(NODE, walk(low, middle), walk(middle, high))
    whole = walk(0, size)
    return whole if next(rest, None) is None else None

def path_root(hashed, index, size, path):
    if size == 1:
        return hashed if not path else None
    middle = split(size)
    if index < middle:
        return sha(NODE, path_root(hashed, index, middle, path[:-1]), path[-1])
    return sha(NODE, path[-1], path_root(hashed, index - middle, size - middle, path[:-1]))

def consistent(first, second, path):
    rest = list(path)
    def walk(size, total, whole):
        if size == total:
            hashed = first[1] if whole else rest.pop(0)
            return hashed, hashed
        middle = split(total)
        if size <= middle:
            old, new = walk(size, middle, whole)
            return old, sha(NODE, new, rest.pop(0))
        old, new = walk(size - middle, total - middle, False)
        left = rest.pop(0)
        return sha(NODE, left, old), sha(NODE, left, new)
    return first[0] <= second[0] and walk(first[0], second[0], True) == (first[1], second[1]) and not rest

def verify_proof(proof, key):
    hashes = [bytes.fromhex(text) for text in proof["hashes"]]
    if proof["proves"] == "consistency":
        first, second = (open_checkpoint(proof[name].encode(), key) for name in ("earlier", "later"))
        return first is not None and second is not None and consistent(first, second, hashes)
    checkpoint = open_checkpoint(proof["checkpoint"].encode(), key)
    entries = [text.encode() for text in proof.get("entries", [proof.get("entry")])]
    first = json.loads(entries[0])["sequence"]
    if checkpoint is None or first < 1 or first - 1 + len(entries) > checkpoint[0] or check_chain(entries, first):
        return False
    leaves = [sha(LEAF, entry) for entry in entries]
    if proof["proves"] == "entry":
        return path_root(leaves[0], first - 1, checkpoint[0], hashes) == checkpoint[1]
    return root_of(leaves, first - 1, checkpoint[0], hashes) == checkpoint[1]

def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        key = read_key(sys.argv[1])
        if os.path.isdir(sys.argv[2]):
            valid, message = verify_log(sys.argv[2], key)
        else:
            valid = verify_proof(json.loads(read(sys.argv[2])), key)
            message = f"the proof {'holds' if valid else 'does not hold'}"
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration) as error:
        valid, message = False, f"cannot be read: {error}"
    print(f"{'valid' if valid else 'NOT VALID'}: {message}")
    return 0 if valid else 1

if __name__ == "__main__":
    sys.exit(main())
