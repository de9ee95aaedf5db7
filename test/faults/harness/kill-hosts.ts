import { setTimeout as wait } from 'node:timers/promises';
import type { HostProcess } from '../../../apps/local/cloud/host-process.ts';
import type { QueueName } from '../../../shared/contracts/queue-name.ts';
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
  /** Hosts that live now and have the function of one queue. */
  readonly living: Map<QueueName, number>;
}

/** What steps ask; secrets are asked for when a host starts. */
const OF_STEPS = HTTP_SERVERS.filter((server) => server !== 'keyVault' && server !== 'identity');

const AT_WORK = 'random, at work';
const IDLE = 'random, idle';

export function createKillCounts(): KillCounts {
  return {
    kills: 0,
    atBoundaries: 0,
    atWork: 0,
    idle: 0,
    hits: new Map(),
    aims: new Map(),
    living: new Map(),
  };
}

/** Places at which nobody has died. */
export function placesNeverHit({ hits }: KillCounts): readonly string[] {
  return PLACES.map(nameOf).filter((name) => !hits.has(name));
}

/** So many lives end at a random moment: of hosts that have all functions, and move runs on. */
const RANDOM_SHARE = 1 / 4;
/** What such a host may ask and be answered before it dies; in requests, because a busy machine needs more time for them than an idle one. */
const MOST_MOMENTS = 120;
/** More than any step asks and is answered: a host that was aimed at a place and has not come there by then dies at what it does next. */
const MOST_MOMENTS_TO_PLACE = 200;
/** From the first request of a step; then it dies at what it does next. */
const LONGEST_LIFE_MS = 2_500;
/** A host that has nothing under way is killed after so long all the same: what it was to do others have done. */
const LONGEST_WAIT_MS = 6_000;
const LOOK_EVERY_MS = 200;
/** A host that dies this soon after an answer is sending its messages or settling its own. */
const JUST_AFTER_MS = 25;
/** A host whose time is over between two requests dies this soon after its next one. */
const SOON_MS = 4;

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
    const isFree = (queue: QueueName): boolean => (stats[queue]?.active ?? 0) > hostsAimedAt(counts, queue);
    const aim = isRandom ? null : rarestPlace(isFree, counts, random);
    if (aim !== null) {
      add(counts.aims, nameOf(aim));
      add(counts.living, aim.queue);
    }
    const host = aim === null ? slot.process : slot.only(aim.queue);
    await host.start();
    const where = await momentOfDeath(slot, host, aim, random, wanted);
    if (aim !== null) counts.living.set(aim.queue, hostsAimedAt(counts, aim.queue) - 1);
    if (where !== null) count(counts, where);
    await host.kill('SIGKILL');
  }
}

function hostsAimedAt({ living }: KillCounts, queue: QueueName): number {
  return living.get(queue) ?? 0;
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
  let isDue = false;
  let momentsLeft = aim === null ? 1 + random.integer(MOST_MOMENTS) : MOST_MOMENTS_TO_PLACE;
  let fate: 'alive' | 'chosen' | 'dead' = 'alive';
  const where = await new Promise<string>((resolve) => {
    function after(ms: number, then: () => void): void {
      wait(ms, undefined, { signal: ended.signal }).then(then, () => undefined);
    }
    function endAtWork(): void {
      isDue = true;
      if (unanswered > 0) resolve(AT_WORK);
    }
    function seen(server: HttpServer, moment: HttpMoment): boolean {
      if (fate !== 'alive') return fate === 'dead';
      if (!isWorking) after(LONGEST_LIFE_MS, endAtWork);
      isWorking = true;
      unanswered += moment.at === 'asked' ? 1 : -1;
      momentsLeft -= 1;
      if (isDue) after(random.uniform() * SOON_MS, endAtWork);
      if (momentsLeft === 0) after(random.uniform() * JUST_AFTER_MS, endAtWork);
      if (aim === null || boundaryOf(server, moment) !== aim.boundary) return false;
      if (moment.at !== (aim.at === 'after' ? 'answered' : aim.at)) return false;
      if (aim.at === 'after') {
        fate = 'chosen';
        after(random.uniform() * JUST_AFTER_MS, () => resolve(nameOf(aim)));
        return false;
      }
      fate = 'dead';
      // The signal goes out at once; its end is waited for before the next life.
      void host.kill('SIGKILL');
      resolve(nameOf(aim));
      return true;
    }
    function lookAgain(leftMs: number): void {
      after(LOOK_EVERY_MS, () => {
        if (leftMs <= 0 || !wanted()) resolve(unanswered > 0 ? AT_WORK : IDLE);
        else lookAgain(leftMs - LOOK_EVERY_MS);
      });
    }
    lookAgain(LONGEST_WAIT_MS);
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

function add<T extends string>(counts: Map<T, number>, name: T): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
