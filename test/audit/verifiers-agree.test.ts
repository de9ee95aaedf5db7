import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportedLog } from '../../apps/cli/audit/exported-log.ts';
import { AuditProof, proveConsistency, proveEntries, verifyProof } from '../../shared/audit/audit-proof.ts';
import { type Checkpoint, openCheckpoint, originOf, signCheckpoint } from '../../shared/audit/checkpoint.ts';
import { createMerkleTree, leafHash } from '../../shared/audit/merkle-tree.ts';
import type { NoteKey, NoteSigner } from '../../shared/audit/signed-note.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { writeExported } from './exported-folder.ts';
import { hasPython, python } from './python-verifier.ts';
import { KEYS, rotated } from './rotation-attacks.ts';
import { type ExportedLog, hashedAnew, noteOf, signedLog, signerOf } from './signed-log.ts';

/** What an auditor is told: 0 valid, 1 not valid, 2 it cannot be read. */
type Code = 0 | 1 | 2;

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-agree-'));
const key = signerOf(7);
const sound = await signedLog(60, 12, key);
const other = signerOf(7, 'other');
const FIRST = '000000000012';
const note = noteAt(sound, 12);
const head = opened(note, key);
const root = Buffer.from(head.root).toString('base64');
let written = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPython)('both verifiers (skipped without python3)', () => {
  it.each<[string, Code, string | Buffer]>([
    ['that a witness signed, too', 0, `${note}— witness.example AAAAAAAA\n`],
    ['with a signature that is no base64', 1, `${note}— witness A\n`],
    ['with a signature that is too short', 1, `${note}— witness AAAA\n`],
    ['with a signature in another spelling', 1, `${note}— witness AAAAAAB=\n`],
    ['with a name that has a blank to some', 1, `${note}— a\u0085b AAAAAAAA\n`],
    ['with a name that has a mark to some', 1, `${note}— a\uFEFFb AAAAAAAA\n`],
    [
      'with a name that is no UTF-8',
      1,
      Buffer.concat([Buffer.from(`${note}— `), Buffer.from([0xff]), Buffer.from(' AAAAAAAA\n')]),
    ],
    ['without a time', 1, key.sign(`${originOf('default')}\n12\n${root}\n`)],
    ['of another time than there is', 1, key.sign(`${originOf('default')}\n12\n${root}\ntime yesterday\n`)],
    [
      'with more than base64 in its root',
      1,
      key.sign(`${originOf('default')}\n12\n!${root}\ntime ${head.at}\n`),
    ],
    ['with digits of another script', 1, key.sign(`${originOf('default')}\n1٢\n${root}\ntime ${head.at}\n`)],
    [
      'of another log under a key of this one',
      1,
      key.sign(`${originOf('other')}\n12\n${root}\ntime ${head.at}\n`),
    ],
    ['of another log under its own key', 1, signCheckpoint({ ...head, origin: originOf('other') }, other)],
  ])('say the same of a checkpoint %s', async (_what, code, text) => {
    const at = exported(sound, (to) => writeFileSync(path.join(to, 'checkpoints', `${FIRST}.txt`), text));

    expect(await ours(at, [key, other])).toBe(code);
    expect(python([[[key, other], at]])).toEqual([code]);
  });

  it.each<[string, Code, (leaves: string) => string, string?]>([
    ['that count from below nought', 1, (text) => text.replace('"from":0', '"from":-48')],
    ['that count from false', 1, (text) => text.replace('"from":0', '"from":false')],
    [
      'whose numbers are written otherwise',
      0,
      (text) => text.replace('"from":0,"size":12', '"from":0.0,"size":1.2e1'),
    ],
    ['of one entry more', 1, (text) => text.replace('"size":12', '"size":13')],
    [
      'of no entry',
      1,
      (text) => text.replace('"from":0', '"from":12').replace(/"leaves":\[.*?\]/, '"leaves":[]'),
    ],
    ['that say more', 1, (text) => text.replace('{', '{"more":1,')],
    ['of no schema', 1, (text) => text.replace('.v1', '.v2')],
    [
      'without a checkpoint',
      1,
      (text) => text.replace(/"frontier":\[.*?\]/, '"frontier":null'),
      '000000000013',
    ],
    ['under no number', 1, (text) => text, 'x'],
    ['in lists without end', 1, () => '['.repeat(100_000)],
  ])('say the same of leaves %s', async (_what, code, edit, name = FIRST) => {
    const at = exported(sound, (to) => {
      const standing = readFileSync(path.join(to, 'leaves', `${FIRST}.json`), 'utf8');
      writeFileSync(path.join(to, 'leaves', `${name}.json`), edit(standing));
    });

    expect(await ours(at, [key])).toBe(code);
    expect(python([[[key], at]])).toEqual([code]);
  });

  it.each<[string, Code, (folder: string) => void]>([
    ['a folder lies among the checkpoints', 1, (to) => mkdirSync(path.join(to, 'checkpoints', 'sub'))],
    ['a folder lies among the leaves', 1, (to) => mkdirSync(path.join(to, 'leaves', 'sub'))],
    ['a folder lies among the changes of key', 2, (to) => mkdirSync(path.join(to, 'rotations', 'sub'))],
    ['the leaves are a file', 2, (to) => instead(path.join(to, 'leaves'))],
    ['the checkpoints are a file', 2, (to) => instead(path.join(to, 'checkpoints'))],
    ['the changes of key are a file', 2, (to) => instead(path.join(to, 'rotations'))],
    [
      'a checkpoint leads nowhere',
      2,
      (to) => symlinkSync('x', path.join(to, 'checkpoints', '000000000099.txt')),
    ],
    ['the log is a pipe', 2, (to) => pipeAt(path.join(to, 'log.jsonl'))],
    ['a checkpoint is a pipe', 2, (to) => pipeAt(path.join(to, 'checkpoints', `${FIRST}.txt`))],
    ['leaves are a pipe', 2, (to) => pipeAt(path.join(to, 'leaves', `${FIRST}.json`))],
    ['a change of key is a pipe', 2, (to) => pipeAt(path.join(to, 'rotations', '1.txt'))],
    [
      'nothing is signed',
      0,
      (to) => ['leaves', 'checkpoints'].forEach((name) => rmSync(path.join(to, name), { recursive: true })),
    ],
    [
      'lines end in another way',
      0,
      (to) => rewrite(path.join(to, 'log.jsonl'), (text) => text.replaceAll('\n', '\r\n\n')),
    ],
    ['a blank follows', 1, (to) => appendFileSync(path.join(to, 'log.jsonl'), ' \n')],
  ])('say the same where %s', async (_what, code, attack) => {
    const at = exported(sound, attack);

    expect(await ours(at, [key])).toBe(code);
    expect(python([[[key], at]])).toEqual([code]);
  });

  it('take no document for a proof that is none, however it is made', () => {
    const one = proveEntries(treeOf(sound.entries), sound.entries.slice(16, 17), 17, {
      note: noteAt(sound, 60),
      checkpoint: opened(noteAt(sound, 60), key),
    });
    const range = proveEntries(treeOf(sound.entries), sound.entries.slice(4, 9), 5, {
      note: noteAt(sound, 60),
      checkpoint: opened(noteAt(sound, 60), key),
    });
    const entries = range.proves === 'range' ? range.entries : [];
    const odd: readonly unknown[] = [
      ...['', {}, null, false, 0].map((rotations) => ({ ...one, rotations })),
      ...[Object.fromEntries(entries.map((entry) => [entry, 0])), entries[0], []].map((list) => ({
        ...range,
        entries: list,
      })),
      ...[
        one.hashes.map((hash) => hash.slice(2)),
        Object.fromEntries(one.hashes.map((hash) => [hash, 0])),
        '',
        Array(100_000).fill(one.hashes[0]),
      ].map((hashes) => ({ ...one, hashes })),
      { ...one, proves: ['entry'] },
      { ...one, index: 16 },
      [one],
    ];
    const files = [...odd.map((value) => JSON.stringify(value)), '\uFEFF{}', '['.repeat(100_000)].map(
      proofFile,
    );
    const unedited = [one, range].map((proof) => proofFile(JSON.stringify(proof)));

    expect(unedited.map((file) => oursOfProof(file, [key]))).toEqual([0, 0]);
    expect(python(unedited.map((file) => [[key], file]))).toEqual([0, 0]);
    expect(files.map((file) => oursOfProof(file, [key]))).toEqual(files.map(() => 1));
    expect(python(files.map((file) => [[key], file]))).toEqual(files.map(() => 1));
  });

  it('believe a former key no other log than the one under which it was followed', () => {
    const made = hashedAnew(Array.from({ length: 120 }, (_, index) => noteOf(index + 500)));
    const tree = treeOf(made);
    const stolen = (size: number): { note: string; checkpoint: Checkpoint } => {
      const checkpoint = { ...head, size, root: tree.subtree(0, size) };
      return { checkpoint, note: signCheckpoint(checkpoint, KEYS.old) };
    };
    const followedAt = Math.max(
      ...[...rotated.checkpoints].flatMap(([size, { note: text }]) =>
        openCheckpoint(text, KEYS.old) === null ? [] : [size],
      ),
    );
    const forged = [20, followedAt, 120].map((size) =>
      proveEntries(tree, made.slice(9, 10), 10, stolen(size)),
    );
    const grown = proveConsistency(tree, stolen(100), stolen(120));
    const last = noteAt(rotated, followedAt);
    const honest = proveEntries(treeOf(rotated.entries), rotated.entries.slice(4, 5), 5, {
      note: last,
      checkpoint: opened(last, KEYS.old),
    });
    const files = [honest, ...forged, grown].map((proof) =>
      proofFile(JSON.stringify({ ...proof, rotations: rotated.rotations })),
    );

    expect(files.map((file) => oursOfProof(file, [KEYS.next]))).toEqual([0, 1, 1, 1, 1]);
    expect(python(files.map((file) => [[KEYS.next], file]))).toEqual([0, 1, 1, 1, 1]);
  });

  it('join no two logs to one that grew', () => {
    const [earlier, later] = [12, 60].map((size) => opened(noteAt(sound, size), key));
    if (earlier === undefined || later === undefined) throw new TypeError('The log has both checkpoints.');
    const elsewhere = { ...later, origin: originOf('other') };
    const proof = proveConsistency(
      treeOf(sound.entries),
      { note, checkpoint: earlier },
      { note: signCheckpoint(elsewhere, other), checkpoint: elsewhere },
    );
    const file = proofFile(JSON.stringify(proof));

    expect(oursOfProof(file, [key, other])).toBe(1);
    expect(python([[[key, other], file]])).toEqual([1]);
  });
});

