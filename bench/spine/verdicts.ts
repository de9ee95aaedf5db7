import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Measured } from './measured.ts';

const RUNS = 10;
const TRY = fileURLToPath(new URL('../../apps/local/try.ts', import.meta.url));
const LIMIT_MS = 300_000;

const Outcome = z.object({ verdict: z.string(), auditValid: z.boolean(), totalSeconds: z.number() });

/** With a defect only "fail" is right; an A/A comparison must not be called a regression. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  'n-plus-one': ['fail'],
  none: ['pass', 'undecided'],
};

/** `npm run try`, ten times with a defect and ten times with none, in turn: how many of the twenty verdicts are right. About half an hour. */
export async function verdicts(): Promise<Measured> {
  const got: Record<string, string[]> = { 'n-plus-one': [], none: [] };
  let right = 0;
  let slowest = 0;
  for (let run = 0; run < RUNS; run += 1) {
    for (const [defect, expected] of Object.entries(RIGHT)) {
      const { verdict, auditValid, totalSeconds } = await tried(defect);
      if (auditValid && expected.includes(verdict)) right += 1;
      slowest = Math.max(slowest, totalSeconds);
      got[defect]?.push(verdict);
      console.error(`${defect} ${run + 1}/${RUNS}: ${verdict}, ${totalSeconds} s`);
    }
  }
  return {
    name: 'right verdicts of npm run try, ten with a query per item and ten with no defect',
    value: right,
    unit: 'of 20',
    target: 2 * RUNS,
    better: 'higher',
    details: {
      ...Object.fromEntries(Object.entries(got).map(([defect, all]) => [defect, counted(all)])),
      'slowest run in seconds': slowest,
    },
  };
}

async function tried(defect: string): Promise<z.infer<typeof Outcome>> {
  const args = [TRY, '--defect', defect, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS });
  return Outcome.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

function counted(all: readonly string[]): string {
  return [...new Set(all)]
    .map((verdict) => `${verdict} ${all.filter((other) => other === verdict).length}`)
    .join(' and ');
}
