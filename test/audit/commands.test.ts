import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../apps/cli/program.ts';
import { printNoteKey } from '../../shared/audit/signed-note.ts';
import { writeExported } from './exported-folder.ts';
import { KEYS, rotated } from './rotation-attacks.ts';
import { hashedAnew, noteIn, noteOf, signedLog, signerOf } from './signed-log.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-audit-'));
const sound = await signedLog(60, 12, signerOf(7));
const exported = writeExported(path.join(folder, 'sound'), sound);
const key = printNoteKey(signerOf(7));
const on = ['--export', exported, '--public-key', key];
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((words: string) => void printed.push(words));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('perf-agent audit on exported files', () => {
  it('verifies a whole log, a range and an entry, proves and shows, without a store', async () => {
    expect([
      await audit('verify', ...on),
      await audit('verify', ...on, '--entry', '10'),
      await audit('verify', ...on, '--from', '5', '--to', '60'),
      await audit('prove', ...on, '--from', '3', '--to', '9'),
      await audit('prove', ...on, '--since', '12'),
      await audit('show', '--export', exported, '--entry', '3'),
    ]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('proves an entry to who has nothing but the key', async () => {
    const file = path.join(folder, 'entry.json');
    await audit('prove', ...on, '--entry', '10');
    writeFileSync(file, printed.join('\n'));

    expect(await audit('verify', '--proof', file, '--public-key', key)).toBe(0);
    expect(await audit('verify', '--proof', file, '--public-key', printNoteKey(KEYS.stranger))).toBe(1);
    writeFileSync(file, readFileSync(file, 'utf8').slice(1));
    expect(await audit('verify', '--proof', file, '--public-key', key)).toBe(1);
    expect(printed.at(-1)).toMatch(/^NOT VALID: .* is no proof/);
  });

  it('says which entry was changed, and that an entry is not there', async () => {
    const [thirtieth = ''] = sound.entries.slice(29);
    const flop = thirtieth.replace('step.plan', 'step.flop');
    const changed = { ...sound, entries: sound.entries.with(29, flop) };
    const there = writeExported(path.join(folder, 'changed'), changed);

    expect(await audit('verify', '--export', there, '--public-key', key)).toBe(1);
    expect(printed.join('\n')).toContain('changed at 30: Entry 30 was changed');
    expect(await audit('verify', '--export', there, '--public-key', key, '--entry', '30')).toBe(1);
    expect(await audit('verify', '--export', there, '--public-key', key, '--entry', '24')).toBe(0);
    expect(await audit('show', '--export', exported, '--entry', '999')).toBe(1);
  });

  it('says how many entries no checkpoint covers', async () => {
    const longer = hashedAnew([...sound.entries.map(noteIn), noteOf(60), noteOf(61)]);
    const there = writeExported(path.join(folder, 'longer'), { ...sound, entries: longer });

    expect(await audit('verify', '--export', there, '--public-key', key)).toBe(0);
    expect(printed.join('\n')).toContain('signed up to entry 60\n2 entries after it rest on the chain alone');
    await audit('verify', '--export', there, '--public-key', key, '--json');
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ entries: 62, signed: 60, uncovered: 2 });
  });

  it('finds a log that was taken back to an older state, by a checkpoint that was kept elsewhere', async () => {
    const kept = path.join(folder, 'kept.txt');
    writeFileSync(kept, sound.checkpoints.get(60)?.note ?? '');
    const checkpoints = new Map([...sound.checkpoints].filter(([size]) => size <= 36));
    const older = { ...sound, entries: sound.entries.slice(0, 36), checkpoints };
    const there = writeExported(path.join(folder, 'older'), older);

    expect(await audit('verify', '--export', there, '--public-key', key)).toBe(0);
    expect(await audit('verify', '--export', there, '--public-key', key, '--checkpoint', kept)).toBe(1);
    expect(printed.join('\n')).toContain('cut-off at 37');
  });

  it('takes keys as text, as a file of several and as a folder, and follows one key to the next', async () => {
    const there = writeExported(path.join(folder, 'rotated'), rotated);
    const keys = path.join(folder, 'keys');
    mkdirSync(keys, { recursive: true });
    writeFileSync(path.join(keys, 'a.key'), `${printNoteKey(KEYS.old)}\n`);
    writeFileSync(path.join(keys, 'b.key'), `${printNoteKey(KEYS.next)}\n${printNoteKey(KEYS.stranger)}\n`);
    const verify = (...given: string[]) =>
      audit('verify', '--export', there, ...given.flatMap((one) => ['--public-key', one]));

    expect([
      await verify(printNoteKey(KEYS.old)),
      await verify(printNoteKey(KEYS.next)),
      await verify(path.join(keys, 'b.key')),
      await verify(keys),
      await verify(printNoteKey(KEYS.stranger), printNoteKey(KEYS.old)),
      await verify(printNoteKey(KEYS.stranger)),
    ]).toEqual([0, 0, 0, 0, 0, 1]);

    const file = path.join(folder, 'rotated-entry.json');
    printed = [];
    await audit('prove', '--export', there, '--public-key', printNoteKey(KEYS.next), '--entry', '2');
    writeFileSync(file, printed.join('\n'));
    expect(await audit('verify', '--proof', file, '--public-key', printNoteKey(KEYS.old))).toBe(0);
  });

  it('reads a log that came over with carriage returns, and none with a byte order mark', async () => {
    const there = writeExported(path.join(folder, 'windows'), sound);
    const log = path.join(there, 'log.jsonl');
    writeFileSync(log, sound.entries.map((entry) => `${entry}\r\n`).join('\r\n'));

    expect(await audit('verify', '--export', there, '--public-key', key)).toBe(0);
    writeFileSync(log, `\uFEFF${sound.entries.join('\n')}\n`);
    expect(await audit('verify', '--export', there, '--public-key', key)).toBe(1);
    expect(printed.join('\n')).toContain('changed at 1');
  });

  it('calls what cannot be done wrong usage', async () => {
    expect([
      await audit('verify', '--export', exported),
      await audit('verify', ...on, '--entry', '999'),
      await audit('prove', ...on),
      await audit('prove', '--export', exported, '--entry', '1'),
      await audit('prove', ...on, '--size', '13', '--entry', '1'),
      await audit('verify', '--export', folder, '--public-key', key),
      await audit('verify', '--export', exported, '--public-key', path.join(folder, 'no such file')),
      await audit('verify', '--export', exported, '--public-key', 'perf-agent/audit/default+00000000+AAAA'),
    ]).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it('ends a process of its own with these codes, too', () => {
    const cli = path.resolve('apps/cli/main.ts');
    const run = (...args: string[]) => spawnSync(process.execPath, [cli, 'audit', ...args]).status;

    expect([run('verify', ...on), run('verify', ...on, '--entry', 'x')]).toEqual([0, 2]);
  });
});

/** Runs the command in this process. @returns its exit code */
async function audit(...args: readonly string[]): Promise<unknown> {
  const program = await createProgram(['audit']);
  await program.parseAsync(['audit', ...args], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = undefined;
  return code;
}
