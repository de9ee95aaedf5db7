import { describe, expect, it } from 'vitest';
import { openValues, sealValues } from './sealed-values.ts';

const RUN = 'run-0123456789abcdef01234567';
const KEY = new Uint8Array(32).fill(7);
const VALUES = new Map([['<email-3fa2c19b04d7>', 'jane.roe@example.org']]);

describe('sealed values', () => {
  it('open with the key of their run', () => {
    expect(openValues(sealValues(RUN, VALUES, KEY), KEY)).toEqual(VALUES);
  });

  it('show neither value nor pseudonym, and never look the same', () => {
    const one = JSON.stringify(sealValues(RUN, VALUES, KEY));

    expect(one).not.toContain('jane');
    expect(one).not.toContain('3fa2c19b04d7');
    expect(JSON.stringify(sealValues(RUN, VALUES, KEY))).not.toBe(one);
  });

  it.each([
    ['another key', (kept: ReturnType<typeof sealValues>) => openValues(kept, new Uint8Array(32).fill(8))],
    ['another run', (kept: ReturnType<typeof sealValues>) => openValues({ ...kept, runId: 'run-1' }, KEY)],
    [
      'a changed byte',
      (kept: ReturnType<typeof sealValues>) =>
        openValues({ ...kept, sealed: `A${kept.sealed.slice(1, -4)}AAA=` }, KEY),
    ],
    ['a shorter tag', (kept: ReturnType<typeof sealValues>) => openValues({ ...kept, tag: 'AAAA' }, KEY)],
  ])('do not open with %s', (_what, open) => {
    expect(() => open(sealValues(RUN, VALUES, KEY))).toThrow(/do not open/);
  });
});
