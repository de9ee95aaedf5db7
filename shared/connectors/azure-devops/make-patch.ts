import { formatPatch, structuredPatch } from 'diff';

/** Bounds of one comparison; a rewritten file needs no patch to be seen as rewritten. */
const MOST_EDITS = 5_000;
const LONGEST_MS = 1_000;
const CONTEXT_LINES = 3;
/** As git: a NUL among the first bytes makes a file binary. */
const LOOKED_AT_BYTES = 8_000;

export type Patch =
  | { readonly kind: 'text'; readonly hunks: string }
  | { readonly kind: 'binary' }
  /** Too large, gone, or too different to compare in time. */
  | { readonly kind: 'missing' };

/** Unified hunks from two versions of a file; null: none on that side. */
export function makePatch(before: Uint8Array | null, after: Uint8Array | null): Patch {
  if (isBinary(before) || isBinary(after)) return { kind: 'binary' };
  const patch = structuredPatch('a', 'b', textOf(before), textOf(after), undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MOST_EDITS,
    timeout: LONGEST_MS,
  });
  if (patch === undefined) return { kind: 'missing' };
  const text = formatPatch(patch);
  const start = text.search(/^@@ /m);
  return { kind: 'text', hunks: start === -1 ? '' : text.slice(start) };
}

function isBinary(bytes: Uint8Array | null): boolean {
  return bytes?.subarray(0, LOOKED_AT_BYTES).includes(0) === true;
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}
