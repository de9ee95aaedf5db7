import { type BareJsonValue, bareJsonValues } from './bare-json-values.ts';
import { type Finding } from './finding.ts';
import { type Pseudonymise } from './pseudonyms.ts';
import { resolveFindings } from './resolve-findings.ts';

/** One replaced stretch; offsets are UTF-16 code units of the input. */
export interface MaskedSpan {
  readonly start: number;
  readonly end: number;
  /** The kind of thing: one of FINDING_TYPES or a custom rule's type. */
  readonly type: string;
  /** The rule that found it. */
  readonly rule: string;
  readonly replacement: string;
}

/** Finds what is sensitive in a text; findings may overlap. */
export type ScanForFindings = (text: string) => readonly Finding[];

/** A masked text keeps what stood beside a value at this distance from being judged anew without it. */
const REACH = 160;
const MOST_PASSES = 4;

/**
 * Masks one segment. What is left is looked at again where something was replaced, until nothing more is found: a value
 * can hide its neighbour (two numbers side by side read as one), and masking twice has to change nothing.
 */
export function maskSegment(
  text: string,
  scan: ScanForFindings,
  rescan: ScanForFindings,
  pseudonymise: Pseudonymise,
): readonly MaskedSpan[] {
  const first = resolveFindings(scan(text));
  let spans = spansOf(first.kept, text, pseudonymise, bareJsonValues(text));
  const contested = new Set([...first.contested].map(({ end }) => end));
  for (let pass = 1; pass < MOST_PASSES && spans.length > 0; pass++) {
    const more = findMore(text, spans, contested, rescan, pseudonymise);
    if (more.length === 0) break;
    spans = [...spans, ...more].sort((a, b) => a.start - b.start);
  }
  return spans;
}

