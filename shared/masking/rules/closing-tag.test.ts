import { describe, expect, it } from 'vitest';
import { CLOSING_TAG } from './closing-tag.ts';

const closes = new RegExp(`^${CLOSING_TAG}`);

describe('CLOSING_TAG', () => {
  it.each(['</b>', '</ns:name> next', '</td><td>', '</b>, next', '</b>"', '</b>\\n'])(
    'matches %s',
    (text) => {
      expect(closes.test(text)).toBe(true);
    },
  );

  it.each(['</mer99x', '</x>Sommer99', '</>', '<b>'])('does not match %s', (text) => {
    expect(closes.test(text)).toBe(false);
  });
});
