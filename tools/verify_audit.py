#!/usr/bin/env python3
"""Verifies an exported audit log without any code of PerfAgent.
  python3 tools/verify_audit.py KEY FOLDER     a folder of `perf-agent audit export --out FOLDER`
  python3 tools/verify_audit.py KEY FILE       a proof of `perf-agent audit prove`
KEY is a line that `perf-agent audit key` prints, or a file of such lines; keys before and after it are found in the log.
Needs Python 3.9, and the package `cryptography` or the program `openssl`. Exit codes: 0 valid, 1 not valid, 2 usage.
"""
import base64, decimal, functools, hashlib, json, os, re, subprocess, sys, tempfile
from pathlib import Path

LEAF, NODE, MOST_LEVELS, MOST_LEAVES, SPKI = b"\x00", b"\x01", 32, 1024, bytes.fromhex("302a300506032b6570032100")
OPENSSL = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
ENTRY = re.compile(rb'\{"hash":"([0-9a-f]{64})",("note":\{.*)\Z', re.S)
MEMBERS = {"entry": {"entry", "checkpoint"}, "range": {"entries", "checkpoint"}, "consistency": {"earlier", "later"}}
ROTATION = re.compile(rb"(.*\n)key (\S+)\nnext (\S+)\n", re.S)
SIGNATURE = re.compile("— ([^\\s\x00-\x1f\x7f-\x9f\ufeff]+) ([A-Za-z0-9+/]+=*)")
TIME = re.compile(r"time [0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{3}Z")
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def split(size):
    return 1 << ((size - 1).bit_length() - 1)
def grow(edge, hashed, width=1):
    while edge and edge[-1][0] == width:
        hashed, width = sha(NODE, edge.pop()[1], hashed), width * 2
    edge.append((width, hashed))
def root(edge):
    return functools.reduce(lambda right, left: sha(NODE, left[1], right), edge[-2::-1], edge[-1][1])
def regular(file):  # a pipe, which somebody may have put there, would be waited for
    if file.is_file():
        return file
    raise OSError(f"this is no file that can be read: {file}")
def decoded(text):  # base64 as it is written, and in no other way
    raw = base64.b64decode(text)
    return raw if base64.b64encode(raw).decode() == text else b""
def check_signature(public, signature, text):
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        return Ed25519PublicKey.from_public_bytes(public).verify(signature, text) is None
    except ImportError:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in (("key", SPKI + public), ("sig", signature), ("text", text)):
                Path(folder, name).write_bytes(content)
            return subprocess.run(OPENSSL.split(), cwd=folder, capture_output=True, check=False).returncode == 0
    except Exception:  # InvalidSignature of the package, which has no name where that is missing
        return False
def parse_key(line):
    name, key_id, encoded = line.strip().split("+", 2)
    raw = decoded(encoded)
    if raw[:1] != b"\x01" or len(raw) != 33 or sha(name.encode() + b"\n" + raw)[:4].hex() != key_id:
        raise ValueError("this is no key that perf-agent audit key prints")
    return name, bytes.fromhex(key_id), raw[1:]
def open_note(note, key):
    (text, _, signatures), signed = note.rpartition(b"\n\n"), None
    for line in signatures.decode().split("\n")[:-1]:
        raw = decoded(match[2]) if (match := SIGNATURE.fullmatch(line)) else b""
        ours = len(raw) > 4 and match[1] == key[0] and raw[:4] == key[1]
        if len(raw) < 5 or ours and not check_signature(key[2], raw[4:], text + b"\n"):
            return None
        signed = text + b"\n" if ours else signed
    return signed if note.endswith(b"\n") else None
def read_head(text, name):
    lines = text.decode().split("\n")
    whole = len(lines) == 5 and lines[0] == name and re.fullmatch("[1-9][0-9]{0,14}", lines[1]) and TIME.fullmatch(lines[3])
    if not whole or len(decoded(lines[2])) != 32:
        raise ValueError("what was signed is no checkpoint")
    return int(lines[1]), decoded(lines[2]), name
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
def check_chain(entries, leaves, first=1):  # the first that is not in the one form of entries or does not follow, or None
    before, keys = "0" * 64 if first == 1 else None, set()
    for place, entry in enumerate(entries, first):
        try:
            match, value = ENTRY.match(entry), json.loads(entry.decode(), parse_int=float, parse_constant=str)
            number, key, previous = value["sequence"], value["note"]["key"], value["previous"]
            sound = sha(b"{", match[2]).hex() == match[1].decode() and canonical(value).encode() == entry
            short, counted = sha(key.encode())[:16], type(number) is float and number == place
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return place
        if not (sound and counted and before in (None, previous)) or short in keys:
            return place
        before = keys.add(short) or value["hash"]
        leaves.append(sha(LEAF, entry))
def listed(folder):
    return [file for file in folder.iterdir() if file.name[0] != "."] if os.path.lexists(folder) else []
def sized(folder, ending):  # by the sizes that their names say
    files = {file.name.removesuffix(ending) if file.suffix == ending else "": file for file in listed(folder)}
    if not all(re.fullmatch("[0-9]{12,15}", size) and 0 < int(size) and f"{int(size):012d}" == size for size in files):
        raise ValueError(f"a file in {folder.name} is named like none of them")
    return {int(size): file for size, file in files.items()}
