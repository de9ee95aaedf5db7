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

  it('are found at both ends of a long line of values that was added', () => {
    const values = `${KEY} ${'+1 212 555 0143 jo@example.org '.repeat(2000)}${KEY}`;

    expect(masker.mask(`+${values}`)).toBe(`+${masker.mask(` ${values}`).slice(1)}`);
    expect(masker.mask(`+${values}`)).not.toMatch(/AKIA|example|212/);
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

  it.each([
    ['Aadhaar:', '2341 2341 2346'],
    ['NPI:', '1245319599'],
    ['let db_password =', 'XYuhdpy324#bb'],
  ])('are found behind the name at the end of a long line before (%s)', (name, value) => {
    const filling = 'ok '.repeat(3_000);
    const written = name.endsWith('=') ? `String::from("${value}");` : value;

    expect(masker.mask(`+x ${filling}${name}\n+${written}\n`)).not.toContain(value);
  });

  it('are found far behind a quote that is escaped', () => {
    const data = 'b3JjaGFyZA==';
    const manifest = `{"kind":"Secret","data":{"greeting":"${data}"}}`;

    const masked = masker.mask(`say \\u0022hello" ${'ok '.repeat(1_000)}${manifest}${' ok'.repeat(3_000)}`);

    expect(masked).not.toContain(data);
  });

  it('change nothing in paths and measurements', () => {
    for (const text of ['C:\\new\\temp\\run.log', '-12.5 ms\n+3 ms', 'p95\\n184 ms']) {
      expect(masker.mask(text)).toBe(text);
    }
  });
});
