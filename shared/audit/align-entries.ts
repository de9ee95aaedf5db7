import { type ChainFault, removed } from './chain-fault.ts';
import { longestIncreasing } from './longest-increasing.ts';
import type { StoredEntry } from './read-entry-text.ts';

/**
 * Says what happened to a stretch of the log of which not every entry stands where it should: the entries that still stand in order
 * stay, and every other is explained against them.
 *
 * @param stored the stretch as it was found, beginning where `expected` should stand
 * @param end the last entry that is known to have existed, 0 when nothing is known
 */
export function alignEntries(
  stored: readonly StoredEntry[],
  expected: number,
  previous: string | null,
  end: number,
): readonly ChainFault[] {
  const sound = stored.flatMap((entry, at) => (entry.state === 'sound' ? [{ entry, at }] : []));
  const ordered = sound.filter(({ entry }) => entry.sequence >= expected);
  const inPlace = ordered.filter(({ entry, at }) => entry.sequence === expected + at);
  const longest = longestIncreasing(ordered.map(({ entry }) => entry.sequence)).flatMap(
    (at) => ordered[at] ?? [],
  );
  // Where two readings keep as many, the one that leaves entries in their place names those that were moved.
  const kept = inPlace.length >= longest.length ? inPlace : longest;
  const keptAt = new Set(kept.map(({ at }) => at));
  const faults: ChainFault[] = [];
  // A place is taken once: by the entry that stands in it, or by one that was moved away from it.
  const taken = new Set(kept.map(({ entry }) => entry.sequence));
  for (const { entry, at } of sound) {
    if (keptAt.has(at)) continue;
    if (entry.sequence < expected || taken.has(entry.sequence)) faults.push(inserted(entry.sequence));
    else faults.push(reordered(entry.sequence));
    taken.add(entry.sequence);
  }
  let from = expected;
  let begin = 0;
  let before = previous;
  for (const { entry, at } of kept) {
    const gap = gapFaults(stored.slice(begin, at), from, entry.sequence - 1, taken);
    faults.push(...gap);
    const isNext = entry.sequence === from && before !== null;
    if (isNext && entry.previous !== before) faults.push(brokenLink(entry.sequence));
    from = entry.sequence + 1;
    begin = at + 1;
    before = entry.hash;
  }
  const rest = stored.slice(begin);
  const damaged = rest.filter(({ state }) => state !== 'sound').length;
  faults.push(...gapFaults(rest, from, Math.max(end, from + damaged - 1), taken));
  return faults.sort((a, b) => a.sequence - b.sequence);
}

export function brokenLink(sequence: number): ChainFault {
  const message =
    sequence === 1
      ? 'Entry 1 does not begin the log: it names an entry before it.'
      : `Entry ${sequence} does not follow from entry ${sequence - 1}: one of the two was changed and hashed anew.`;
  return { sequence, fault: 'broken-link', message };
}

/** Between two entries that stand: damaged ones fill the places that nobody took, what is missing was removed, what is too much inserted. */
function gapFaults(
  between: readonly StoredEntry[],
  from: number,
  to: number,
  taken: ReadonlySet<number>,
): readonly ChainFault[] {
  const free: number[] = [];
  for (let sequence = from; sequence <= to; sequence += 1) if (!taken.has(sequence)) free.push(sequence);
  const faults: ChainFault[] = [];
  const strangers: StoredEntry[] = [];
  for (const entry of between) {
    if (entry.state === 'sound') continue;
    const stated = entry.state === 'changed' && entry.sequence !== null ? free.indexOf(entry.sequence) : -1;
    if (stated < 0) strangers.push(entry);
    else faults.push(...free.splice(stated, 1).map((sequence) => changed(sequence, entry)));
  }
  for (const entry of strangers) {
    const place = free.shift();
    faults.push(place === undefined ? inserted(from) : changed(place, entry));
  }
  return [...faults, ...removedOf(free)];
}

function removedOf(missing: readonly number[]): readonly ChainFault[] {
  const faults: ChainFault[] = [];
  let first: number | undefined;
  missing.forEach((sequence, index) => {
    first ??= sequence;
    if (missing[index + 1] === sequence + 1) return;
    faults.push(removed(first, sequence));
    first = undefined;
  });
  return faults;
}

function changed(sequence: number, found: StoredEntry): ChainFault {
  return { sequence, fault: 'changed', message: `Entry ${sequence} was changed: ${whatIsWrong(found)}.` };
}

function whatIsWrong(found: StoredEntry): string {
  if (found.state !== 'changed') return 'what stands in its place is no audit entry';
  return found.isOddForm
    ? 'it is not in the one form that an entry has (RFC 8785) and was hashed anew'
    : 'its content does not fit its hash';
}

function inserted(sequence: number): ChainFault {
  return {
    sequence,
    fault: 'inserted',
    message: `An entry was inserted that calls itself or stands at ${sequence}; the log has one such already.`,
  };
}

function reordered(sequence: number): ChainFault {
  return { sequence, fault: 'reordered', message: `Entry ${sequence} was moved to another place.` };
}