def verify_log(folder, keys):
    edge, edges, leaves, log = [], {}, [], regular(Path(folder, "log.jsonl")).open("rb")
    trusted, last = ring(keys, [regular(file).read_bytes() for file in listed(Path(folder, "rotations"))])
    files, noted = sized(Path(folder, "checkpoints"), ".txt"), sized(Path(folder, "leaves"), ".json")
    signed = {size: open_checkpoint(regular(file).read_bytes(), trusted) for size, file in files.items()}
    heads = [*last.values(), *signed.values()]
    roots, sizes = {head[:2] for head in heads}, {head[0] for head in heads}
    newest = max((size for size, *_, key in signed.values() if key not in last or size <= last[key][0]), default=0)
    if max(signed, default=0) > newest or noted.keys() - files.keys() or len({head[2] for head in heads}) > 1:
        return False, "a checkpoint is gone, of another log, or of a key that signed after another had followed it"
    if place := check_chain(filter(None, (line.removesuffix(b"\n").removesuffix(b"\r") for line in log)), leaves):
        return False, f"the chain does not hold at entry {place}"
    for size, leaf in enumerate(leaves, 1):
        grow(edge, leaf)
        if size in sizes:
            edges[size] = [part.hex() for _, part in edge]
            roots.discard((size, root(edge)))
    wrong = sorted({size for size, _ in roots} | {size for size in signed if signed[size][0] != size})
    for size, file in noted.items() if not wrong else []:
        said = json.loads(regular(file).read_bytes().decode(), parse_int=float)
        part = [leaf.hex() for leaf in leaves[max(0, int(said["from"]), size - MOST_LEAVES):size]]
        known = {"schema": "perf-agent.audit-leaves.v1", "from": size - len(part), "size": size, "leaves": part}
        same = said == {**known, "frontier": edges[size]} and bool not in (type(said["from"]), type(said["size"]))
        wrong += [] if same and part else [size]
    if wrong:
        return False, f"the log of {wrong[0]} entries, or what was noted with it, is not what was signed"
    return True, f"{len(leaves)} entries hold, {len(leaves) - newest} of them after the newest checkpoint"
def root_of(part, first, size, hashes, upwards):
    rest = iter(hashes)
    def walk(low, high):
        if high <= first or low >= first + len(part):
            return next(rest)
        if high - low == 1:
            return part[low - first]
        middle = low + split(high - low)
        right = walk(middle, high) if upwards and first >= middle else b""  # a path begins at its leaf
        return sha(NODE, walk(low, middle), right or walk(middle, high))
    return walk(0, size), next(rest, None)
def consistent(first, second, rest):
    def walk(size, total, whole):
        if size == total:
            return (first[1] if whole else rest.pop(0),) * 2
        middle = split(total)
        old, new = walk(size, middle, whole) if size <= middle else walk(size - middle, total - middle, False)
        side = rest.pop(0)
        return (old, sha(NODE, new, side)) if size <= middle else (sha(NODE, side, old), sha(NODE, side, new))
    return first[0] <= second[0] and walk(first[0], second[0], True) == (first[1], second[1]) and not rest
def verify_proof(file, keys):
    proof = json.loads(regular(file).read_bytes().decode())
    kind, hashes = proof["proves"], [bytes.fromhex(text) for text in proof["hashes"]]
    notes, entries = proof.get("rotations", []), proof.get("entries", [proof.get("entry")])
    known = {*proof} - {"rotations"} == MEMBERS[kind] | {"schema", "proves", "hashes"} and type(notes) is type(entries) is list
    whole = [each.hex() for each in hashes if len(each) == 32] == proof["hashes"]
    if not (known and whole) or proof["schema"] != "perf-agent.audit-proof.v1":
        raise ValueError("it is no proof of perf-agent audit prove")
    trusted, last = ring(keys, [note.encode() for note in notes])
    heads = [open_checkpoint(proof[name].encode(), trusted) for name in ("checkpoint", "earlier", "later") if name in proof]
    size, expected, log, key = heads[-1]
    if key in last and last[key][:2] != (size, expected):
        return False, "another key had followed that of the checkpoint: ask for a proof under one of the key in force"
    if kind == "consistency":
        return heads[0][2] == log and consistent(*heads, hashes), f"growth of {log}"
    first, leaves = json.loads(entries[0])["sequence"], []
    if first < 1 or first + len(entries) - 1 > size or check_chain([text.encode() for text in entries], leaves, first):
        return False, f"entry {first} and those after it"
    return root_of(leaves, first - 1, size, hashes, kind == "entry") == (expected, None), f"{kind} from entry {first} of {log}"
def main():
    if len(sys.argv) != 3:
        return print(__doc__, file=sys.stderr) or 2
    keys, target = None, Path(sys.argv[2])
    try:
        given = sys.argv[1] if re.search(r"\+[0-9a-f]{8}\+", sys.argv[1]) else Path(sys.argv[1]).read_text(encoding="utf-8")
        keys = [parse_key(line) for line in given.split("\n") if line.strip()]
        valid, message = (verify_log if target.is_dir() else verify_proof)(target, keys)
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, StopIteration, TypeError, ValueError) as why:
        if keys is None or isinstance(why, OSError):
            return print(why, file=sys.stderr) or 2
        valid, message = False, f"cannot be read: {why}"
    return print(f"{'valid' if valid else 'NOT VALID'}: {message}") or int(not valid)
if __name__ == "__main__":
    sys.exit(main())