async function ours(at: string, keys: readonly NoteKey[]): Promise<Code> {
  try {
    return (await verifyAuditLog(exportedLog(at), keys)).valid ? 0 : 1;
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'INPUT_INVALID') return 2;
    throw error;
  }
}

function oursOfProof(file: string, keys: readonly NoteKey[]): Code {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return 1;
  }
  const { data } = AuditProof.safeParse(value);
  return data !== undefined && verifyProof(data, keys).valid ? 0 : 1;
}

function exported(log: ExportedLog, attack: (folder: string) => void): string {
  const at = writeExported(path.join(folder, String((written += 1))), log);
  attack(at);
  return at;
}

function proofFile(text: string): string {
  const file = path.join(folder, `proof-${(written += 1)}.json`);
  writeFileSync(file, text);
  return file;
}

/** Nobody writes into it: who opens it to read waits for ever. */
function pipeAt(place: string): void {
  rmSync(place, { force: true });
  execFileSync('mkfifo', [place]);
}

function instead(place: string): void {
  rmSync(place, { recursive: true });
  writeFileSync(place, 'x');
}

function rewrite(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

function treeOf(entries: readonly string[]): ReturnType<typeof createMerkleTree> {
  return createMerkleTree(entries.map(leafHash));
}

function noteAt(log: ExportedLog, size: number): string {
  return log.checkpoints.get(size)?.note ?? '';
}

function opened(text: string, signer: NoteSigner): Checkpoint {
  const checkpoint = openCheckpoint(text, signer);
  if (checkpoint === null) throw new TypeError('The checkpoint opens under its key.');
  return checkpoint;
}
