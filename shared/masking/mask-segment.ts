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

/** How a text is looked at again after values were replaced in it. */
export interface Rescan {
  readonly scan: ScanForFindings;
  /** The scan finds nothing where there is nothing but pseudonyms and SILENT characters: true of the rules, not of custom ones. */
  readonly isSilenced: boolean;
}

/** A replacement can uncover a neighbour, that another one, and so on; more than a few in a row is made up. */
const MOST_PASSES = 12;
const MINUS = 0x2d;
/** No keyword of a rule that reports consists of these alone, nor with the beginning of a pseudonym: between pseudonyms they arm nothing. */
export const SILENT = ' \t\r\n,;|()[]{}<>';
const IS_SILENT = Array.from({ length: 128 }, (_, code) => SILENT.includes(String.fromCharCode(code)));
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
  rescan: Rescan,
  pseudonymise: Pseudonymise,
  scanAll: ScanForFindings | null = null,
): { readonly masked: string; readonly spans: readonly MaskedSpan[] } {
  const found = resolveFindings(scan(text), text);
  if (found.length === 0) return { masked: text, spans: [] };
  const json = jsonStructure(text);
  /** Numbers of JSON, whose pseudonyms are strings. */
  const quoted: Span[] = [];
  const toSpans = (findings: readonly Finding[]): readonly MaskedSpan[] => {
    const spans: Span[] = [];
    const known = quoted.length;
    for (const finding of findings) {
      for (const part of json.clip(finding.start, finding.end)) {
        const span = spanOf(finding, part, text, json);
        if (span === null) continue;
        spans.push(span);
        if (json.isBareValue(span.start, span.end)) quoted.push(span);
      }
    }
    const pseudonyms = pseudonymise(text, spans);
    for (let each = 0; each < spans.length; each++) spans[each]!.replacement = pseudonyms[each]!;
    for (const span of quoted.slice(known)) span.replacement = `"${span.replacement}"`;
    return spans;
  };
  let fresh = toSpans(found);
  let spans = fresh;
  let masked = applySpans(text, spans);
  if (scanAll === null && rescan.isSilenced && quoted.length === 0 && isSilent(text, spans))
    return { masked, spans };
  for (let pass = 1; pass < MOST_PASSES && fresh.length > 0; pass++) {
    fresh = toSpans(
      scanAll === null
        ? uncovered(masked, spans, windowsAround(masked, placesOf(spans, fresh)), rescan.scan)
        : uncovered(masked, spans, [{ start: 0, end: masked.length }], scanAll),
    );
    if (fresh.length === 0) break;
    spans = [...spans, ...fresh].sort((a, b) => a.start - b.start);
    masked = applySpans(text, spans);
  }
  return { masked, spans };
}

/** Puts the text together from what stays and what replaces the rest. */
function applySpans(text: string, spans: readonly MaskedSpan[]): string {
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end, replacement } of spans) {
    if (start > copied) pieces.push(text.slice(copied, start));
    pieces.push(replacement);
    copied = end;
  }
  if (copied < text.length) pieces.push(text.slice(copied));
  // In one piece at once: what is added up character by character is read more slowly ever after.
  return pieces.join('');
}

/** True when nothing but SILENT characters stays between the pseudonyms: a line of nothing but values need not be looked at again. */
function isSilent(text: string, spans: readonly MaskedSpan[]): boolean {
  let index = 0;
  for (const { start, end } of spans) {
    for (; index < start; index++) {
      if (!IS_SILENT[text.charCodeAt(index)]) return false;
    }
    index = end;
  }
  for (; index < text.length; index++) {
    if (!IS_SILENT[text.charCodeAt(index)]) return false;
  }
  return true;
}

/** A span whose replacement is still to be made. */
type Span = MaskedSpan & { replacement: string };

function spanOf(
  { type, rule }: Finding,
  clipped: { readonly start: number; readonly end: number },
  text: string,
  json: JsonStructure,
): Span | null {
  const { end } = clipped;
  // A user name behind the backslash of a path keeps its first letter.
  const escaped = type === 'username' && !json.isDocument ? clipped.start : behindEscape(text, clipped.start);
  // The sign of a JSON number goes with it.
  const start =
    text.charCodeAt(escaped - 1) === MINUS && json.isBareValue(escaped - 1, end) ? escaped - 1 : escaped;
  return start < end ? { start, end, type, rule, replacement: '' } : null;
}

/** What is found within windows of the masked text, in places of the original one. */
function uncovered(
  masked: string,
  spans: readonly MaskedSpan[],
  windows: readonly Window[],
  rescan: ScanForFindings,
): readonly Finding[] {
  const [only] = windows;
  const beside =
    windows.length === 1 && only !== undefined
      ? masked.slice(only.start, only.end)
      : windows.map(({ start, end }) => masked.slice(start, end)).join(APART);
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
