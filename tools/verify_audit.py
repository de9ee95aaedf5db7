#!/usr/bin/env python3
"""Verifies an exported audit log without any code of PerfAgent.
  python3 tools/verify_audit.py KEY FOLDER     a folder of `perf-agent audit export --out FOLDER`
  python3 tools/verify_audit.py KEY FILE       a proof of `perf-agent audit prove`
KEY is a line that `perf-agent audit key` prints, or a file of such lines; keys before and after it are found in the log.
Needs Python 3.9, and the package `cryptography` or the program `openssl`. Exit codes: 0 valid, 1 not valid, 2 usage.
"""
import base64, decimal, functools, hashlib, json, re, subprocess, sys, tempfile
from pathlib import Path

LEAF, NODE, MOST_LEVELS = b"\x00", b"\x01", 32
ENTRY = re.compile(rb'\{"hash":"([0-9a-f]{64})",("note":\{.*)\Z', re.S)
MEMBERS = {"entry": {"entry", "checkpoint"}, "range": {"entries", "checkpoint"}, "consistency": {"earlier", "later"}}
ROTATION = re.compile(rb"(.*\n)key (\S+)\nnext (\S+)\n", re.S)

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def split(size):
    return 1 << ((size - 1).bit_length() - 1)
def grow(edge, hashed):
    width = 1
    while edge and edge[-1][0] == width:
        hashed, width = sha(NODE, edge.pop()[1], hashed), width * 2
    edge.append((width, hashed))
def root(edge):
    return functools.reduce(lambda right, left: sha(NODE, left[1], right), edge[-2::-1], edge[-1][1])

def check_signature(public, signature, text):
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        return Ed25519PublicKey.from_public_bytes(public).verify(signature, text) is None
    except ImportError:
        with tempfile.TemporaryDirectory() as folder:
            der = bytes.fromhex("302a300506032b6570032100") + public
            for name, content in (("key", der), ("sig", signature), ("text", text)):
                Path(folder, name).write_bytes(content)
            command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
            return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0
    except Exception:  # InvalidSignature of the package, which has no name where that is missing
        return False
def parse_key(line):
    name, key_id, encoded = line.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    if raw[:1] != b"\x01" or len(raw) != 33 or sha(name.encode() + b"\n" + raw)[:4].hex() != key_id:
        raise ValueError("this is no key that perf-agent audit key prints")
    return name, bytes.fromhex(key_id), raw[1:]
def open_note(note, key):
    (text, _, signatures), signed = note.rpartition(b"\n\n"), None
    for line in signatures.split(b"\n")[:-1]:
        name, blob = re.fullmatch("— (\\S+) ([A-Za-z0-9+/]+=*)", line.decode()).groups()
        raw = base64.b64decode(blob)
        if name == key[0] and raw[:4] == key[1]:
            if base64.b64encode(raw).decode() != blob or not check_signature(key[2], raw[4:], text + b"\n"):
                return None
            signed = text + b"\n"
    return signed if note.endswith(b"\n") else None
def read_head(text, name):
    lines = text.decode().split("\n")
    if len(lines) != 5 or lines[0] != name or not re.fullmatch(r"[1-9]\d{0,14}", lines[1]):
        raise ValueError("what was signed is no checkpoint")
    return int(lines[1]), base64.b64decode(lines[2])
def ring(keys, notes):
    """Trusted keys by id, and what those signed last that another followed; each of two vouches for the other."""
    trusted, last = {key[1]: key for key in keys}, {}
    for note in notes * len(notes):  # as often as it takes to follow the chain from any of its keys
        said = ROTATION.fullmatch(note.rpartition(b"\n\n")[0] + b"\n")
        old, new = (parse_key(key.decode()) for key in said.groups()[1:])
        vouched = old[0] == new[0] and open_note(note, old) and open_note(note, new)
        if vouched and (old in trusted.values() or new in trusted.values()):
            trusted.update({old[1]: old, new[1]: new})
            last[old[1]] = read_head(said[1], old[0])
    if len(last) != len(notes):
        raise ValueError("a statement that one key follows another is forged, or joins no key that was given")
    return trusted, last
def open_checkpoint(note, trusted):
    for key in trusted.values():
        if text := open_note(note, key):
            return *read_head(text, key[0]), key[1]
    raise ValueError("a checkpoint was not signed by a known key")

def number(value):  # as ECMAScript prints it, which is what RFC 8785 asks for
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        return format(decimal.Decimal(repr(value + 0)), "f").removesuffix(".0")
    return repr(value).replace("e-0", "e-")
