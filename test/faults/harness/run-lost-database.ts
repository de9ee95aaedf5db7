import { setTimeout as wait } from 'node:timers/promises';
import { announceAll } from './announce-all.ts';
import type { HarnessApp } from './app-folder.ts';
import { createChanges } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { drain } from './drain.ts';
import type { HostSlot } from './host-slot.ts';
import { answersOf, deleteDatabase, rebuildDatabase } from './lose-database.ts';
import type { PartReport } from './part-report.ts';
import { runInWorld } from './run-in-world.ts';
import type { FaultWorld } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** The database is deleted when so many of the runs' comments stand. */
const COMMENTS_BEFORE = 2;
const WITHIN_MS = 60_000;
const GONE_MS = 1_000;

/** Deletes the database while runs are under way, rebuilds it from the artifacts while hosts go on, and once more at the end: the answers must be the same. */
export async function runLostDatabase(
  app: HarnessApp,
  runs: number,
  tell: (line: string) => void,
): Promise<PartReport> {
  return runInWorld({ app, skewsMs: [0], tell }, (world, slots) => loseDatabase(world, slots, runs, tell));
}

async function loseDatabase(
  world: FaultWorld,
  slots: readonly HostSlot[],
  runs: number,
  tell: (line: string) => void,
): Promise<PartReport> {
  const changes = createChanges(world);
  await Promise.all(slots.map(({ process }) => process.start()));
  const url = slots[0]?.url ?? '';
  await changes.measureBase(url);
  const prepared = [];
  for (let index = 0; index < runs; index += 1) prepared.push(await changes.prepare(url));
  const accepted = await announceAll(changes, slots, prepared);
  const giveUpAt = Date.now() + WITHIN_MS;
  while (world.slack.messages().length < COMMENTS_BEFORE && Date.now() < giveUpAt) await wait(50);
  await deleteDatabase(world);
  await wait(GONE_MS);
  await rebuildDatabase(world);
  tell('database deleted in mid-flight and rebuilt');
  await drain(world);
  const violations = [...checkSnapshot(await takeSnapshot(world, accepted))];
  const before = await answersOf(world);
  await deleteDatabase(world);
  await rebuildDatabase(world);
  if ((await answersOf(world)) !== before) {
    violations.push('database: the rebuilt one answers otherwise than the one that was deleted');
  }
  return { runs: accepted.length, violations, done: { 'database deleted and rebuilt': 2 } };
}
