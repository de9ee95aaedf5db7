import { setTimeout as wait } from 'node:timers/promises';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';
import { boundaryOf } from './boundaries.ts';
import type { HostSlot } from './host-slot.ts';
import { HTTP_SERVERS, type HttpServer } from './start-fault-world.ts';
import type { HttpMoment } from './start-http-proxy.ts';

export interface KillCounts {
  kills: number;
  /** Kills at a boundary of a step: by construction a step was at work. */
  atBoundaries: number;
  /** Kills at a random moment that found at least one request of a step without its answer. */
  atWork: number;
  /** Kills at a random moment of a host that had nothing under way over HTTP. */
  idle: number;
  /** Kills by boundary and moment, such as `record of analyse, answered`. */
  readonly where: Map<string, number>;
}

/** What steps ask; secrets are asked for when a host starts. */
const OF_STEPS = HTTP_SERVERS.filter((server) => server !== 'keyVault' && server !== 'identity');

const AT_WORK = 'random, at work';
const IDLE = 'random, idle';

export function createKillCounts(): KillCounts {
  return { kills: 0, atBoundaries: 0, atWork: 0, idle: 0, where: new Map() };
}

/** A boundary that was seldom died at is died at; others at this rate. */
const KILL_RATE = 0.06;
/** A kill in three happens at a random moment. */
const RANDOM_SHARE = 1 / 3;
/** Life after the first request of a step. */
const RANDOM_LIFE_MS = 300;
const LONGEST_LIFE_MS = 2_500;
const WITHOUT_WORK_MS = 4_000;
/** A host that dies this soon after an answer is sending its messages or settling its own. */
const JUST_AFTER_MS = 25;

/**
 * Starts the host of a slot and kills it, again and again, as long as `wanted` says so: at boundaries of steps (before the server got the
 * request, after it answered and before the host knows, and just after), or at a random moment. The host is left dead.
 */
export async function killHosts(
  slot: HostSlot,
  random: RandomSource,
  counts: KillCounts,
  wanted: () => boolean,
): Promise<void> {
  while (wanted()) {
    await slot.process.start();
    const where = await momentOfDeath(slot, random, counts, wanted);
    if (where === null) break;
    count(counts, where);
    await slot.process.kill('SIGKILL');
  }
  await slot.process.kill('SIGKILL');
}

/** Waits for the moment at which this life of the host ends; the process is already dead when it is one of a request. Null: no kill is wanted any more. */
async function momentOfDeath(
  slot: HostSlot,
  random: RandomSource,
  counts: KillCounts,
  wanted: () => boolean,
): Promise<string | null> {
  const isRandom = random.uniform() < RANDOM_SHARE;
  const ended = new AbortController();
  let unanswered = 0;
  let fate: 'alive' | 'chosen' | 'dead' = 'alive';
  const where = await new Promise<string>((resolve) => {
    function endAfter(ms: number): void {
      wait(ms, undefined, { signal: ended.signal }).then(
        () => resolve(unanswered > 0 ? AT_WORK : IDLE),
        () => undefined,
      );
    }
    function seen(server: HttpServer, moment: HttpMoment): boolean {
      if (fate !== 'alive') return fate === 'dead';
      if (!isWorking) endAfter(isRandom ? random.uniform() * RANDOM_LIFE_MS : LONGEST_LIFE_MS);
      isWorking = true;
      unanswered += moment.at === 'asked' ? 1 : -1;
      const boundary = isRandom ? null : boundaryOf(server, moment);
      if (boundary === null) return false;
      const isAfter = moment.at === 'answered' && random.uniform() < 0.5;
      const place = `${boundary}, ${isAfter ? 'after' : moment.at}`;
      if (!isRarest(counts, place) && random.uniform() > KILL_RATE) return false;
      fate = isAfter ? 'chosen' : 'dead';
      if (isAfter) setTimeout(() => resolve(place), random.uniform() * JUST_AFTER_MS);
      else {
        if (slot.process.pid !== undefined) process.kill(slot.process.pid, 'SIGKILL');
        resolve(place);
      }
      return !isAfter;
    }
    let isWorking = false;
    endAfter(WITHOUT_WORK_MS);
    for (const server of OF_STEPS) slot.http[server].watch((moment) => seen(server, moment));
  });
  ended.abort();
  for (const server of OF_STEPS) slot.http[server].watch(null);
  return wanted() ? where : null;
}

function isRarest({ where }: KillCounts, one: string): boolean {
  const hits = where.get(one) ?? 0;
  return hits === 0 || hits <= Math.min(...where.values());
}

function count(counts: KillCounts, where: string): void {
  counts.kills += 1;
  counts.where.set(where, (counts.where.get(where) ?? 0) + 1);
  if (where === AT_WORK) counts.atWork += 1;
  else if (where === IDLE) counts.idle += 1;
  else counts.atBoundaries += 1;
}
