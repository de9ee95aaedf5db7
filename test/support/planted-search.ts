import { lookAtBlobs, lookAtMessages, lookAtTables, rawNames } from './everything-stored.ts';
import { createLeakFinder, type Leak } from './find-planted.ts';
import { allPlanted, marksOf } from './planted-inputs.ts';
import type { Passed } from './planting-proxy.ts';
import type { Installation } from './start-installation.ts';

/** Text that left the product, by where it went. */
export type Told = Readonly<Record<string, readonly (string | Uint8Array)[]>>;

export interface Searched {
  readonly leaks: readonly Leak[];
  /** Marks of inputs that should have been kept, and are nowhere. */
  readonly unreached: readonly string[];
  readonly blobs: number;
  readonly bytesOfMessages: number;
  readonly characters: number;
}

/** Looks for every value planted so far in every blob but the raw vault, row, message and log line, and in what was told. */
export async function searchEverywhere(installation: Installation, told: Told): Promise<Searched> {
  const finder = createLeakFinder(allPlanted().flat());
  const missing = new Set(marksOf('kept'));
  const look = (where: string, content: string | Uint8Array): void => {
    finder.look(where, content);
    if (missing.size === 0) return;
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    for (const mark of missing) if (text.includes(mark)) missing.delete(mark);
  };
  const blobs = await lookAtBlobs(installation, look);
  await lookAtTables(installation, look);
  const bytesOfMessages = lookAtMessages(installation, finder.look);
  for (const name of await rawNames(installation)) finder.look('name in the raw vault', name);
  finder.look('log', installation.log.join('\n'));
  for (const [where, texts] of Object.entries(told)) for (const text of texts) look(where, text);
  return {
    leaks: finder.leaks,
    unreached: [...missing],
    blobs,
    bytesOfMessages,
    characters: finder.characters(),
  };
}

/** Requests to vendors as places to look at: bodies by the vendor, addresses by what is asked for under them. */
export function toldTo(vendors: Readonly<Record<string, readonly Passed[]>>): Told {
  const places: Record<string, string[]> = {};
  const add = (where: string, text: string): void => void (places[where] ??= []).push(text);
  for (const [vendor, passed] of Object.entries(vendors)) {
    for (const { method, path, body } of passed) {
      const what = /\/(contents|items|collaborators)\b/.exec(path)?.[1] ?? 'anything';
      add(`asked of ${vendor} for ${what}`, `${method} ${path}`);
      add(`sent to ${vendor}`, body);
    }
  }
  return places;
}

/** One line for each input and place, with the kinds of values. */
export function summaryOf(leaks: readonly Leak[]): string[] {
  const counts = new Map<string, string[]>();
  for (const { where, input, kind, encoding } of leaks) {
    const key = `${input} -> ${where.replace(/\/[0-9a-f]{20,}.*|results\/default\/.*/, '')} (${encoding})`;
    counts.set(key, [...(counts.get(key) ?? []), kind]);
  }
  return [...counts].map(([key, kinds]) => `${key}: ${[...new Set(kinds)].join(' ')}`).sort();
}
