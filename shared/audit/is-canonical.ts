import { canonicalJson } from './canonical-json.ts';

/** Whether `text` is the canonical JSON (RFC 8785) of `value`, which was parsed from it: a repeated member, `1.0` for `1` and a blank too many are not. */
export function isCanonical(value: unknown, text: string): boolean {
  // Printing what was parsed finds all of that but the order of members; half a surrogate pair is printed as \ud….
  if (!text.includes('\\ud') && isSorted(value) && JSON.stringify(value) === text) return true;
  return canonicalOrNull(value) === text;
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before = '';
  for (const [name, member] of Object.entries(value)) {
    if (name < before || !isSorted(member)) return false;
    before = name;
  }
  return true;
}

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
