import { describe, expect, it } from 'vitest';
import { scanOf } from '../../../test/support/scan-of.ts';
import { createRandom } from '../../statistics/distributions/create-random.ts';
import { withBytesOf } from '../characters.ts';
import { NO_WORD, type Scan } from '../scan.ts';
import { judgeNumber } from './numbers.ts';
import { endOfPlainNumber, NOT_PLAIN } from './plain-numbers.ts';

const TEXTS = 15_000;
const LENGTHS = [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 19];
const SEPARATORS = '.- /:';
const BESIDE = '.- /:()+,=_\n"|]#[x@%é\u3000<';
const BEFORE = ['AB ', 'XY', 'ip-', 'ec2-', 'host-', 'tel ', ' (', ', ', '\n', '+', '('];
const BEHIND = [' (0', '(0', ' -', ' /', '-', '/', ' 59', '-09', 'x12', ''];

const { integer } = createRandom(11);

function oneOf<Item>(items: ArrayLike<Item>): Item {
  return items[integer(items.length)]!;
}

function digits(): string {
  const isZero = integer(5) === 0;
  return Array.from({ length: oneOf(LENGTHS) }, (_, index) => (isZero && index < 2 ? 0 : integer(10))).join(
    '',
  );
}

/** Groups that mostly one sign joins. */
function row(): string {
  const separator = oneOf(SEPARATORS);
  let groups = digits();
  for (let left = integer(10) === 0 ? integer(12) : integer(5); left > 0; left--)
    groups += (integer(12) === 0 ? oneOf(SEPARATORS) : separator) + digits();
  return groups;
}

function line(): string {
  let text = integer(8) === 0 ? ' '.repeat(60 + integer(20)) : '';
  for (let left = 1 + integer(3); left > 0; left--)
    text += (integer(2) === 0 ? oneOf(BEFORE) : oneOf(BESIDE)) + row() + oneOf(BEHIND);
  return text + (integer(3) === 0 ? '' : oneOf(BESIDE));
}

/** Words of any kind at the start of the text, or none. */
function surroundings(): Partial<Scan> {
  const near = (): number => (integer(6) === 0 ? 0 : NO_WORD);
  return {
    wordAt: { card: near(), identity: near(), package: NO_WORD, phone: near() },
    isAlone: integer(20) === 0,
  };
}

/** Each number that stands in a text, `[start, end)`, with no letter beside it. */
function numbersIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/(?<![A-Za-z\d])\d+(?![A-Za-z\d])/g)].map(({ index, 0: number }) => ({
    start: index,
    end: index + number.length,
  }));
}

describe('a plain number', () => {
  it('is none that the rules would have found anything in, and ends where they say', () => {
    let plain = 0;
    let found = 0;
    for (let left = TEXTS; left > 0; left--) {
      const text = line();
      withBytesOf(text, (bytes) => {
        const scan = scanOf(text, bytes, surroundings());
        for (const { start, end } of numbersIn(text)) {
          const known = scan.findings.length;
          const plainEnd = endOfPlainNumber(scan, start, end);
          const judgedEnd = judgeNumber(scan, start, end);
          found += scan.findings.length - known;
          if (plainEnd === NOT_PLAIN) continue;
          plain++;
          if (plainEnd === judgedEnd && scan.findings.length === known) continue;
          expect.fail(`${JSON.stringify(text)} at ${start}: ${plainEnd}, and the rules say ${judgedEnd}`);
        }
      });
    }

    expect(plain).toBeGreaterThan(TEXTS);
    expect(found).toBeGreaterThan(TEXTS / 100);
  });

  it.each([
    ['an address', '10.11.12.13'],
    ['a host called by its address', 'ip-10-11-12-13'],
    ['a number of social security', '123-45-6789'],
    ['a number of a card', '4111111111111111'],
    ['a token', '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'],
    ['digits of a taxpayer, with dots before the dash', '123.456.789-09'],
    ['a national number, with dots before the dash', '85.07.30-033.28'],
    ['a number of insurance, with dashes before the blank', '630-904-109 59'],
    ['what goes on behind capitals', 'AB 12 34 56 C'],
    ['a row of more than four groups', '1 22 22 33 2'],
    ['a number abroad', '0044 20 7946 0958'],
    ['one with an area in brackets', '0044(0)20 7946 0958'],
    ['one with an area in brackets behind a blank', '0044 (0)20 7946 0958'],
    ['a number with a plus', '+1 202 555 0143'],
  ])('is not %s', (_what, text) => {
    const { index } = /(?<![A-Za-z])\d/.exec(text)!;

    withBytesOf(text, (bytes) => {
      const end = index + /^\d+/.exec(text.slice(index))![0].length;
      expect(endOfPlainNumber(scanOf(text, bytes), index, end)).toBe(NOT_PLAIN);
    });
  });

  it.each([
    ['a day', '2015-10-18 ', 10],
    ['a time', '18:01:47,978', 8],
    ['a number before a comma', '978, 12', 3],
    ['a release of three groups', '2.17.1', 1],
    ['what goes on behind a time', '18:01:47:978', 2],
    ['what is no time', '83:80:92b8', 2],
  ])('is %s', (_what, text, end) => {
    const firstEnd = /^\d+/.exec(text)![0].length;

    withBytesOf(text, (bytes) => {
      expect(endOfPlainNumber(scanOf(text, bytes), 0, firstEnd)).toBe(end);
    });
  });

  it.each([
    ['near', 72, NOT_PLAIN],
    ['too far away', 73, 81],
  ])('is judged by the word that is %s', (_what, start, end) => {
    const text = `${' '.repeat(start)}20794609`;

    withBytesOf(text, (bytes) => {
      for (const kind of ['card', 'identity', 'phone'] as const) {
        const scan = scanOf(text, bytes);
        scan.wordAt[kind] = 0;
        expect(endOfPlainNumber(scan, start, text.length)).toBe(end);
      }
    });
  });
});
