import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { readLabelledSet } from './labelled-set.ts';

const masker = createMasker({ runKey: 'behind JSON' });
const labelled = readLabelledSet();
const harmless = readLabelledSet('harmless.txt');
/** A text that is a number alone, and what says of the line that it is a field of YAML or the head of a table, read otherwise behind a line. */
const READ_AS_A_WHOLE = 4;

describe.each(['{"level":"info","msg":"started"}\n', '["a", "b"]\n', '{"p95":12.5,"ok":true}\n{"n":1}\n'])(
  'a line of text behind JSON (%j)',
  (before) => {
    it('is masked as it is alone', () => {
      const otherwise = labelled.filter(({ text }) => valuesOf(before + text) !== valuesOf(text));

      expect(otherwise.map(({ line }) => line).slice(READ_AS_A_WHOLE)).toEqual([]);
    });

    it('stays where it has nothing to be masked', () => {
      const unchanged = harmless.filter(({ text }) => masker.mask(text) === text);

      const changed = unchanged.filter(({ text }) => masker.mask(before + text) !== before + text);

      expect(changed.map(({ line }) => line)).toEqual([]);
    });
  },
);

describe('numbers outside of strings', () => {
  it.each([
    ['{"level":"info"}\nclient 203.0.113.7 gone', 'client <ip-'],
    ['{"level":"info"}\nssn 536-90-4399', 'ssn <id-'],
    ['{"t":"2026"} 203.0.113.7 - - GET /x', '} <ip-'],
    ['["a"] my verification code: 483920', 'code: <secret-'],
    ['{"a":1}\nat location: 52.520008, 13.404954', 'location: <address-'],
  ])('are masked where a text only begins like JSON: %j', (text, expected) => {
    expect(masker.mask(text)).toContain(expected);
  });

  it.each([
    '{"type":"Point","coordinates":[13.404954,52.520008]}',
    '{"location":[52.520008, 13.404954],"n":1}',
  ])('are masked one by one, and the document stays one: %j', (text) => {
    const masked = masker.mask(text);

    expect(masked).not.toMatch(/52\.52|13\.40/);
    expect(() => JSON.parse(masked) as unknown).not.toThrow();
    expect(masker.mask(masked)).toBe(masked);
  });
});

/** What is masked of a text, in order. */
function valuesOf(text: string): string {
  return masker
    .maskWithSpans(text)
    .spans.map(({ start, end }) => text.slice(start, end))
    .join('\n');
}
