import { bytesBehind } from './bytes-behind.ts';
import { isCanonical } from './is-canonical.ts';
import { sha256 } from './sha256.ts';

/**
 * One stored entry. `sound`: byte for byte what its own hash covers, in the one form that an entry has. `changed`: an entry of which
 * something is another than it was when it was hashed, or that was hashed in another form. `unreadable`: no entry at all.
 */
export type StoredEntry =
  | SoundEntry
  | { readonly state: 'changed'; readonly sequence: number | null; readonly isOddForm: boolean }
  | { readonly state: 'unreadable' };

export interface SoundEntry {
  readonly state: 'sound';
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
  readonly key: string;
}

/** Canonical JSON sorts the members, so that the hash stands first and what it covers is the rest of the bytes. */
const HASH_FROM = '{"hash":"'.length;
const HASH_TO = HASH_FROM + 64;
const COVERED_FROM = HASH_TO + '",'.length;
const OPENING_BRACE = 0x7b;
const BEGINNING = /^\{"hash":"[0-9a-f]{64}","note":\{/;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Reads an entry as it was stored. The hash is taken over the stored bytes, not over what they say, so that two spellings of one value are
 * two entries; that the spelling is the canonical one is asked beside it, or readers could differ over what an entry says. The note is not held against its schema here, since only who may
 * hash an entry anew could write another, and that is found by what follows from it and by checkpoints.
 */
export function readEntryText(text: string): StoredEntry {
  const value = jsonOrNull(text);
  if (typeof value !== 'object' || value === null || !('sequence' in value)) return { state: 'unreadable' };
  const sequence = sequenceOf(value.sequence);
  const hash = text.slice(HASH_FROM, HASH_TO);
  const isHashed = BEGINNING.test(text) && coveredHash(text) === hash;
  const previous = 'previous' in value && typeof value.previous === 'string' ? value.previous : '';
  const key = 'note' in value ? keyOf(value.note) : null;
  if (!isHashed || sequence === null || key === null || !HASH.test(previous))
    return { state: 'changed', sequence, isOddForm: false };
  if (!isCanonical(value, text)) return { state: 'changed', sequence, isOddForm: true };
  return { state: 'sound', sequence, previous, hash, key };
}

const TAIL = '","schema":"perf-agent.audit-entry.v1","sequence":';
/** A quotation mark inside a string is escaped, and `details`, which stands before, holds no array: each of these is in an entry once. */
const INPUTS = ',"inputs":[';
const KEY = '],"key":';
const OUTPUTS = ',"outputs":[';

/**
 * Reads an entry of which a signed root tells afterwards whether it is the one that was signed. Whoever signed it had read it in full, so
 * that its bytes and its place are enough here. @returns null for what has to be read in full
 */
export function readCoveredEntry(text: string, sequence: number, previous: string): SoundEntry | null {
  const hash = text.slice(HASH_FROM, HASH_TO);
  const isFramed =
    text.startsWith('{"hash":"') &&
    text.startsWith('","note":{', HASH_TO) &&
    text.endsWith(`,"previous":"${previous}${TAIL}${sequence}}`);
  if (!isFramed || coveredHash(text) !== hash) return null;
  const from = text.indexOf(KEY, text.indexOf(INPUTS)) + KEY.length;
  const to = text.indexOf(OUTPUTS, from);
  const key = from < KEY.length || to < 0 ? null : jsonOrNull(text.slice(from, to));
  return typeof key === 'string' ? { state: 'sound', sequence, previous, hash, key } : null;
}

/** SHA-256 of everything but the hash: the text from the member after it on, as an object. What stands before must be ASCII, or it is no hash. */
function coveredHash(text: string): string {
  return sha256(bytesBehind(OPENING_BRACE, text, COVERED_FROM));
}

function sequenceOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function keyOf(note: unknown): string | null {
  if (typeof note !== 'object' || note === null || !('key' in note)) return null;
  return typeof note.key === 'string' ? note.key : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
