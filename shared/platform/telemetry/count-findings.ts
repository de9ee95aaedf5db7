import { type Span, trace } from '@opentelemetry/api';
import type { Masker } from '../../ports/masker.ts';

const totals = new WeakMap<Span, Map<string, number>>();

/**
 * Notes on the span that is active how much of which type was masked (`perf_agent.masked.email`: 3): what leaked into inputs is seen
 * without being shown.
 */
export function countFindings(masker: Masker): Masker {
  let before: Readonly<Record<string, number>> = {};

  function noted<T>(result: T): T {
    const after = masker.counts();
    const span = trace.getActiveSpan();
    if (span !== undefined) note(span, before, after);
    before = after;
    return result;
  }

  return {
    mask: (text) => noted(masker.mask(text)),
    maskValue: (value) => noted(masker.maskValue(value)),
    counts: () => masker.counts(),
  };
}

function note(
  span: Span,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): void {
  const sums = totals.get(span) ?? new Map<string, number>();
  totals.set(span, sums);
  for (const [type, count] of Object.entries(after)) {
    const more = count - (before[type] ?? 0);
    if (more === 0) continue;
    const sum = (sums.get(type) ?? 0) + more;
    sums.set(type, sum);
    span.setAttribute(`perf_agent.masked.${type}`, sum);
  }
}
