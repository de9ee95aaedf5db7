import type { Masked } from '../contracts/masked.ts';
import type { CustomRule } from './custom-rule.ts';
import { compileCustomRules } from './custom-rules.ts';
import { type Finding } from './finding.ts';
import { type MaskedSpan, maskSegment, type ScanForFindings } from './mask-segment.ts';
import { maskDeep, type MaskedValue } from './mask-value.ts';
import { createPseudonyms, isPseudonym } from './pseudonyms.ts';
import { isSecretName } from './rules/secret-names.ts';
import { isPlaceholder } from './rules/secret-values.ts';
import { scanTables, type Table } from './rules/tables.ts';
import { scanBehindSigns } from './scan-behind-signs.ts';
import { scanText } from './scan-text.ts';
import { segmentEnd } from './segment-text.ts';

export interface MaskerOptions {
  /** Key of the run's pseudonyms: the same key gives the same pseudonyms, in any process and order. */
  readonly runKey: string | Uint8Array;
  /** Rules of the team beside the built-in ones. */
  readonly customRules?: readonly CustomRule[];
  /** Told of every value that is replaced; for keeping them sealed, nothing else. */
  readonly onReplaced?: ((pseudonym: string, value: string) => void) | undefined;
}

export interface Masker {
  /**
   * Replaces everything sensitive by pseudonyms. Masking twice changes nothing. `isWhole` false says that it is part of a
   * longer text, cut where `isCutPoint` allows it: a text of nothing but a number is judged differently, and `table` is what
   * `tableBehind` says of the part before.
   */
  mask(text: string, isWhole?: boolean, table?: Table | null): Masked;
  maskWithSpans(text: string): { readonly masked: Masked; readonly spans: readonly MaskedSpan[] };
  /** Masks all strings and object keys of a JSON-like value; its structure, numbers and booleans stay. */
  maskValue<T>(value: T): MaskedValue<T>;
  /**
   * Masks one segment of a longer text, cut by `segmentEnd`. `isWhole` says that it is all of the text, for a text of
   * nothing but a number is judged differently. `table` is the table that was open where the segment before ended.
   */
  maskPart(segment: string, isWhole: boolean, table?: Table | null): MaskedPart;
  /** Findings by type since the masker was made; never a value. */
  counts(): Readonly<Record<string, number>>;
}

export interface MaskedPart {
  readonly masked: Masked;
  readonly spans: readonly MaskedSpan[];
  /** The table that goes on behind the segment: the next one is to be told of it. */
  readonly table: Table | null;
}

/**
 * Makes the masker of a run. It is the only maker of `Masked` text.
 * @throws PermanentError MASKING_RULE_INVALID when a custom rule cannot be used or fails its own examples.
 */
export function createMasker(options: MaskerOptions): Masker {
  const pseudonymOf = createPseudonyms(options.runKey);
  const { onReplaced } = options;
  const pseudonymise: typeof pseudonymOf = (type, value) => {
    const pseudonym = pseudonymOf(type, value);
    onReplaced?.(pseudonym, value);
    return pseudonym;
  };
  const counts = new Map<string, number>();
  const scanCustom = options.customRules?.length ? compileCustomRules(options.customRules) : null;
  const scanLine: ScanForFindings = (text) => withCustom(scanText(text, false), text);
  const scanPart: ScanForFindings = (text) => withSigns(scanLine(text), text);
  const scanWhole: ScanForFindings = (text) => withSigns(withCustom(scanText(text, true), text), text);

  function withCustom(findings: readonly Finding[], text: string): readonly Finding[] {
    return scanCustom === null ? findings : [...findings, ...scanCustom(text)];
  }

  function withSigns(findings: readonly Finding[], text: string): readonly Finding[] {
    const more = scanBehindSigns(text, scanLine);
    return more.length === 0 ? findings : [...findings, ...more];
  }

  function maskPart(segment: string, isWhole: boolean, carried: Table | null = null): MaskedPart {
    const scan = isWhole ? scanWhole : scanPart;
    const tables = scanTables(segment, carried);
    const withCells = (text: string): readonly Finding[] => [
      ...scanPart(text),
      ...scanTables(text, carried).findings,
    ];
    const { masked, spans } = tables.isMet
      ? maskSegment(segment, (text) => [...scan(text), ...tables.findings], scanPart, pseudonymise, withCells)
      : maskSegment(segment, scan, scanPart, pseudonymise);
    for (const { type } of spans) counts.set(type, (counts.get(type) ?? 0) + 1);
    return { masked: asMasked(masked), spans, table: tables.open };
  }

  function maskText(text: string, mayBeAlone: boolean, carried: Table | null = null) {
    if (segmentEnd(text, true) === text.length) return maskPart(text, mayBeAlone, carried);
    let table = carried;
    const spans: MaskedSpan[] = [];
    const parts: string[] = [];
    for (let from = 0; from < text.length;) {
      const segment = text.slice(from, from + segmentEnd(text.slice(from), true));
      const part = maskPart(segment, false, table);
      ({ table } = part);
      parts.push(part.masked);
      for (const span of part.spans) spans.push({ ...span, start: span.start + from, end: span.end + from });
      from += segment.length;
    }
    return { masked: asMasked(parts.join('')), spans };
  }

  function maskField(text: string, name: string): Masked {
    if (!isSecretName(name) || isPlaceholder(text) || isPseudonym(text)) return maskText(text, false).masked;
    counts.set('secret', (counts.get('secret') ?? 0) + 1);
    return asMasked(pseudonymise('secret', text));
  }

  return {
    mask: (text, isWhole = true, table = null) => maskText(text, isWhole, table).masked,
    maskWithSpans: (text) => {
      const { masked, spans } = maskText(text, true);
      return { masked, spans };
    },
    maskPart,
    // The walk keeps the structure and replaces every string, which is what MaskedValue says; TypeScript cannot follow it.
    maskValue: <T>(value: T) => maskDeep(value, maskField) as MaskedValue<T>,
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The one place where text becomes `Masked`: it has just been put together from what the rules left and pseudonyms. */
function asMasked(text: string): Masked {
  return text as Masked;
}