/** Puts the text together from what stays and what replaces the rest. */
export function applySpans(text: string, spans: readonly MaskedSpan[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let copied = 0;
  for (const span of spans) {
    parts.push(text.slice(copied, span.start), span.replacement);
    copied = span.end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

function spansOf(
  findings: readonly Finding[],
  text: string,
  pseudonymise: Pseudonymise,
  isBareJsonValue: BareJsonValue,
): MaskedSpan[] {
  return findings.flatMap(({ start: found, end, type, rule }) => {
    const escaped = type === 'username' ? found : behindEscape(text, found);
    // The sign of a JSON number goes with it.
    const start =
      text.charAt(escaped - 1) === '-' && isBareJsonValue(escaped - 1, end) ? escaped - 1 : escaped;
    if (start >= end) return [];
    const pseudonym = pseudonymise(type, text.slice(start, end));
    return [
      {
        start,
        end,
        type,
        rule,
        replacement: isBareJsonValue(start, end) ? `"${pseudonym}"` : pseudonym,
      },
    ];
  });
}

/** In `"\\njane@example.com"` the n belongs to the escape: masking it would break the document. */
function behindEscape(text: string, start: number): number {
  if (text.charAt(start - 1) !== '\\') return start;
  let backslashes = 1;
  while (backslashes < LONGEST_ESCAPES && text.charAt(start - 1 - backslashes) === '\\') backslashes++;
  if (backslashes % 2 === 0) return start;
  const character = text.charAt(start);
  if ('nrtbf'.includes(character)) return start + 1;
  return /^u[0-9A-Fa-f]{4}$/.test(text.slice(start, start + 5)) ? start + 5 : start;
}

const LONGEST_ESCAPES = 16;

/** Looks at the surroundings of the spans as they read after masking. */
function findMore(
  text: string,
  spans: readonly MaskedSpan[],
  contested: ReadonlySet<number>,
  rescan: ScanForFindings,
  pseudonymise: Pseudonymise,
): MaskedSpan[] {
  const more: MaskedSpan[] = [];
  const isBareJsonValue = bareJsonValues(text);
  let cursor = 0;
  for (const { start, end } of windowsOf(text, spans, contested)) {
    const window: MaskedSpan[] = [];
    while (cursor < spans.length && spans[cursor]!.end <= start) cursor++;
    for (let each = cursor; each < spans.length && spans[each]!.start < end; each++) {
      const span = spans[each]!;
      window.push({ ...span, start: span.start - start, end: span.end - start });
    }
    const original = text.slice(start, end);
    for (const finding of resolveFindings(rescan(applySpans(original, window))).kept) {
      const from = start + originalIndex(finding.start, window);
      const to = start + originalIndex(finding.end, window);
      more.push(...spansOf([{ ...finding, start: from, end: to }], text, pseudonymise, isBareJsonValue));
    }
  }
  return more;
}

/** The stretches to look at again: lines, or what is near of them, apart from each other; none cuts a span. */
function windowsOf(
  text: string,
  spans: readonly MaskedSpan[],
  contested: ReadonlySet<number>,
): { start: number; end: number }[] {
  const windows: { start: number; end: number }[] = [];
  let previousEnd = 0;
  for (const [index, span] of spans.entries()) {
    const before = spans[index - 1];
    if (contested.has(span.end) || mayUncover(text, span)) {
      let start = lineStart(text, span.start);
      // A window that would begin inside of the span before begins with it.
      if (before !== undefined && start > before.start && start < before.end) start = before.start;
      const end = lineEnd(text, span.end);
      const last = windows[windows.length - 1];
      if (last !== undefined && start <= last.end) last.end = Math.max(end, last.end);
      else windows.push({ start: Math.max(start, previousEnd), end });
    }
    const last = windows[windows.length - 1];
    // Nor does one end inside of the next.
    if (last !== undefined && span.start < last.end && span.end > last.end) last.end = span.end;
    previousEnd = last?.end ?? 0;
  }
  return windows;
}

/**
 * True when a neighbour may read differently without the value: letters or digits that touch it or are tied to it by
 * one sign, or a longer number behind it, whose explaining word comes nearer.
 */
function mayUncover(text: string, { start, end }: MaskedSpan): boolean {
  if (TIED_BEFORE.test(text.slice(Math.max(0, start - 4), start))) return true;
  if (TIED_BEHIND.test(text.slice(end, end + 3))) return true;
  return NUMBER_BEHIND.test(text.slice(end, lineEnd(text, end)));
}

/** A letter or digit that touches; a digit or a lone letter that is one or two signs away. */
const TIED_BEFORE =
  /[A-Za-z0-9]$|(?:\d|(?<![A-Za-z])[A-Za-z])[^A-Za-z0-9\n]{1,2}$|[A-Za-z0-9](?:[._+%@~-]|[^A-Za-z0-9\s]{2,3})$/;
const TIED_BEHIND = /^(?:[A-Za-z0-9]|[^A-Za-z0-9\s:,;)\]}'"<>][A-Za-z0-9])/;
const NUMBER_BEHIND = /\d[\d ./-]{5}|[A-Za-z]\d{4}/;

function lineStart(text: string, index: number): number {
  let from = Math.max(0, index - REACH);
  // A window does not begin or end inside of a word: half of a number reads as another one.
  for (let moved = 0; moved < LONGEST_WORD && from > 0 && isWordPart(text, from - 1); moved++) from--;
  return from + text.slice(from, index).lastIndexOf('\n') + 1;
}

function lineEnd(text: string, index: number): number {
  let to = Math.min(text.length, index + REACH);
  for (let moved = 0; moved < LONGEST_WORD && to < text.length && isWordPart(text, to); moved++) to++;
  const lineBreak = text.slice(index, to).indexOf('\n');
  return lineBreak < 0 ? to : index + lineBreak;
}

const LONGEST_WORD = 128;

function isWordPart(text: string, index: number): boolean {
  return /[\w.+@%-]/.test(text.charAt(index));
}

/** Where an index of the masked text, outside of all replacements, stood before masking. */
function originalIndex(index: number, spans: readonly MaskedSpan[]): number {
  let shift = 0;
  for (const span of spans) {
    const maskedStart = span.start - shift;
    if (index <= maskedStart) break;
    shift += span.end - span.start - span.replacement.length;
  }
  return index + shift;
}