def canonical(value, level=0):
    if level >= MOST_LEVELS and isinstance(value, (dict, list)):
        raise ValueError("no entry is that deep")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name], level + 1)}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, level + 1) for item in value) + "]"
    return number(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
def check_chain(entries, first=1):  # the first that is not in the one form of entries or does not follow, or None
    before, keys = "0" * 64 if first == 1 else None, set()
    for place, entry in enumerate(entries, first):
        try:
            match, value = ENTRY.match(entry), json.loads(entry.decode(), parse_int=float, parse_constant=str)
            number, key, previous = value["sequence"], value["note"]["key"], value["previous"]
            hashed = sha(b"{", match[2]).hex() == match[1].decode() and canonical(value).encode() == entry
        except (ValueError, TypeError, KeyError, RecursionError):
            return place
        typed = (type(number), type(key)) == (float, str)
        if not (hashed and typed and number == place and before in (None, previous)) or key in keys:
            return place
        before = keys.add(key) or value["hash"]

def verify_log(folder, keys):
    lines = Path(folder, "log.jsonl").read_bytes().split(b"\n")
    entries = [entry for entry in (line.removesuffix(b"\r") for line in lines) if entry]
    if wrong := check_chain(entries):
        return False, f"the chain does not hold at entry {wrong}"
    trusted, last = ring(keys, [file.read_bytes() for file in Path(folder, "rotations").glob("[!.]*")])
    signed = {file.name: open_checkpoint(file.read_bytes(), trusted) for file in Path(folder, "checkpoints").glob("[!.]*")}
    late = [size for size, _, key in signed.values() if key in last and size > last[key][0]]
    newest = max((size for size, _, key in signed.values() if key not in last or size <= last[key][0]), default=0)
    if max(late, default=0) > newest or any(f"{opened[0]:012d}.txt" != name for name, opened in signed.items()):
        return False, "a checkpoint is of another size, or of a key that signed after another had followed it"
    edge, edges, roots, leaves = [], {}, {}, [sha(LEAF, entry) for entry in entries]
    for size, signed_root, *_ in [*last.values(), *signed.values()]:
        roots.setdefault(size, set()).add(signed_root)
    for size, leaf in enumerate(leaves, 1):
        grow(edge, leaf)
        if size in roots and roots[size] != {root(edge)}:
            return False, f"the log of {size} entries is not the one that was signed"
        edges[f"{size:012d}.json"] = [part.hex() for _, part in edge] if f"{size:012d}.txt" in signed else None
    if max(roots, default=0) > len(entries):
        return False, f"the log ends at entry {len(entries)}; {max(roots)} were signed"
    for file in Path(folder, "leaves").glob("[!.]*"):
        noted = json.loads(file.read_bytes().decode())
        part = [leaf.hex() for leaf in leaves[noted["from"]:noted["size"]]]
        if (part, edges.get(file.name)) != (noted["leaves"], noted["frontier"]):
            return False, f"{file.name} does not hold the leaves that were signed"
    return True, f"{len(entries)} entries hold, {len(entries) - newest} of them after the newest checkpoint"

def root_of(part, first, size, hashes):
    rest = iter(hashes)
    def walk(low, high):
        if high <= first or low >= first + len(part):
            return next(rest)
        if high - low == 1:
            return part[low - first]
        middle = low + split(high - low)
        return sha(NODE, walk(low, middle), walk(middle, high))
    return walk(0, size), next(rest, None)
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
            return (first[1] if whole else rest.pop(0),) * 2
        middle = split(total)
        if size <= middle:
            old, new = walk(size, middle, whole)
            return old, sha(NODE, new, rest.pop(0))
        old, new = walk(size - middle, total - middle, False)
        left = rest.pop(0)
        return sha(NODE, left, old), sha(NODE, left, new)
    return first[0] <= second[0] and walk(first[0], second[0], True) == (first[1], second[1]) and not rest

def verify_proof(file, keys):
    proof = json.loads(file.read_bytes().decode())
    kind, hashes = proof["proves"], [bytes.fromhex(text) for text in proof["hashes"]]
    known = {*proof} - {"rotations"} == MEMBERS[kind] | {"schema", "proves", "hashes"}
    if not known or proof["schema"] != "perf-agent.audit-proof.v1" or [each.hex() for each in hashes] != proof["hashes"]:
        raise ValueError("it is no proof of perf-agent audit prove")
    trusted, _ = ring(keys, [note.encode() for note in proof.get("rotations", [])])
    if kind == "consistency":
        heads = (open_checkpoint(proof[name].encode(), trusted) for name in ("earlier", "later"))
        return consistent(*heads, hashes), "growth"
    size, expected, _ = open_checkpoint(proof["checkpoint"].encode(), trusted)
    entries = [text.encode() for text in ([proof["entry"]] if kind == "entry" else proof["entries"])]
    first, leaves = json.loads(entries[0])["sequence"], [sha(LEAF, entry) for entry in entries]
    if first < 1 or first + len(entries) - 1 > size or check_chain(entries, first):
        return False, f"entry {first} and those after it"
    if kind == "entry":
        return path_root(leaves[0], first - 1, size, hashes) == expected, f"entry {first}"
    return root_of(leaves, first - 1, size, hashes) == (expected, None), f"entries from {first}"
def main():
    if len(sys.argv) != 3:
        return print(__doc__, file=sys.stderr) or 2
    try:
        given = sys.argv[1] if re.search(r"\+[0-9a-f]{8}\+", sys.argv[1]) else Path(sys.argv[1]).read_text()
        keys = [parse_key(line) for line in given.split("\n") if line.strip()]
        valid, message = (verify_log if Path(sys.argv[2]).is_dir() else verify_proof)(Path(sys.argv[2]), keys)
    except OSError as error:
        return print(error, file=sys.stderr) or 2
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration) as error:
        valid, message = False, f"cannot be read: {error}"
    print(f"{'valid' if valid else 'NOT VALID'}: {message}")
    return 0 if valid else 1
if __name__ == "__main__":
    sys.exit(main())
