import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { readLabelledSet } from './labelled-set.ts';

const masker = createMasker({ runKey: 'labelled' });
const cases = readLabelledSet();

/** Names and addresses are what rules without a model find least of. */
const FLOORS: Readonly<Record<string, number>> = { person: 0.8, address: 0.8 };
const FLOOR = 0.9;
/** A suite behind its street, the corner of one, a flat before it, the brackets and the zone of an IPv6 address, the tail of a cookie. */
const KNOWN_IN_PART = 6;

describe('our own labelled set', () => {
  const types = [...new Set(cases.flatMap(({ labels }) => labels.map(({ type }) => type)))];

  it.each(types)('is masked where it shows %s', (type) => {
    const labels = cases.flatMap((each) =>
      each.labels.filter((label) => label.type === type).map((label) => ({ ...each, label })),
    );

    const found = labels.filter(({ text, label }) => coverage(text, label.start, label.end) > 0.5);

    expect(found.length / labels.length).toBeGreaterThanOrEqual(FLOORS[type] ?? FLOOR);
  });

  it('is masked to the last character of what is found, but for parts of addresses and the like', () => {
    const partly = cases.flatMap(({ text, labels }) =>
      labels.filter(({ start, end }) => {
        const { spans } = masker.maskWithSpans(text);
        const met = spans.filter((span) => span.start < end && start < span.end);
        return met.length === 1 && met.some((span) => span.start > start || span.end < end);
      }),
    );

    expect(partly.length).toBeLessThanOrEqual(KNOWN_IN_PART);
  });

  it('comes back unchanged where nothing is to be masked', () => {
    const harmless = cases.filter(({ labels }) => labels.length === 0);

    const changed = harmless.filter(({ text }) => masker.mask(text) !== text);

    expect(harmless.length).toBeGreaterThan(70);
    expect(changed.length / harmless.length).toBeLessThanOrEqual(0.03);
  });

  it('is masked nowhere but at its labels', () => {
    const marked = cases.filter(({ labels }) => labels.length > 0);

    const beside = marked.filter(({ text, labels }) =>
      masker
        .maskWithSpans(text)
        .spans.some((span) => !labels.some((label) => label.start < span.end && span.start < label.end)),
    );

    expect(beside.map(({ line }) => line)).toEqual([]);
  });
});

/** Share of the characters of `[start, end)`, blanks and commas apart, that are masked. */
function coverage(text: string, start: number, end: number): number {
  const { spans } = masker.maskWithSpans(text);
  const places = Array.from({ length: end - start }, (_, offset) => start + offset).filter(
    (place) => !/[\s,]/.test(text.charAt(place)),
  );
  return (
    places.filter((place) => spans.some((span) => span.start <= place && place < span.end)).length /
    places.length
  );
}
