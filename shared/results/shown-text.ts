import { sha256 } from '../audit/sha256.ts';
import type { Masked } from '../contracts/masked.ts';

/** Characters of a tool's text that are read. */
const MOST_READ = 4_096;
/** Longer than what is beside a secret and makes it one; a longer secret is known by its beginning. */
const REACH = 512;
const DIGITS = 12;

/** What is read of a text: far more than is shown, for a secret that is cut through is none to the masker. */
export function readText(text: string): string {
  return text.slice(0, MOST_READ);
}

/**
 * What is shown of a text, at most `longest` characters: cut after it was masked, never before. The end of what was cut on reading is left out with what could be
 * half of a secret. A cut text ends with a digest of its masked form, so that two of them stay two.
 */
export function shownText(masked: Masked, read: string, longest: number): string {
  const sure = read.length < MOST_READ ? masked.length : Math.max(0, masked.length - REACH);
  if (masked.length <= longest && sure === masked.length) return masked;
  const shown = Math.min(sure, longest - DIGITS - 1);
  return `${masked.slice(0, shown)}…${sha256(masked).slice(0, DIGITS)}`;
}
