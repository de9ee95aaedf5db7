import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { readLabelledSet } from './labelled-set.ts';

const masker = createMasker({ runKey: 'harmless' });
const cases = readLabelledSet('harmless.txt');
const classes = [...new Set(cases.map(({ section }) => section))];
const MOST_CHANGED = 0.05;

describe('texts without anything sensitive', () => {
  it.each(classes)('come back unchanged, at least 19 of 20: %s', (section) => {
    const texts = cases.filter((each) => each.section === section);

    const changed = texts.filter(({ text }) => masker.mask(text) !== text);

    expect(texts.length).toBeGreaterThanOrEqual(40);
    expect(changed.length / texts.length).toBeLessThanOrEqual(MOST_CHANGED);
  });

  it('come back unchanged as fields of a document, lines of a diff and contents of an element', () => {
    const changed = cases.filter(({ text }) => masker.mask(text) === text && !staysWrapped(text));

    expect(changed.map(({ line }) => line)).toEqual([]);
  });
});

function staysWrapped(text: string): boolean {
  const field = JSON.stringify({ message: text });
  const twice = JSON.stringify({ log: field });
  const element = /[<>]/.test(text) ? '' : `<message>${text}</message>`;
  const texts = [field, twice, text.replace(/^/gm, '+'), text.replace(/^/gm, '- '), element];
  return texts.every((wrapped) => masker.mask(wrapped) === wrapped);
}
