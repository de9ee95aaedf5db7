import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';

const KEY = ['AKIA', 'Q3XN7TYB2LKDM5VC'].join('');

describe('values behind an escape or a sign of a diff', () => {
  const masker = createMasker({ runKey: 'test' });

  it.each([
    ['an escaped line break', JSON.stringify({ text: `one\n${KEY}` })],
    ['an escaped tab', JSON.stringify({ text: `one\t${KEY}` })],
    ['an added line', ` const a = 1;\n+${KEY}\n`],
    ['a removed line', `-${KEY}`],
  ])('are found behind %s', (_what, text) => {
    expect(masker.mask(text)).not.toContain(KEY);
  });

  it('are found when they are numbers with a name', () => {
    expect(masker.mask(JSON.stringify({ text: 'one\nNPI 1234567893 signed' }))).not.toContain('1234567893');
  });

  it('leave JSON readable and the signs in their place', () => {
    const masked = masker.mask(JSON.stringify({ text: `one\n${KEY}\ntwo` }));
    const diff = masker.mask(`+${KEY}\n-${KEY}\n`);

    expect((JSON.parse(masked) as { text: string }).text).toMatch(/^one\n<secret-[0-9a-f]{12}>\ntwo$/);
    expect(diff).toMatch(/^\+<secret-[0-9a-f]{12}>\n-<secret-[0-9a-f]{12}>\n$/);
  });

  it('change nothing in paths and measurements', () => {
    for (const text of ['C:\\new\\temp\\run.log', '-12.5 ms\n+3 ms', 'p95\\n184 ms']) {
      expect(masker.mask(text)).toBe(text);
    }
  });
});
