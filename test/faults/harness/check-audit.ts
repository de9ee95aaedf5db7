import { createHash } from 'node:crypto';

/** What the checker needs of an audit entry. */
export interface ReadEntry {
  readonly key: string;
  readonly runId: string | null;
  readonly outputs: readonly { readonly ref: string; readonly sha256: string }[];
}

const TEXT = new TextDecoder();
const FIRST_PREVIOUS = '0'.repeat(64);
/** A stored entry begins with its own hash; what is hashed is the same text without it. */
const HASH = /^\{"hash":"([0-9a-f]{64})",/;

/**
 * Reads a tenant's chain from its stored bytes and checks it link by link: numbers without a gap, each hash that of its bytes, each entry
 * naming the one before, each key once.
 * @returns the entries, and what is wrong in words.
 */
export function checkAudit(audit: ReadonlyMap<string, Uint8Array>, tenant = 'default') {
  const violations: string[] = [];
  const entries: ReadEntry[] = [];
  const keys = new Map<string, number>();
  const numbered = [...audit].flatMap(([name, bytes]) => {
    const number = new RegExp(`^${tenant}/(\\d+)\\.json$`).exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), text: TEXT.decode(bytes) }];
  });
  numbered.sort((a, b) => a.number - b.number);
  let previous = FIRST_PREVIOUS;
  numbered.forEach(({ number, text }, index) => {
    if (number !== index + 1)
      violations.push(`audit: entry ${index + 1} is missing, ${number} stands in its place`);
    const stated = HASH.exec(text)?.[1];
    const actual = createHash('sha256').update(text.replace(HASH, '{')).digest('hex');
    if (stated !== actual) violations.push(`audit: the hash of entry ${number} is not that of its bytes`);
    const entry = JSON.parse(text) as {
      readonly previous: string;
      readonly sequence: number;
      readonly note: Omit<ReadEntry, 'runId'> & { readonly runId?: string | null };
    };
    if (entry.sequence !== number)
      violations.push(`audit: entry ${number} says that it is ${entry.sequence}`);
    if (entry.previous !== previous)
      violations.push(`audit: entry ${number} does not follow the one before it`);
    previous = stated ?? actual;
    const { key, runId = null, outputs } = entry.note;
    const before = keys.get(key);
    if (before !== undefined) violations.push(`audit: ${key} is entered twice, as ${before} and ${number}`);
    keys.set(key, number);
    entries.push({ key, runId, outputs });
  });
  return { entries, violations };
}
