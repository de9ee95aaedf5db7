import { sha256 } from './sha256.ts';

/**
 * One stored entry. `sound`: byte for byte what its own hash covers. `changed`: an entry of which something is another than it was when
 * it was hashed. `unreadable`: no entry at all.
 */
export type StoredEntry =
  | {
      readonly state: 'sound';
      readonly sequence: number;
      readonly previous: string;
      readonly hash: string;
      readonly key: string;
    }
  | { readonly state: 'changed'; readonly sequence: number | null }
  | { readonly state: 'unreadable' };

/** Canonical JSON sorts the members, so that the hash stands first and what it covers is the rest of the bytes. */
const HASH_FROM = '{"hash":"'.length;
const HASH_TO = HASH_FROM + 64;
const COVERED_FROM = HASH_TO + '",'.length;
const BEGINNING = /^\{"hash":"[0-9a-f]{64}","note":\{/;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Reads an entry as it was stored. The hash is taken over the stored bytes, not over what they say: a verifier needs no canonical
 * JSON of its own, and two spellings of one value are two entries. The note is not held against its schema here, since only who may
 * hash an entry anew could write another, and that is found by what follows from it and by checkpoints.
 */
export function readEntryText(text: string): StoredEntry {
  const value = jsonOrNull(text);
  if (typeof value !== 'object' || value === null || !('sequence' in value)) return { state: 'unreadable' };
  const sequence = sequenceOf(value.sequence);
  const hash = text.slice(HASH_FROM, HASH_TO);
  const isHashed = BEGINNING.test(text) && sha256(`{${text.slice(COVERED_FROM)}`) === hash;
  const previous = 'previous' in value && typeof value.previous === 'string' ? value.previous : '';
  const key = 'note' in value ? keyOf(value.note) : null;
  if (!isHashed || sequence === null || key === null || !HASH.test(previous))
    return { state: 'changed', sequence };
  return { state: 'sound', sequence, previous, hash, key };
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
