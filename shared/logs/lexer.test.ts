import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../test/support/measure-cpu.ts';
import { Lexer } from './lexer.ts';
import { mineLines } from './mine-lines.ts';

function templateOf(line: string): string {
  return mineLines([line], { header: null }).patterns[0]!.template;
}

function typesOf(line: string): readonly string[] {
  return mineLines([line], { header: null }).patterns[0]!.parameters.map((types) => types.join('|'));
}

describe('Lexer', () => {
  it.each([
    ['took 15 ms, 3 of 4', 'took <*> ms, <*> of <*>'],
    ['from 10.0.0.1 port 22', 'from <*> port <*>'],
    ['from 2607:f140:6000:8:c6b3:1ff:fecd:467f', 'from <*>'],
    ['link ::1 up', 'link <*> up'],
    ['bssid 5c:50:15:36:bc:03 lost', 'bssid <*> lost'],
    ['at 12:34:56.789 sharp', 'at <*> sharp'],
    ['on Tue Jul 1 11:22:33 2025', 'on <*>'],
    ['the May release', 'the May release'],
    ['request 550e8400-e29b-41d4-a716-446655440000 done', 'request <*> done'],
    ['GET https://example.org/a?b=1 failed', 'GET <*> failed'],
    ['read /var/log/syslog.1 and C:\\Windows\\x.dll', 'read <*> and <*>'],
    ['HTTP/1.1 served by n/a', 'HTTP/<*> served by n/a'],
    ['seen at cache3.example.org:8080', 'seen at <*>'],
    ['in main.go:120', 'in main.go:<*>'],
    ['com.example.cart.CartService started', 'com.example.cart.CartService started'],
    ['value = null, ok=true', 'value = <*>, ok=<*>'],
    ['block blk_-1608999687919862906 added', 'block <*> added'],
    ['using sha256 over IPv6 on x86_64', 'using sha256 over IPv6 on x86_64'],
    ['at 0xdeadbeef and 9f4ef63', 'at <*> and <*>'],
    ['channels 1 2 3 4 5', 'channels <*>'],
    ['channels 1 2', 'channels <*>'],
    ['timeout of 10000ms exceeded', 'timeout of <*> exceeded'],
    ['mail to jo.doe@example.org bounced', 'mail to <*> bounced'],
    ['Ünïcode wörd 42 ✓', 'Ünïcode wörd <*> ✓'],
  ])('turns %j into %j', (line, template) => {
    expect(templateOf(line)).toBe(template);
  });

  it.each([
    ['from <ip-3fa2c1> by <email-1>', 'from <*> by <*>', ['ip', 'email']],
    ['card <card-09ab> of <person-2>', 'card <*> of <*>', ['id', 'name']],
    ['from <ip-3fa2c1.09bd44> as <username-3fa2c109bd44>', 'from <*> as <*>', ['ip', 'name']],
    ['see <secret-1f> in <path-77>', 'see <*> in <*>', ['secret', 'path']],
    ['a <read-only> flag', 'a <read-only> flag', []],
  ])('takes the masker’s pseudonyms in %j for variables of their type', (line, template, types) => {
    expect(templateOf(line)).toBe(template);
    expect(typesOf(line)).toEqual(types);
  });

  it('names the types that a place held', () => {
    const { patterns } = mineLines(['got 5 items', 'got null items', 'got 0x1f items'], { header: null });

    expect(patterns).toHaveLength(1);
    expect(patterns[0]!.parameters).toEqual([['hex', 'number', 'null']]);
  });

  it('keeps the digits of a name that never change and opens those that do', () => {
    const { patterns } = mineLines(['link en0 up', 'link en0 up', 'disk sd1 full', 'disk sd2 full'], {
      header: null,
    });

    expect(patterns.map(({ template }) => template).sort()).toEqual(['disk <*> full', 'link en0 up']);
  });

  it('cuts any text into tokens that lie in order within it', () => {
    const lexer = new Lexer();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (line) => {
        const count = lexer.lex(line, 0, line.length);
        for (let at = 0; at < count; at++) {
          expect(lexer.start[at]!).toBeGreaterThanOrEqual(at === 0 ? 0 : lexer.end[at - 1]!);
          expect(lexer.end[at]!).toBeGreaterThan(lexer.start[at]!);
          expect(lexer.end[at]!).toBeLessThanOrEqual(line.length);
        }
      }),
    );
  });

  it('reads a line the same wherever it stands in a text', () => {
    const lexer = new Lexer();
    const piece = fc.constantFrom(
      '10.0.0.1',
      ':',
      '::',
      '<ip-3f>',
      '/var/x',
      'C:\\a',
      'en0',
      'http://a.b',
      ' ',
      '-',
      'Jul',
      '1',
      'é',
      '😀',
      '"',
      'a=b',
      '0x1F',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (pieces, before, after) => {
          const line = pieces.join('');
          const alone = lexer.lex(line, 0, line.length);
          const hashes = [...lexer.hash.subarray(0, alone)];

          const inside = lexer.lex(before + line + after, before.length, before.length + line.length);

          expect([...lexer.hash.subarray(0, inside)]).toEqual(hashes);
        },
      ),
    );
  });

  it('makes of a template itself', () => {
    const word = fc.constantFrom(
      'open',
      'Closed',
      'user',
      '5',
      '10.1.2.3',
      '/a/b',
      'en0',
      'a.b.C',
      '12ms',
      'x_77',
      'null',
      '(ok)',
      'k=v',
      'k=1',
      '"q"',
      '0xff',
      '-',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
        const once = templateOf(words.join(' '));

        expect(templateOf(once)).toBe(once);
      }),
    );
  });

  it.each([
    ['one letter', 'a'.repeat(10_000_000)],
    ['digits and colons', '1:'.repeat(5_000_000)],
    ['angles', '<'.repeat(10_000_000)],
    ['slashes', 'a/'.repeat(5_000_000)],
    ['equals', 'a='.repeat(5_000_000)],
    ['blanks', ' '.repeat(10_000_000)],
    ['dots', 'a.'.repeat(5_000_000)],
    ['braces', '{'.repeat(10_000_000)],
  ])('mines a single line of 10 MB of %s in time that its length explains', (_, line) => {
    const { value, tookMs } = measureCpu(() => mineLines([line]));

    expect(value.records).toBe(1);
    expect(tookMs).toBeLessThan(10_000);
  });
});
