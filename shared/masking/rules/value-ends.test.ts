import { describe, expect, it } from 'vitest';
import { withBytesOf } from '../characters.ts';
import { bareEnd, isInConnectionString, quotedEnd, trimmedEnd, trimmedStart } from './value-ends.ts';

const bare = (text: string, spaced = false, isInConnection = false): string =>
  text.slice(
    0,
    withBytesOf(text, (bytes) => bareEnd(text, bytes, 0, spaced, isInConnection)),
  );
const quoted = (text: string, quote: string): string =>
  text.slice(
    0,
    withBytesOf(text, (bytes) => quotedEnd(text, bytes, 0, quote)),
  );

describe('the end of a value', () => {
  it.each([
    ['abc def', 'abc'],
    ['abc.', 'abc'],
    ['a{b}c', 'a'],
    ['abc)]', 'abc'],
    ['a[0]', 'a[0]'],
    ['abc]]', 'abc'],
  ])('without quotes: %j has %j', (text, value) => {
    expect(bare(text)).toBe(value);
  });

  it.each([
    ['a{b}c', 'a{b}c'],
    ['a{b}c d', 'a'],
    ['a&b</x>', 'a&b'],
    ['a,+b', 'a,+b'],
    ['a,b', 'a'],
    ['a,\u00a0b', 'a'],
    ['a(b))', 'a(b))'],
    ['{)))', '{'],
  ])('alone on its line: %j has %j', (text, value) => {
    expect(bare(text, true)).toBe(value);
  });

  it.each([
    'Kq{Zx}92m',
    'Sum(mer)22',
    'yjMMiba5(9',
    'VrZL{83U2}9',
    'KkAy&hjrY63',
    'ab<cd12ef',
    '12345<abcd6',
    'Kq9(zz)a7',
  ])('without quotes: %s is one', (text) => {
    expect(bare(text)).toBe(text);
    expect(bare(`${text}</arg>`)).toBe(text);
    expect(bare(`${text} --user x`)).toBe(text);
  });

  it.each([
    ['getPass(user)', 'getPass'],
    ['md5(pw, salt)', 'md5'],
    ['sha256(pw9)', 'sha256'],
    ['md5(x', 'md5'],
    ['abc${x}12', 'abc$'],
    ['user{id}2024', 'user'],
    ['Summer77(x, y)', 'Summer77'],
    ['Summer77&user=jd', 'Summer77'],
    ['Summer77&amp;user', 'Summer77'],
    ['Summer77&& ls9', 'Summer77'],
    ['Option<u64', 'Option'],
    ['idx<limit10', 'idx'],
    ['str.length<6', 'str.length'],
  ])('a call, a type or a parameter that follows is none of it: %s', (text, value) => {
    expect(bare(text)).toBe(value);
  });

  it('is at a semicolon in a connection string', () => {
    expect(bare('a&b|c;d', false, true)).toBe('a&b|c');
  });

  it.each([
    ['abc"d', '"', 'abc'],
    ['a\\"bc"d', '"', 'a\\"bc'],
    ["abc'd", "'", 'abc'],
    ['abc"}', "'", 'abc'],
    ['abc\ndef"', '"', 'abc'],
    ['abc\\"d', '\\"', 'abc'],
    ['abc&quot;d', '&quot;', 'abc'],
    ['abc', '"', 'abc'],
  ])('in quotes: %j behind %j has %j', (text, quote, value) => {
    expect(quoted(text, quote)).toBe(value);
  });

  it.each([
    ['Server=a;Password=', true],
    ['Server=a; Password=', true],
    ['a; Password=', false],
    ['=a;Password=', false],
    ['Server=;Password=', false],
    [`Server=${'a'.repeat(80)};Password=`, true],
    [`Server=${'a'.repeat(81)};Password=`, false],
  ])('is told by what stands before the name: %j is of a connection string: %s', (text, answer) => {
    const nameStart = text.indexOf('Password');
    expect(withBytesOf(text, (bytes) => isInConnectionString(bytes, nameStart))).toBe(answer);
  });

  it('is found in time behind thousands of brackets that close nothing', () => {
    const value = `a${'])'.repeat(2000)}`;
    const started = process.cpuUsage();

    for (let each = 0; each < 50; each++) bare(value, true);

    expect(process.cpuUsage(started).user).toBeLessThan(200_000);
  });
});

describe('a value without the blanks round it', () => {
  it.each([
    '',
    ' ',
    ' a b ',
    '\t\v\f\r\na\n',
    '\u00a0a\u00a0',
    '\u2003a\ufeff',
    '\u0085a',
    'ā b',
    '\ud83dā\u1680 ',
  ])('is what trimming leaves of %j', (text) => {
    const trimmed = withBytesOf(text, (bytes) => {
      const start = trimmedStart(text, bytes, 0, text.length);
      return text.slice(start, trimmedEnd(text, bytes, start, text.length));
    });

    expect(trimmed).toBe(text.trim());
  });
});
