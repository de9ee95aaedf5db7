import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExportedLog } from './signed-log.ts';

/** Writes a log as `perf-agent audit export --out` does. @returns the folder */
export function writeExported(to: string, { entries, checkpoints, rotations }: ExportedLog): string {
  rmSync(to, { recursive: true, force: true });
  for (const kind of ['checkpoints', 'leaves', 'rotations'])
    mkdirSync(path.join(to, kind), { recursive: true });
  writeFileSync(path.join(to, 'log.jsonl'), entries.map((entry) => `${entry}\n`).join(''));
  for (const [size, { note, leaves }] of checkpoints) {
    const base = String(size).padStart(12, '0');
    writeFileSync(path.join(to, 'checkpoints', `${base}.txt`), note);
    writeFileSync(path.join(to, 'leaves', `${base}.json`), leaves);
  }
  rotations.forEach((note, index) => writeFileSync(path.join(to, 'rotations', `${index}.txt`), note));
  return to;
}
