import { describe, expect, it } from 'vitest';
import { runHarness } from './harness/run-harness.ts';

/** The small form; `npm run faults` is the whole one. */
const KILLS = 12;
const OUTAGES = 2;

describe('the fault harness', () => {
  it('finds every promise kept after kills and outages of whole analyses', { timeout: 600_000 }, async () => {
    const told: string[] = [];
    const options = { seed: 11, kills: KILLS, outages: OUTAGES, runs: 0, minutes: 5 };

    const report = await runHarness(options, (line) => told.push(line));

    expect(report.violations).toEqual([]);
    expect(report.kills).toBeGreaterThanOrEqual(KILLS);
    expect(report.killsInFlight).toBeGreaterThan(0);
    expect(report.runs).toBeGreaterThanOrEqual(OUTAGES / 2 + 1);
  });
});
