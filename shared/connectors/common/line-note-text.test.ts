import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masked } from '../../contracts/masked.ts';
import { lineMarkerOf, lineNoteText, markerWord, resolvedText } from './line-note-text.ts';

const noteOf = (key: string, body: string) => ({ key, path: key, line: 1, body: Masked.parse(body) });
const same = (text: string) => text;

describe('lineNoteText', () => {
  it('is found again by scope and key, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (scope, key, body) => {
        const text = lineNoteText(scope, noteOf(key, body), same);

        expect(lineMarkerOf(text)).toEqual({
          scope: markerWord(scope),
          key: markerWord(key),
          resolved: false,
        });
      }),
    );
  });

  it('keeps scope and key when it is resolved, and says since which commit', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (scope, key, body) => {
        const open = lineNoteText(scope, noteOf(key, body), same);

        const resolved = resolvedText(open, 'abcdef0123456789');

        expect(lineMarkerOf(resolved)).toEqual({
          scope: markerWord(scope),
          key: markerWord(key),
          resolved: true,
        });
        expect(resolved).toContain('`abcdef0123`');
      }),
    );
  });

  it('is not taken for ours when it only quotes a marker', () => {
    const text = `> ${lineNoteText('', noteOf('a.ts', 'slow'), same)}`;

    expect(lineMarkerOf(text)).toBeNull();
    expect(resolvedText(text, 'abc')).toBe(text);
  });

  it('is bounded', () => {
    expect(lineNoteText('', noteOf('a.ts', 'x'.repeat(100_000)), same).length).toBeLessThan(5_000);
  });
});
