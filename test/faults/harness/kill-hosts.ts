import { setTimeout as wait } from 'node:timers/promises';
import type { HostProcess } from '../../../apps/local/cloud/host-process.ts';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import { boundaryOf } from './boundaries.ts';
import type { HostSlot } from './host-slot.ts';
import { nameOf, type Place, PLACES, rarestPlace } from './places.ts';
import { type FaultWorld, HTTP_SERVERS, type HttpServer } from './start-fault-world.ts';
import type { HttpMoment } from './start-http-proxy.ts';

export interface KillCounts {
  kills: number;
  /** Kills at a boundary of a step: by construction a step was at work. */
  atBoundaries: number;
  /** Kills at a random moment that found at least one request of a step without its answer. */
  atWork: number;
  /** Kills at a random moment of a host that had nothing under way over HTTP. */
  idle: number;
  /** Kills by place, such as `deliver: comment, answered`. */
  readonly hits: Map<string, number>;
  /** Lives that were aimed at a place, whether or not they came to it. */
  readonly aims: Map<string, number>;
}

/** What steps ask; secrets are asked for when a host starts. */
const OF_STEPS = HTTP_SERVERS.filter((server) => server !== 'keyVault' && server !== 'identity');

const AT_WORK = 'random, at work';
const IDLE = 'random, idle';

export function createKillCounts(): KillCounts {
  return { kills: 0, atBoundaries: 0, atWork: 0, idle: 0, hits: new Map(), aims: new Map() };
}

/** Places at which nobody has died. */
export function placesNeverHit({ hits }: KillCounts): readonly string[] {
  return PLACES.map(nameOf).filter((name) => !hits.has(name));
}

/** So many lives end at a random moment: of hosts that have all functions, and move runs on. */
const RANDOM_SHARE = 1 / 4;
/** What such a host may ask and be answered before it dies; in requests, because a busy machine needs more time for them than an idle one. */
const MOST_MOMENTS = 120;
/** From the first request of a step. */
const LONGEST_LIFE_MS = 2_500;
/** The locks of the dead run out meanwhile. */
const WITHOUT_WORK_MS = 2_500;
/** A host that dies this soon after an answer is sending its messages or settling its own. */
const JUST_AFTER_MS = 25;

/**
 * Starts the host of a slot and kills it, again and again, as long as `wanted` says so: at the place that was died at least often (before the
 * server got the request, after it answered and before the host knows, or just after), or at a random moment. The host is left dead.
 */
export async function killHosts(
  slot: HostSlot,
  world: FaultWorld,
  random: RandomSource,
  counts: KillCounts,
  wanted: () => boolean,
): Promise<void> {
  while (wanted()) {
    const stats = world.cloud.serviceBus.stats();
    const isRandom = random.uniform() < RANDOM_SHARE;
    const aim = isRandom ? null : rarestPlace((queue) => (stats[queue]?.active ?? 0) > 0, counts, random);
    if (aim !== null) add(counts.aims, nameOf(aim));
    const host = aim === null ? slot.process : slot.only(aim.queue);
    await host.start();
    const where = await momentOfDeath(slot, host, aim, random, wanted);
    if (where !== null) count(counts, where);
    await host.kill('SIGKILL');
  }
}

/**
 * Waits for the moment at which this life of the host ends; the process is already dead when it is one of a request.
 * @returns what the place is called; null: no kill is wanted any more.
 */
async function momentOfDeath(
  slot: HostSlot,
  host: HostProcess,
  aim: Place | null,
  random: RandomSource,
  wanted: () => boolean,
): Promise<string | null> {
  const ended = new AbortController();
  let unanswered = 0;
  let isWorking = false;
  let momentsLeft = 1 + random.integer(MOST_MOMENTS);
  let fate: 'alive' | 'chosen' | 'dead' = 'alive';
  const where = await new Promise<string>((resolve) => {
    function endsNow(): void {
      resolve(unanswered > 0 ? AT_WORK : IDLE);
    }
    function endAfter(ms: number): void {
      wait(ms, undefined, { signal: ended.signal }).then(endsNow, () => undefined);
    }
    function seen(server: HttpServer, moment: HttpMoment): boolean {
      if (fate !== 'alive') return fate === 'dead';
      if (!isWorking) endAfter(LONGEST_LIFE_MS);
      isWorking = true;
      unanswered += moment.at === 'asked' ? 1 : -1;
      momentsLeft -= 1;
      if (aim === null && momentsLeft === 0) setTimeout(endsNow, random.uniform() * JUST_AFTER_MS);
      if (aim === null || boundaryOf(server, moment) !== aim.boundary) return false;
      if (moment.at !== (aim.at === 'after' ? 'answered' : aim.at)) return false;
      if (aim.at === 'after') {
        fate = 'chosen';
        setTimeout(() => resolve(nameOf(aim)), random.uniform() * JUST_AFTER_MS);
        return false;
      }
      fate = 'dead';
      // The signal goes out at once; its end is waited for before the next life.
      void host.kill('SIGKILL');
      resolve(nameOf(aim));
      return true;
    }
    endAfter(WITHOUT_WORK_MS);
    for (const server of OF_STEPS) slot.http[server].watch((moment) => seen(server, moment));
  });
  ended.abort();
  for (const server of OF_STEPS) slot.http[server].watch(null);
  return wanted() ? where : null;
}

function count(counts: KillCounts, where: string): void {
  counts.kills += 1;
  add(counts.hits, where);
  if (where === AT_WORK) counts.atWork += 1;
  else if (where === IDLE) counts.idle += 1;
  else counts.atBoundaries += 1;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
