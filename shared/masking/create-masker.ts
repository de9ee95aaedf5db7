import type { Masked } from '../contracts/masked.ts';
import type { CustomRule } from './custom-rule.ts';
import { type Carried, NOTHING_CARRIED } from './carried.ts';
import { narrowed } from './characters.ts';
import { compileCustomRules } from './custom-rules.ts';
import { type Finding } from './finding.ts';
import { type MaskedSpan, maskSegment, type ScanForFindings } from './mask-segment.ts';
import { maskDeep, type MaskedValue } from './mask-value.ts';
import { createPseudonyms, isPseudonym, type Pseudonymise } from './pseudonyms.ts';
import { saysSecret } from './rules/manifests.ts';
import { scanOpenManifest } from './rules/open-manifests.ts';
import { isSecretName } from './rules/secret-names.ts';
import { isPlaceholder } from './rules/secret-values.ts';
import { scanTables } from './rules/tables.ts';
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
   * longer text, cut where `segmentEnd` says: a text of nothing but a number is judged differently, and `carried` is what
   * `carriedBehind` says of the part before.
   */
  mask(text: string, isWhole?: boolean, carried?: Carried): Masked;
  maskWithSpans(text: string): { readonly masked: Masked; readonly spans: readonly MaskedSpan[] };
  /** Masks all strings and object keys of a JSON-like value; its structure, numbers and booleans stay. */
  maskValue<T>(value: T): MaskedValue<T>;
  /**
   * Masks one segment of a longer text, cut by `segmentEnd`. `isWhole` says that it is all of the text, for a text of
   * nothing but a number is judged differently. `carried` is what was open where the segment before ended.
   */
  maskPart(segment: string, isWhole: boolean, carried?: Carried): MaskedPart;
  /** Findings by type since the masker was made; never a value. */
  counts(): Readonly<Record<string, number>>;
}

export interface MaskedPart {
  readonly masked: Masked;
  readonly spans: readonly MaskedSpan[];
  /** What goes on behind the segment: the next one is to be told of it. */
  readonly carried: Carried;
}

/**
 * Makes the masker of a run. It is the only maker of `Masked` text.
 * @throws PermanentError MASKING_RULE_INVALID when a custom rule cannot be used or fails its own examples.
 */
export function createMasker(options: MaskerOptions): Masker {
  const pseudonymsOf = createPseudonyms(options.runKey);
  const { onReplaced } = options;
  const pseudonymise: Pseudonymise = (text, places) => {
    const made = pseudonymsOf(text, places);
    if (onReplaced !== undefined)
      for (const [each, { start, end }] of places.entries()) onReplaced(made[each]!, text.slice(start, end));
    return made;
  };
  const counts = new Map<string, number>();
  const scanCustom = options.customRules?.length ? compileCustomRules(options.customRules) : null;
  const scanLine: ScanForFindings = (text) => withCustom(scanText(text, false), text);
  const scanPart: ScanForFindings = (text) => withSigns(scanLine(text), text);
  const rescan = { scan: scanPart, isSilenced: scanCustom === null };
  const scanWhole: ScanForFindings = (text) => withSigns(withCustom(scanText(text, true), text), text);

  function withCustom(findings: readonly Finding[], text: string): readonly Finding[] {
    return scanCustom === null ? findings : joined(findings, scanCustom(text));
  }

  function withSigns(findings: readonly Finding[], text: string): readonly Finding[] {
    return joined(findings, scanBehindSigns(text, scanLine));
  }

  function maskPart(given: string, isWhole: boolean, carried = NOTHING_CARRIED): MaskedPart {
    const segment = narrowed(given);
    const scan = isWhole ? scanWhole : scanPart;
    const tables = scanTables(segment, carried.table);
    const manifest = scanOpenManifest(segment, carried.manifest);
    const first: ScanForFindings = (text) => joined(scan(text), tables.findings, manifest.findings);
    const again: ScanForFindings = (text) =>
      joined(
        scanPart(text),
        scanTables(text, carried.table).findings,
        scanOpenManifest(text, carried.manifest).findings,
      );
    // A value that is masked may have held a quote or a line break that says where a manifest's object begins.
    const isFarMeant =
      tables.isMet || carried.manifest !== null || manifest.open !== null || saysSecret(segment);
    const { masked, spans } = maskSegment(segment, first, rescan, pseudonymise, isFarMeant ? again : null);
    addCounts(counts, spans);
    return { masked: asMasked(masked), spans, carried: { table: tables.open, manifest: manifest.open } };
  }

  /** Masks a text piece by piece; what was replaced is added to `spans` when somebody asks for it. */
  function maskText(
    text: string,
    mayBeAlone: boolean,
    before = NOTHING_CARRIED,
    spans: MaskedSpan[] | null = null,
  ): Masked {
    let carried = before;
    let masked = '';
    for (let from = 0; from === 0 || from < text.length;) {
      const length = segmentEnd(from === 0 ? text : text.slice(from), true);
      const isWhole = length === text.length;
      const part = maskPart(isWhole ? text : text.slice(from, from + length), isWhole && mayBeAlone, carried);
      ({ carried } = part);
      masked += part.masked;
      if (spans !== null) {
        for (const span of part.spans)
          spans.push({ ...span, start: span.start + from, end: span.end + from });
      }
      if (length === 0) break;
      from += length;
    }
    return asMasked(masked);
  }

  function maskField(text: string, name: string): Masked {
    if (!isSecretName(name) || isPlaceholder(text) || isPseudonym(text)) return maskText(text, false);
    counts.set('secret', (counts.get('secret') ?? 0) + 1);
    const [pseudonym] = pseudonymise(text, [{ type: 'secret', start: 0, end: text.length }]);
    return asMasked(pseudonym!);
  }

  return {
    mask: (text, isWhole = true, carried = NOTHING_CARRIED) => maskText(text, isWhole, carried),
    maskWithSpans: (text) => {
      const spans: MaskedSpan[] = [];
      const masked = maskText(text, true, NOTHING_CARRIED, spans);
      return { masked, spans };
    },
    maskPart,
    // The walk keeps the structure and replaces every string, which is what MaskedValue says; TypeScript cannot follow it.
    maskValue: <T>(value: T) => maskDeep(value, maskField) as MaskedValue<T>,
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Most texts have findings of one kind alone: then they are handed on as they are. */
function joined(
  findings: readonly Finding[],
  ...others: readonly (readonly Finding[])[]
): readonly Finding[] {
  return others.every((each) => each.length === 0) ? findings : [findings, ...others].flat();
}

/** Values of one type mostly follow each other. */
function addCounts(counts: Map<string, number>, spans: readonly MaskedSpan[]): void {
  let first = 0;
  for (let next = 1; next <= spans.length; next++) {
    const { type } = spans[first]!;
    if (spans[next]?.type === type) continue;
    counts.set(type, (counts.get(type) ?? 0) + next - first);
    first = next;
  }
}

/** The one place where text becomes `Masked`: it has just been put together from what the rules left and pseudonyms. */
function asMasked(text: string): Masked {
  return text as Masked;
}
