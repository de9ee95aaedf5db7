import { type Finding } from './finding.ts';
import { behindEscape, type JsonStructure, jsonStructure } from './json-structure.ts';
import { type Pseudonymise } from './pseudonyms.ts';
import { type Window, windowsAround } from './rescan-windows.ts';
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

/** A replacement can uncover a neighbour, that another one, and so on; more than a few in a row is made up. */
const MOST_PASSES = 12;
const MINUS = 0x2d;
/** Between windows that are scanned together: nothing is said across it. */
const APART = '\n\u00a4\n';

/**
 * Masks one segment. What stands beside a replaced value is looked at again as it reads now, until nothing more is
 * found: a value can hide its neighbour (two numbers side by side read as one), and masking twice has to change nothing.
 * `scanAll` is given when what is far away may count, too: the head of a table. Then all of it is looked at again.
 */
export function maskSegment(
  text: string,
  scan: ScanForFindings,
  rescan: ScanForFindings,
  pseudonymise: Pseudonymise,
  scanAll: ScanForFindings | null = null,
): { readonly masked: string; readonly spans: readonly MaskedSpan[] } {
  const found = resolveFindings(scan(text), text);
  if (found.length === 0) return { masked: text, spans: [] };
  const json = jsonStructure(text);
  const toSpans = (findings: readonly Finding[]): readonly MaskedSpan[] =>
    findings.map((finding) => spanOf(finding, text, pseudonymise, json)).filter(isSpan);
  let fresh = toSpans(found);
  let spans = fresh;
  let masked = applySpans(text, spans);
  for (let pass = 1; pass < MOST_PASSES && fresh.length > 0; pass++) {
    fresh = toSpans(
      scanAll === null
        ? uncovered(masked, spans, windowsAround(masked, placesOf(spans, fresh)), rescan)
        : uncovered(masked, spans, [{ start: 0, end: masked.length }], scanAll),
    );
    if (fresh.length === 0) break;
    spans = [...spans, ...fresh].sort((a, b) => a.start - b.start);
    masked = applySpans(text, spans);
  }
  return { masked, spans };
}

function isSpan(span: MaskedSpan | null): span is MaskedSpan {
  return span !== null;
}

/** Puts the text together from what stays and what replaces the rest. */
function applySpans(text: string, spans: readonly MaskedSpan[]): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end, replacement } of spans) {
    if (start > copied) parts.push(text.slice(copied, start));
    parts.push(replacement);
    copied = end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

function spanOf(
  finding: Finding,
  text: string,
  pseudonymise: Pseudonymise,
  json: JsonStructure,
): MaskedSpan | null {
  const { type, rule } = finding;
  const clipped = json.clip(finding.start, finding.end);
  if (clipped === null) return null;
  const { end } = clipped;
  // A user name behind the backslash of a path keeps its first letter.
  const escaped = type === 'username' && !json.isDocument ? clipped.start : behindEscape(text, clipped.start);
  // The sign of a JSON number goes with it.
  const start =
    text.charCodeAt(escaped - 1) === MINUS && json.isBareValue(escaped - 1, end) ? escaped - 1 : escaped;
  if (start >= end) return null;
  const pseudonym = pseudonymise(type, text.slice(start, end));
  return { start, end, type, rule, replacement: json.isBareValue(start, end) ? `"${pseudonym}"` : pseudonym };
}

/** What is found within windows of the masked text, in places of the original one. */
function uncovered(
  masked: string,
  spans: readonly MaskedSpan[],
  windows: readonly Window[],
  rescan: ScanForFindings,
): readonly Finding[] {
  const beside = windows.map(({ start, end }) => masked.slice(start, end)).join(APART);
  const findings = resolveFindings(rescan(beside), beside);
  if (findings.length === 0) return [];
  const toOriginal = originalPlaces(spans);
  const found: Finding[] = [];
  let each = 0;
  let offset = 0;
  for (const finding of findings) {
    while (each < windows.length && finding.start >= offset + lengthOf(windows[each]!)) {
      offset += lengthOf(windows[each]!) + APART.length;
      each++;
    }
    const window = windows[each];
    // What reaches from one window into the next is not in the text.
    if (window === undefined || finding.start < offset || finding.end > offset + lengthOf(window)) continue;
    const place = toOriginal(finding.start - offset + window.start, finding.end - offset + window.start);
    if (place !== null) found.push({ ...finding, ...place });
  }
  return found;
}

function lengthOf({ start, end }: Window): number {
  return end - start;
}

/** Where the fresh ones among the spans stand in the masked text. Both are sorted. */
function placesOf(spans: readonly MaskedSpan[], fresh: readonly MaskedSpan[]): readonly Window[] {
  const places: Window[] = [];
  let shift = 0;
  for (const span of spans) {
    const start = span.start - shift;
    if (span === fresh[places.length]) places.push({ start, end: start + span.replacement.length });
    shift += span.end - span.start - span.replacement.length;
  }
  return places;
}

/** From places of the masked text to those of the original, asked in order; null for what a replacement brought in. */
function originalPlaces(
  spans: readonly MaskedSpan[],
): (start: number, end: number) => { readonly start: number; readonly end: number } | null {
  let each = 0;
  let shift = 0;
  return (start, end) => {
    for (; each < spans.length; each++) {
      const span = spans[each]!;
      if (span.start - shift + span.replacement.length > start) break;
      shift += span.end - span.start - span.replacement.length;
    }
    const next = spans[each];
    if (next !== undefined && next.start - shift < end) return null;
    return { start: start + shift, end: end + shift };
  };
}
