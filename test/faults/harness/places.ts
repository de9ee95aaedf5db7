import type { QueueName } from '../../../shared/contracts/queue-name.ts';
import type { RandomSource } from '../../../shared/statistics/distributions/create-random.ts';

/** Before the server got the request; after it answered and before the host knows; shortly after. */
const MOMENTS = ['asked', 'answered', 'after'] as const;

/** A moment of a boundary of the step that a queue stands for. */
export interface Place {
  readonly queue: QueueName;
  readonly boundary: string;
  readonly at: (typeof MOMENTS)[number];
}

/** What each step of the harness's runs does outside its process, as `boundaryOf` names it. */
const BOUNDARIES: Readonly<Partial<Record<QueueName, readonly string[]>>> = {
  event: ['event', 'record of event'],
  requests: ['record of receive'],
  plan: ['lease', 'status', 'record of plan'],
  collect: ['record of collect'],
  mask: ['record of mask'],
  analyse: ['record of analyse'],
  reason: ['model', 'record of reason'],
  decide: ['record of decide'],
  report: ['report file', 'record of report'],
  deliver: ['lease', 'comment', 'line note', 'status', 'record of deliver'],
  ticket: ['lease', 'ticket', 'ticket key', 'ticket picture', 'ticket link', 'record of ticket'],
  notify: ['lease', 'message', 'notice note', 'record of notify'],
  learn: ['record of learn'],
  audit: ['audit entry', 'audit state', 'audit checkpoint'],
};

/** Every moment of every boundary of every step. */
export const PLACES: readonly Place[] = Object.entries(BOUNDARIES).flatMap(([queue, boundaries]) =>
  // A key of a record whose keys are queues.
  boundaries.flatMap((boundary) => MOMENTS.map((at) => ({ queue: queue as QueueName, boundary, at }))),
);

/** How a place is called in reports, such as `deliver: comment, answered`. */
export function nameOf({ queue, boundary, at }: Place): string {
  return `${queue}: ${boundary}, ${at}`;
}

/** How often a place was died at, and how often a life was aimed at it; a life that is under way counts. */
export interface Aims {
  readonly hits: ReadonlyMap<string, number>;
  readonly aims: ReadonlyMap<string, number>;
}

/** A place that was missed, or is aimed at by another host now, is half as urgent. */
function score(name: string, { hits, aims }: Aims): number {
  return ((hits.get(name) ?? 0) + (aims.get(name) ?? 0)) / 2;
}

/** Places are aimed at in turn; one that is so far ahead of the mean waits until the runs have come to the others. */
const MOST_AHEAD = 2;

/**
 * The place at which the next host is to die: one of the rarest of those steps that have messages now.
 * @returns null when none has, or when only those have that were died at more often than others: then runs have to go on first.
 */
export function rarestPlace(
  hasMessages: (queue: QueueName) => boolean,
  aims: Aims,
  random: RandomSource,
): Place | null {
  const open = PLACES.filter(({ queue }) => hasMessages(queue));
  const scores = open.map((place) => score(nameOf(place), aims));
  const least = Math.min(...scores);
  const mean = PLACES.reduce((sum, place) => sum + score(nameOf(place), aims), 0) / PLACES.length;
  if (open.length === 0 || least > mean + MOST_AHEAD) return null;
  const rarest = open.filter((_place, index) => scores[index] === least);
  return rarest[random.integer(rarest.length)] ?? null;
}
