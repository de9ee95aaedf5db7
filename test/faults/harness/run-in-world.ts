import type { HarnessApp } from './app-folder.ts';
import { createHostSlot, type HostSlot } from './host-slot.ts';
import type { PartReport } from './part-report.ts';
import { type FaultWorld, startFaultWorld } from './start-fault-world.ts';
import { tellHosts } from './tell-hosts.ts';
import { inWords, tellViolations } from './tell-violations.ts';

interface Setting {
  readonly app: HarnessApp;
  /** How wrong the clock of each host goes, ms; a host for each. */
  readonly skewsMs: readonly number[];
  /** A PostgreSQL in place of the embedded one. */
  readonly databaseUrl?: string;
  readonly tell: (line: string) => void;
}

const NAMES = 'ABCDE';

/**
 * Runs one part of the harness in a world of its own. A host that ended although nobody asked it to is a violation, and so is a part that breaks
 * off: whatever is violated, the last lines of the hosts and how they ended are told.
 */
export async function runInWorld<T extends PartReport>(
  { app, skewsMs, databaseUrl, tell }: Setting,
  part: (world: FaultWorld, slots: readonly HostSlot[]) => Promise<T>,
): Promise<T | PartReport> {
  const world = await startFaultWorld(app, databaseUrl === undefined ? {} : { databaseUrl });
  const slots: HostSlot[] = [];
  try {
    for (const [index, skewMs] of skewsMs.entries()) {
      slots.push(await createHostSlot(world, NAMES.charAt(index), skewMs));
    }
    const report = await brokenOffOr(part(world, slots));
    const violations = [...report.violations, ...slots.flatMap(({ endedByItself }) => endedByItself)];
    tellViolations(violations, world.log, tell);
    if (violations.length > 0) tellHosts(slots, world.log, tell);
    return { ...report, violations };
  } finally {
    await Promise.all(slots.map((slot) => slot.stop()));
    await world.stop();
  }
}

async function brokenOffOr<T extends PartReport>(part: Promise<T>): Promise<T | PartReport> {
  try {
    return await part;
  } catch (error) {
    return { runs: 0, violations: [`broke off: ${inWords(error)}`], done: {} };
  }
}
