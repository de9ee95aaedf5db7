import { type Masked } from '../contracts/masked.ts';
import { maskDeep, type MaskedValue } from './mask-value.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { resolveFindings } from './resolve-findings.ts';
import { isSecretName } from './rules/secret-names.ts';
import { isPlaceholder } from './rules/secret-values.ts';
import { scanText } from './scan-text.ts';
import { segmentEnd } from './segment-text.ts';

export interface MaskerOptions {
  /** Key of the run's pseudonyms: the same key gives the same pseudonyms, in any process and order. */
  readonly runKey: string | Uint8Array;
}

/** One replaced stretch; offsets are UTF-16 code units of the input. */
export interface MaskedSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly replacement: string;
}

export interface Masker {
  /** Replaces everything sensitive by pseudonyms. Masking twice changes nothing. */
  mask(text: string): Masked;
  maskWithSpans(text: string): { readonly masked: Masked; readonly spans: readonly MaskedSpan[] };
  /** Masks all strings and object keys of a JSON-like value; its structure, numbers and booleans stay. */
  maskValue<T>(value: T): MaskedValue<T>;
  /** Findings by type since the masker was made; never a value. */
  counts(): Readonly<Record<string, number>>;
}

/** Makes the masker of a run. It is the only maker of `Masked` text. */
export function createMasker(options: MaskerOptions): Masker {
  const pseudonymise = createPseudonyms(options.runKey);
  const counts = new Map<string, number>();

  function maskText(
    text: string,
    isField: boolean,
  ): { readonly masked: Masked; readonly spans: readonly MaskedSpan[] } {
    const spans: MaskedSpan[] = [];
    const parts: string[] = [];
    for (let from = 0; from < text.length;) {
      const rest = from === 0 ? text : text.slice(from);
      const length = segmentEnd(rest, true);
      const segment = rest.slice(0, length);
      let copied = 0;
      for (const finding of resolveFindings(scanText(segment, isField))) {
        const replacement = pseudonymise(finding.type, segment.slice(finding.start, finding.end));
        counts.set(finding.type, (counts.get(finding.type) ?? 0) + 1);
        parts.push(segment.slice(copied, finding.start), replacement);
        spans.push({ start: from + finding.start, end: from + finding.end, type: finding.type, replacement });
        copied = finding.end;
      }
      parts.push(segment.slice(copied));
      from += length;
    }
    return { masked: asMasked(parts.join('')), spans };
  }

  function maskWithSpans(text: string): { readonly masked: Masked; readonly spans: readonly MaskedSpan[] } {
    return maskText(text, false);
  }

  function maskField(text: string, name: string): Masked {
    if (!isSecretName(name) || isPlaceholder(text)) return maskText(text, true).masked;
    const already = maskText(text, true);
    if (already.spans.length === 0 && /^<[a-z-]+-[0-9a-f.]+>$/.test(text)) return already.masked;
    counts.set('secret', (counts.get('secret') ?? 0) + 1);
    return asMasked(pseudonymise('secret', text));
  }

  return {
    mask: (text) => maskWithSpans(text).masked,
    maskWithSpans,
    // The walk keeps the structure and replaces every string, which is what MaskedValue says; TypeScript cannot follow it.
    maskValue: <T>(value: T) => maskDeep(value, maskField) as MaskedValue<T>,
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The one place where text becomes `Masked`: it has just been put together from what the rules left and pseudonyms. */
function asMasked(text: string): Masked {
  return text as Masked;
}
