import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const DATA = join(import.meta.dirname, '../../../shared/data/masking');
const SCORER = join(import.meta.dirname, '../../../shared/scorers/score_masking.mjs');
const COMMAND = join(import.meta.dirname, '../../apps/cli/commands/mask.ts');
const hasData = existsSync(DATA) && existsSync(SCORER);
if (!hasData)
  process.stderr.write('corpus: ../shared/data/masking is missing, the masking figures are not measured.\n');

const Figure = z.object({ recall: z.number().nullable() });
const Score = z.object({
  missing: z.number(),
  recallMacroCore: z.number(),
  precisionChars: z.number(),
  sameValueSameToken: z.number(),
  strictNegatives: z.object({ unchanged: z.number() }),
  families: z.record(z.string(), Figure),
  sources: z.record(z.string(), Figure),
});

const folder = mkdtempSync(join(tmpdir(), 'masking-corpus-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(hasData)('masking on the labelled corpus', () => {
  const score = hasData ? measure() : null;

  it('answers every case', () => {
    expect(score?.missing).toBe(0);
  });

  it('finds what is sensitive and leaves the rest alone', () => {
    expect(score?.recallMacroCore).toBeGreaterThanOrEqual(0.98);
    expect(score?.precisionChars).toBeGreaterThanOrEqual(0.985);
    expect(score?.strictNegatives.unchanged).toBeGreaterThanOrEqual(0.91);
    expect(score?.sameValueSameToken).toBe(1);
  });

  it.each([
    ['EMAIL', 1],
    ['IP', 1],
    ['MAC', 1],
    ['IBAN', 1],
    ['PHONE', 0.97],
    ['CREDIT_CARD', 0.97],
    ['US_SSN', 1],
    ['NATIONAL_ID', 0.92],
    ['HEALTH_ID', 0.92],
    ['PERSON', 0.6],
    ['ADDRESS', 0.73],
  ])('finds %s in at least %f of its places', (family, floor) => {
    expect(score?.families[family]?.recall).toBeGreaterThanOrEqual(floor);
  });

  it.each([
    ['gitleaks-rules', 0.99],
    ['trufflehog-tests', 0.94],
    ['detect-secrets-tests', 0.95],
    ['secretlint-snapshots', 0.95],
  ])('finds the secrets of %s in at least %f of their places', (source, floor) => {
    expect(score?.sources[source]?.recall).toBeGreaterThanOrEqual(floor);
  });
});

/** Runs the scorer on the command as users run it; this test's own Node runs both. */
function measure(): z.infer<typeof Score> {
  const printed = execFileSync(
    process.execPath,
    [SCORER, '--data', DATA, '--json', '--', process.execPath, COMMAND, '--jsonl', '--run-key', 'corpus'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  writeFileSync(join(folder, 'score.json'), printed);
  return Score.parse(JSON.parse(printed));
}
