import { canonicalJson } from './canonical-json.ts';

/** More than any entry has; readers that recurse would otherwise differ over a text that is deeper than their stack. */
const MOST_LEVELS = 32;

/** Whether `text` is the canonical JSON (RFC 8785) of `value`, which was parsed from it: a repeated member, `1.0` for `1` and a blank too many are not, nor is what no entry is as deep as. */
export function isCanonical(value: unknown, text: string): boolean {
  if (!isShallow(value, MOST_LEVELS)) return false;
  // Printing what was parsed finds all of that but the order of members; half a surrogate pair is printed as \ud….
  if (!text.includes('\\ud') && isSorted(value) && JSON.stringify(value) === text) return true;
  return canonicalOrNull(value) === text;
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
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
