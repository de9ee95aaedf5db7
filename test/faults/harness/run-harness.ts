import { createRandom } from '../../../shared/statistics/distributions/create-random.ts';
import { copyApp } from './app-folder.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { createKillCounts, placesNeverHit } from './kill-hosts.ts';
import type { PartReport } from './part-report.ts';
import { runKills } from './run-kills.ts';
import { runLostDatabase } from './run-lost-database.ts';
import { runOutages } from './run-outages.ts';
import { runTwoHosts, type TwoHostsReport } from './run-two-hosts.ts';

export interface HarnessOptions {
  readonly seed: number;
  readonly kills: number;
  /** Outages, 0 to 42. */
  readonly outages: number;
  /** Runs in each measurement of two hosts, and while the database is lost; 0 leaves both out. */
  readonly runs: number;
  /** Nobody is killed any more after so many minutes of killing; what was not reached is said. */
  readonly minutes: number;
}

export interface HarnessReport {
  readonly seed: number;
  readonly seconds: number;
  /** Of this process and all hosts that have ended; null where the system does not tell. */
  readonly cpuSeconds: number | null;
  readonly runs: number;
  readonly kills: number;
  readonly killsInFlight: number;
  readonly killsByPlace: Readonly<Record<string, number>>;
  /** Moments of boundaries of steps at which no host died. */
  readonly neverHit: readonly string[];
  readonly done: Readonly<Record<string, number>>;
  readonly twoHosts: Pick<TwoHostsReport, 'database' | 'by'> | null;
  /** Each with the part that found it. */
  readonly violations: readonly string[];
}

/** So many kills in one world; then everything is checked and the next one begins. */
const KILLS_IN_WORLD = 500;
/** Messages of a queue that a host takes at once: what many lives that end early hold locked, the others wait for. */
const CALLS_AT_ONCE = 2;

/** All parts of the harness, one after the other. The same seed makes the same choices; what they meet depends on the machine's timing. */
export async function runHarness(
  options: HarnessOptions,
  tell: (line: string) => void,
): Promise<HarnessReport> {
  const startedAt = performance.now();
  const random = createRandom(options.seed);
  const counts = createKillCounts();
  const parts: (PartReport & { readonly part: string })[] = [];
  const app = await copyApp({ callsAtOnce: CALLS_AT_ONCE });
  let twoHosts: TwoHostsReport | null = null;
  try {
    const endsAt = performance.now() + options.minutes * 60_000;
    for (let world = 0; counts.kills < options.kills && performance.now() < endsAt; world += 1) {
      const wanted = Math.min(KILLS_IN_WORLD, options.kills - counts.kills);
      const report = await runKills(app, { wanted, endsAt, world }, random, counts, tell);
      parts.push({ part: `kills, world ${world + 1}`, ...report });
    }
    if (options.outages > 0) {
      parts.push({ part: 'outages', ...(await runOutages(app, options.outages, random, tell)) });
    }
    if (options.runs > 0) {
      parts.push({ part: 'lost database', ...(await runLostDatabase(app, options.runs, tell)) });
      const report = await runTwoHosts(options.runs, tell);
      if ('by' in report) twoHosts = report;
      parts.push({ part: 'two hosts', ...report });
    }
  } finally {
    app.remove();
  }
  return {
    seed: options.seed,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    cpuSeconds: roundedOrNull(cpuSeconds()),
    runs: parts.reduce((sum, { runs }) => sum + runs, 0),
    kills: counts.kills,
    killsInFlight: counts.atBoundaries + counts.atWork,
    killsByPlace: Object.fromEntries([...counts.hits].sort(([a], [b]) => (a < b ? -1 : 1))),
    neverHit: placesNeverHit(counts),
    done: totals(parts),
    twoHosts,
    violations: parts.flatMap(({ part, violations }) =>
      violations.map((violation) => `${part}: ${violation}`),
    ),
  };
}

function roundedOrNull(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds);
}

function totals(parts: readonly PartReport[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { done } of parts) {
    for (const [what, count] of Object.entries(done)) sums[what] = (sums[what] ?? 0) + count;
  }
  return sums;
}
