import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { createStreamMasker } from './create-stream-masker.ts';
import { createSegmentCutter } from './cut-segments.ts';

const block = fc.oneof(
  fc.constantFrom(
    '\n',
    'a=',
    '\r\n',
    ' \n',
    '北',
    '😀',
    '-----BEGIN PRIVATE KEY-----\n',
    '-----END PRIVATE KEY-----\n',
  ),
  fc
    .tuple(fc.constantFrom('x', 'word ', 'line\n', '😀', 'ü'), fc.integer({ min: 1, max: 70_000 }))
    .map(([text, count]) => text.repeat(count)),
);

describe('createSegmentCutter', () => {
  it('cuts a text at the same places however it arrives, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 12 }).map((blocks) => blocks.join('')),
        fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 5 }),
        (text, sizes) => {
          const whole = cut([text]);

          expect(whole.map((segment) => segment.text).join('') === text).toBe(true);
          expect(cut(piecesOf(text, sizes))).toEqual(whole);
          expect(whole.length > 1 && whole.some(({ isWhole }) => isWhole)).toBe(false);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps both halves of a character together where it has to cut a long line', () => {
    const segments = cut([`a${'😀'.repeat(300_000)}`]);

    expect(segments.length).toBeGreaterThan(1);
    expect(segments.every(({ text }) => text.isWellFormed())).toBe(true);
  });
});

const masker = createMasker({ runKey: 'borders' });

describe('what spans lines round the border of a segment', () => {
  it.each<[string, string, (word: string) => string, string]>([
    ['one secret', 'kind: Secret\nstringData:\n', (word) => `  e${word}: ${word}\n`, ''],
    ['a secret that says so last', 'data:\n', (word) => `  e${word}: ${word}\n`, 'kind: Secret\n'],
    [
      'the list of kubectl',
      'items:\n',
      (word) => `- data:\n    a: ${word}\n  kind: Secret\n  metadata:\n    name: x\n`,
      'kind: List\n',
    ],
    [
      'a list in JSON',
      '{\n  "items": [\n',
      (word) => `    {\n      "data": {\n        "a": "${word}"\n      },\n      "kind": "Secret"\n    },\n`,
      '  ]\n}\n',
    ],
    ['a block of configuration', '', (word) => `tokens {\n  agent = "${word}"\n}\n`, ''],
    ['a variable', '', (word) => `variable "db_password" {\n  type = string\n  default = "${word}"\n}\n`, ''],
    ['a sign-in of a module', '', (word) => `x.LoginModule required\n  user_bob="${word}";\n};\n`, ''],
    ['a user and a password', '', (word) => `<auth-user-pass>\nbob\n${word}\n</auth-user-pass>\n`, ''],
    ['an account', '', (word) => `username root\npassword ${word}\n`, ''],
  ])('masks %s, by parts and twice as well', (_, head, entry, tail) => {
    const before = entry(wordOf(0));
    const filler = 'ok 200 done\n'.repeat((64 * 1024 - 20 * before.length) / 12);
    for (let shift = 0; shift < 3; shift++) {
      const words = Array.from({ length: 40 }, (__, index) => wordOf(index));
      const begin = head.endsWith('ata:\n') ? `${head}  e: ${filler.replaceAll('\n', ' ')}\n` : filler + head;
      const text = 'x'.repeat(shift * 17) + '\n' + begin + words.map(entry).join('') + tail;

      const masked = masker.mask(text);

      expect(text.length).toBeGreaterThan(64 * 1024);
      expect(words.filter((word) => masked.includes(` ${word}\n`) || masked.includes(`"${word}"`))).toEqual(
        [],
      );
      expect(masker.mask(masked) === masked).toBe(true);
      expect(streamed(text) === masked).toBe(true);
    }
  });

  it('keeps the objects of one long line of JSON whole', () => {
    const objects = Array.from(
      { length: 2600 },
      (_, index) =>
        `{"metadata":{"name":"n","labels":[{"b":1},{"c":2}]},"data":{"a":"${wordOf(index)}"},"kind":"Secret","pad":"${'x'.repeat(30)}"}`,
    );
    const segments = cut([`{"items":[${objects.join(',')}]}`]);

    expect(segments.length).toBeGreaterThan(1);
    expect(segments.slice(1).every(({ text }) => text.startsWith('{"metadata"'))).toBe(true);
  });

  it.each(['a {\n', 'user x\n', 'f(\n', '- kind: Secret\n', 'data:\n'])(
    'never holds more than the limit of lines that each read %j',
    (line) => {
      const segments = cut([line.repeat(600_000 / line.length)]);

      expect(Math.max(...segments.map(({ text }) => text.length))).toBeLessThanOrEqual(256 * 1024);
    },
  );
});

/** A plain word that differs for each number. */
function wordOf(index: number): string {
  return (
    'wonder' +
    Array.from(String(index).padStart(4, '0'), (digit) => 'bcdfghjklm'.charAt(Number(digit))).join('')
  );
}

function streamed(text: string): string {
  const stream = createStreamMasker({ runKey: 'borders' });
  return [...piecesOf(text, [7001]).map((piece) => stream.push(piece)), stream.end()].join('');
}

function cut(pieces: readonly string[]) {
  const cutter = createSegmentCutter();
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.end()];
}

/** Pieces of these sizes in turn, never within a character. */
function piecesOf(text: string, sizes: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    let end = at + (sizes[turn % sizes.length] ?? 1);
    if (!text.slice(at, end).isWellFormed()) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
