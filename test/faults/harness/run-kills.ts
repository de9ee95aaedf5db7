import { setTimeout as wait } from 'node:timers/promises';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import { announceAll, announceSteadily } from './announce-all.ts';
import type { HarnessApp } from './app-folder.ts';
import { breakLeases } from './break-leases.ts';
import { type Changes, createChanges, type PreparedChange } from './changes.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { drain, drainAfterDeaths, messagesLeft } from './drain.ts';
import type { HostSlot } from './host-slot.ts';
import { type KillCounts, killHosts } from './kill-hosts.ts';
import { createRepeater, type Repeater } from './repeat-messages.ts';
import type { PartReport } from './part-report.ts';
import { runInWorld } from './run-in-world.ts';
import type { AcceptedChange } from './snapshot.ts';
import type { FaultWorld } from './start-fault-world.ts';
import { takeSnapshot } from './take-snapshot.ts';

export interface KillsWanted {
  /** Kills. */
  readonly wanted: number;
  /** Nobody is killed any more after this moment of `performance.now`. */
  readonly endsAt: number;
  readonly world: number;
}

/** A run is died under about so often before it is through. */
const KILLS_IN_RUN = 10;
const MOST_PREPARED = 60;
const MOST_ROUNDS = 20;
/** How wrong the clocks of the five hosts go, by world: minutes late, seconds early. */
const SKEWS_MS = [
  [0, -240_000, 2_000, 0, -1_000],
  [0, -5_000, 240_000, 1_000, 0],
];
/** Copies of messages in one round; each is a whole delivery. */
const MOST_REPEATED = 60;
/** Share of those moments at which the connections of one host to one server are cut as well. */
const CUT_SHARE = 0.3;
const TELL_EVERY_MS = 10_000;

/**
 * Kills five hosts of one world, whose clocks differ, over many runs that are announced as others end, while leases end under their holders and
 * messages are delivered again; then lets them recover and checks everything. Ends with `wanted` kills, after twenty rounds, or at `endsAt` (of
 * `performance.now`).
 */
export async function runKills(
  app: HarnessApp,
  wanted: KillsWanted,
  random: RandomSource,
  counts: KillCounts,
  tell: (line: string) => void,
): Promise<PartReport> {
  const skewsMs = SKEWS_MS[wanted.world % SKEWS_MS.length] ?? [0];
  return runInWorld({ app, skewsMs, tell }, async (world, slots) => {
    const repeater = createRepeater(world, random);
    const telling = setInterval(() => {
      tell(`world ${wanted.world + 1}: ${counts.kills} kills, ${messagesLeft(world)} messages left`);
    }, TELL_EVERY_MS);
    try {
      return await killInRounds(world, slots, repeater, wanted, random, counts, tell);
    } finally {
      clearInterval(telling);
      await repeater.stop();
    }
  });
}

async function killInRounds(
  faults: FaultWorld,
  slots: readonly HostSlot[],
  repeater: Repeater,
  { wanted, endsAt, world }: KillsWanted,
  random: RandomSource,
  counts: KillCounts,
  tell: (line: string) => void,
): Promise<PartReport> {
  const changes = createChanges(faults);
  const accepted: AcceptedChange[] = [];
  const until = counts.kills + wanted;
  const isWanted = (): boolean => counts.kills < until && performance.now() < endsAt;
  const done: Meddled = { 'leases ended': 0, 'messages repeated': 0, 'connections cut': 0 };
  for (let round = 0; round < MOST_ROUNDS && isWanted(); round += 1) {
    const { whole, others } = await prepareRound(changes, slots, faults, round, until - counts.kills);
    accepted.push(...whole);
    const feed = { areOver: false };
    const wantsMore = (): boolean => isWanted() && !(feed.areOver && messagesLeft(faults) === 0);
    const feeding = announceSteadily(changes, slots, others, faults, isWanted);
    const end = (): void => void (feed.areOver = true);
    feeding.then(end, end);
    await Promise.all([
      ...slots.map((slot) => killHosts(slot, faults, random, counts, wantsMore)),
      meddle(faults, slots, repeater, random, done, wantsMore),
    ]);
    await Promise.all(slots.map(({ process }) => process.start()));
    accepted.push(...(await feeding));
    await drainAfterDeaths(faults);
    await Promise.all(slots.map(({ process }) => process.stop()));
  }
  tell(`world ${world + 1}: ${counts.kills} kills, ${accepted.length} runs, all over; now checked`);
  return { runs: accepted.length, violations: checkSnapshot(await takeSnapshot(faults, accepted)), done };
}

/**
 * Hands in what changes measured, while nobody is killed. In the first round one run goes through whole: its host ends in peace and leaves its
 * code compiled for those that follow.
 */
async function prepareRound(
  changes: Changes,
  [first]: readonly HostSlot[],
  world: FaultWorld,
  round: number,
  kills: number,
): Promise<{ readonly whole: readonly AcceptedChange[]; readonly others: readonly PreparedChange[] }> {
  if (first === undefined) throw new TypeError('There is no host.');
  await first.process.start();
  if (round === 0) await changes.measureBase(first.url);
  const whole = round === 0 ? await announceAll(changes, [first], [await changes.prepare(first.url)]) : [];
  await drain(world);
  const others = [];
  const count = Math.min(MOST_PREPARED, Math.ceil(kills / KILLS_IN_RUN));
  for (let index = 0; index < count; index += 1) others.push(await changes.prepare(first.url));
  await first.process.stop();
  return { whole, others };
}

type Meddled = Record<'leases ended' | 'messages repeated' | 'connections cut', number>;

/** Ends leases under their holders, cuts connections and delivers messages again, at random moments. */
async function meddle(
  world: FaultWorld,
  slots: readonly HostSlot[],
  repeater: Repeater,
  random: RandomSource,
  done: Meddled,
  wanted: () => boolean,
): Promise<void> {
  const most = done['messages repeated'] + MOST_REPEATED;
  while (wanted()) {
    await wait(300 + random.uniform() * 900);
    done['leases ended'] += await breakLeases(world);
    if (done['messages repeated'] < most) done['messages repeated'] += await repeater.repeat();
    const proxies = slots.flatMap(({ http, tcp }) => [...Object.values(http), ...Object.values(tcp)]);
    if (random.uniform() < CUT_SHARE) {
      proxies[random.integer(proxies.length)]?.cut();
      done['connections cut'] += 1;
    }
  }
}
