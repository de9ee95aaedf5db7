import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { proveConsistency, proveEntries, verifyProof } from '../../shared/audit/audit-proof.ts';
import { openCheckpoint } from '../../shared/audit/checkpoint.ts';
import { createMerkleTree, leafHash } from '../../shared/audit/merkle-tree.ts';
import { printNoteKey } from '../../shared/audit/signed-note.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { picker } from './mutations.ts';
import { ALL_MUTATIONS } from './odd-mutations.ts';
import { type ExportedLog, logOf, signedLog, signerOf } from './signed-log.ts';

const SCRIPT = path.resolve('tools/verify_audit.py');
const CLI = path.resolve('apps/cli/main.ts');
const OF_EACH = 3;
const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-verify-'));
const key = signerOf(7);
const printed = printNoteKey(key);
const sound = await signedLog(60, 12, key);
const hasPython = spawnSync('python3', ['--version']).status === 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPython)('the verifier in Python (skipped without python3)', () => {
  it('is shorter than 200 lines', () => {
    expect(Number(execFileSync('wc', ['-l', SCRIPT]).toString().trim().split(' ')[0])).toBeLessThan(200);
  });

  it('accepts the log as it was written', () => {
    expect(python(write('sound', sound))).toBe(0);
  });

  it.each(Object.entries(ALL_MUTATIONS))('agrees with ours when %s', async (kind, mutate) => {
    const pick = picker(kind.length * 104_729);
    for (let count = 0; count < OF_EACH; count += 1) {
      const { log } = mutate(sound, pick);
      const ours = await verifyAuditLog(logOf(log), [key]);

      expect([python(write('mutated', log)), ours.valid]).toEqual([1, false]);
    }
  });

  it('agrees on proofs of entries, ranges and growth, true and forged', () => {
    const tree = createMerkleTree(sound.entries.map(leafHash));
    const at = (size: number) => {
      const note = sound.checkpoints.get(size)?.note ?? '';
      const checkpoint = openCheckpoint(note, key);
      if (checkpoint === null) throw new Error(`The log has no checkpoint of ${size} entries.`);
      return { note, checkpoint };
    };
    const proofs = [
      ...[1, 2, 17, 47, 48].map((n) => proveEntries(tree, sound.entries.slice(n - 1, n), n, at(48))),
      ...[
        [1, 48],
        [5, 9],
        [33, 48],
      ].map(([a = 0, b = 0]) => proveEntries(tree, sound.entries.slice(a - 1, b), a, at(48))),
      ...[
        [12, 60],
        [36, 48],
        [24, 24],
      ].map(([a = 0, b = 0]) => proveConsistency(tree, at(a), at(b))),
    ];
    for (const proof of proofs) {
      const [first = 'f'.repeat(64), ...rest] = proof.hashes;
      const forged = {
        ...proof,
        hashes: [first.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), ...rest],
      };
      const answers = [proof, forged].map((one) => {
        const file = path.join(folder, 'proof.json');
        writeFileSync(file, JSON.stringify(one));
        return [verifyProof(one, [key]).valid, python(file) === 0];
      });

      expect(answers).toEqual([
        [true, true],
        [false, false],
      ]);
    }
  });

  it('says usage with 2', () => {
    expect(python(path.join(folder, 'missing'))).toBe(2);
  });
});

describe('perf-agent audit on exported files', () => {
  it('verifies, proves and shows without a store, and ends with 0, 1 and 2', () => {
    const exported = write('cli', sound);
    const on = ['--export', exported, '--public-key', printed];
    const changed = write('cli-changed', {
      ...sound,
      entries: sound.entries.with(9, (sound.entries[9] ?? '').replace('step.plan', 'step.flop')),
    });

    const proofFile = path.join(folder, 'entry.json');
    const made = spawnSync(process.execPath, [CLI, 'audit', 'prove', ...on, '--entry', '10']);
    writeFileSync(proofFile, made.stdout);

    expect([
      cli('verify', ...on),
      cli('verify', ...on, '--entry', '10'),
      cli('prove', ...on, '--from', '3', '--to', '9'),
      cli('prove', ...on, '--since', '12'),
      cli('show', '--export', exported, '--entry', '3'),
      cli('verify', '--proof', proofFile, '--public-key', printed),
    ]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([
      cli('verify', '--export', changed, '--public-key', printed),
      cli('verify', '--export', changed, '--public-key', printed, '--entry', '10'),
      cli('verify', '--export', exported, '--public-key', printNoteKey(signerOf(8))),
      cli('show', '--export', exported, '--entry', '999'),
    ]).toEqual([1, 1, 1, 1]);
    expect([
      cli('verify', '--export', exported),
      cli('verify', ...on, '--entry', '999'),
      cli('prove', ...on),
      cli('prove', ...on, '--size', '13', '--entry', '1'),
      cli('verify', ...on, '--entry', 'x'),
      cli('verify', '--export', folder, '--public-key', printed),
    ]).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

function python(target: string): number | null {
  return spawnSync('python3', [SCRIPT, printed, target], { timeout: 60_000 }).status;
}

function cli(...args: readonly string[]): number | null {
  return spawnSync(process.execPath, [CLI, 'audit', ...args], { timeout: 60_000 }).status;
}

function write(name: string, { entries, checkpoints }: ExportedLog): string {
  const to = path.join(folder, name);
  rmSync(to, { recursive: true, force: true });
  for (const kind of ['checkpoints', 'leaves']) mkdirSync(path.join(to, kind), { recursive: true });
  writeFileSync(path.join(to, 'log.jsonl'), entries.map((entry) => `${entry}\n`).join(''));
  for (const [size, { note, leaves }] of checkpoints) {
    const base = String(size).padStart(12, '0');
    writeFileSync(path.join(to, 'checkpoints', `${base}.txt`), note);
    writeFileSync(path.join(to, 'leaves', `${base}.json`), leaves);
  }
  return to;
}
