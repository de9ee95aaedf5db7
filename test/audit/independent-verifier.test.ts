import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AuditProof, proveConsistency, proveEntries, verifyProof } from '../../shared/audit/audit-proof.ts';
import { exportedLog } from '../../apps/cli/audit/exported-log.ts';
import { createKeyRing } from '../../shared/audit/key-ring.ts';
import { createMerkleTree, leafHash } from '../../shared/audit/merkle-tree.ts';
import { type NoteKey, printNoteKey } from '../../shared/audit/signed-note.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { writeExported } from './exported-folder.ts';
import { hasPython, python, SCRIPT } from './python-verifier.ts';
import { picker } from './mutations.ts';
import { ALL_MUTATIONS, ODD_MUTATIONS } from './odd-mutations.ts';
import { KEYS, rotated, ROTATION_ATTACKS } from './rotation-attacks.ts';
import { type ExportedLog, logOf, signedLog, signerOf } from './signed-log.ts';

const OF_EACH = 3;
const FIRST = '000000000012.txt';
const HASHED_ANEW = Object.entries(ODD_MUTATIONS).flatMap(([kind, mutate]) =>
  kind.endsWith('the entry is hashed anew') ? [mutate] : [],
);
const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-verify-'));
const key = signerOf(7);
const sound = await signedLog(60, 12, key);
let written = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPython)('the verifier in Python (skipped without python3)', () => {
  it('is shorter than 200 lines', () => {
    expect(readFileSync(SCRIPT, 'utf8').trimEnd().split('\n').length).toBeLessThan(200);
  });

  it('accepts the log as it was written, and one that was handed over by either key alone', () => {
    expect(
      python([
        [[key], write(sound)],
        [[KEYS.old], write(rotated)],
        [[KEYS.next], write(rotated)],
        [[KEYS.stranger, KEYS.next], write(rotated)],
        [[KEYS.stranger], write(rotated)],
      ]),
    ).toEqual([0, 0, 0, 0, 1]);
  });

  it('agrees with ours over each kind of attack', async () => {
    const attacked = Object.entries(ALL_MUTATIONS).flatMap(([kind, mutate]) => {
      const pick = picker(kind.length * 104_729);
      return Array.from({ length: OF_EACH }, () => ({ kind, keys: [key], log: mutate(sound, pick).log }));
    });
    const handedOver = Object.entries(ROTATION_ATTACKS).flatMap(([kind, attack]) =>
      [[KEYS.old], [KEYS.next]].map((keys) => ({ kind, keys, log: attack(rotated) })),
    );
    const cases = [...attacked, ...handedOver];

    const theirs = python(cases.map(({ keys, log }) => [keys, write(log)]));
    const ours = await Promise.all(cases.map(({ keys, log }) => verifyAuditLog(logOf(log), keys)));

    const apart = cases.filter((_, index) => theirs[index] !== 1 || ours[index]?.valid !== false);
    expect(apart.map(({ kind }) => kind)).toEqual([]);
  });

  it('agrees with ours where nothing is signed and the form of an entry alone tells', async () => {
    const unsigned = { ...sound, checkpoints: new Map() };
    const cases = HASHED_ANEW.map((mutate) => mutate(unsigned, (below) => below - 1).log);

    const theirs = python(cases.map((log) => [[key], write(log)]));
    const ours = await Promise.all(cases.map((log) => verifyAuditLog(logOf(log), [key])));

    expect(theirs).toEqual(ours.map(({ valid }) => (valid ? 0 : 1)));
    expect(theirs.filter((code) => code === 1).length).toBeGreaterThan(15);
  });

  it.each<[string, (folder: string) => void]>([
    ['a checkpoint is gone and its leaves are left', (at) => rmSync(path.join(at, 'checkpoints', FIRST))],
    ['a checkpoint stands under a longer number', (at) => move(at, `0${FIRST}`)],
    ['a checkpoint stands under another ending', (at) => move(at, FIRST.replace('.txt', '.bak'))],
    ['a checkpoint stands under another size', (at) => move(at, FIRST.replace('12', '13'))],
    [
      'a byte order mark stands before leaves',
      (at) => marked(path.join(at, 'leaves', FIRST.replace('txt', 'json'))),
    ],
  ])('finds with ours that %s', async (_what, attack) => {
    const attacked = write(sound);
    attack(attacked);

    const { valid, faults } = await verifyAuditLog(exportedLog(attacked), [key]);

    expect([valid, faults[0]?.fault]).toEqual([false, expect.stringMatching(/^(checkpoint|leaves)-/)]);
    expect(python([[[key], attacked]])).toEqual([1]);
  });

  it('takes no proof that says more, or says it otherwise, than a proof does', () => {
    const [proof] = proofsOf(sound, [key]);
    const others = [
      { ...proof, entries: sound.entries },
      { ...proof, schema: 'perf-agent.audit-proof.v2' },
      { ...proof, hashes: proof?.hashes.map((hash) => hash.toUpperCase()) },
      { ...proof, rotations: ['perf-agent/audit/default'] },
    ].map((one) => {
      const file = path.join(folder, `odd-proof-${(written += 1)}.json`);
      writeFileSync(file, JSON.stringify(one));
      return file;
    });

    expect(python(others.map((file) => [[key], file]))).toEqual([1, 1, 1, 1]);
    expect(others.map((file) => isValidProof(readFileSync(file, 'utf8')))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('agrees on proofs of entries, ranges and growth, true and forged, under old keys and new', () => {
    const proofs = [...proofsOf(sound, [key]), ...proofsOf(rotated, [KEYS.next])];
    const known = proofs.map((_, index) => (index % 2 === 0 ? [KEYS.old] : [KEYS.old, KEYS.next]));

    const cases = proofs.flatMap((proof, index) =>
      [proof, forged(proof)].map((one) => ({ one, keys: known[index] ?? [] })),
    );
    const theirs = python(cases.map(({ one, keys }) => [keys, writeProof(one)]));
    const ours = cases.map(({ one, keys }) => (verifyProof(one, keys).valid ? 0 : 1));

    expect(ours).toEqual(proofs.flatMap(() => [0, 1]));
    expect(theirs).toEqual(ours);
  });

  it('says usage with 2', () => {
    expect(spawnSync('python3', [SCRIPT, printNoteKey(key), path.join(folder, 'missing')]).status).toBe(2);
    expect(spawnSync('python3', [SCRIPT]).status).toBe(2);
  });
});

function move(at: string, name: string): void {
  renameSync(path.join(at, 'checkpoints', FIRST), path.join(at, 'checkpoints', name));
}

function marked(file: string): void {
  writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
}

function isValidProof(text: string): boolean {
  const { data } = AuditProof.safeParse(JSON.parse(text));
  return data !== undefined && verifyProof(data, [key]).valid;
}

function proofsOf(log: ExportedLog, keys: readonly NoteKey[]): readonly AuditProof[] {
  const tree = createMerkleTree(log.entries.map(leafHash));
  const ring = createKeyRing(keys, log.rotations);
  const sizes = [...log.checkpoints.keys()].sort((a, b) => a - b);
  const at = (index: number) => {
    const note = log.checkpoints.get(sizes.at(index) ?? 0)?.note ?? '';
    const opened = ring.open(note);
    if (opened === null) throw new Error('A checkpoint of the log does not open.');
    return { note, checkpoint: opened.checkpoint };
  };
  const size = sizes.at(-2) ?? 0;
  const rotations = log.rotations.length === 0 ? {} : { rotations: [...log.rotations] };
  return [
    ...[1, 2, 17, size - 1, size].map((n) => proveEntries(tree, log.entries.slice(n - 1, n), n, at(-2))),
    ...[
      [1, size],
      [5, 9],
      [33, size],
    ].map(([a = 0, b = 0]) => proveEntries(tree, log.entries.slice(a - 1, b), a, at(-2))),
    ...[
      [0, -1],
      [1, -2],
      [2, 2],
    ].map(([a = 0, b = 0]) => proveConsistency(tree, at(a), at(b))),
  ].map((proof) => ({ ...proof, ...rotations }));
}

function forged(proof: AuditProof): AuditProof {
  const [first = 'f'.repeat(64), ...rest] = proof.hashes;
  return { ...proof, hashes: [first.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), ...rest] };
}

function write(log: ExportedLog): string {
  return writeExported(path.join(folder, String((written += 1))), log);
}

function writeProof(proof: AuditProof): string {
  const file = path.join(folder, `proof-${(written += 1)}.json`);
  writeFileSync(file, JSON.stringify(proof));
  return file;
}
