import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { createStreamMasker } from './create-stream-masker.ts';

/** What names and plain words stand for, so that no rule but that of manifests finds them. */
const words = Array.from({ length: 9000 }, (_, index) => `wonder${spelled(index)}`);
const sealed = words.map((word) => Buffer.from(`${word} plain words of a value`).toString('base64'));
const blob = Buffer.from(words.join(' ').repeat(4)).toString('base64');
const bytes = Buffer.from(
  Uint8Array.from({ length: 260_000 }, (_, index) => (index * index * 7919) >> 5),
).toString('base64');
const HEAD = 'apiVersion: v1\n';
const BEHIND = '---\nkind: ConfigMap\ndata:\n  mode: orchard\n';
const jsonHead = '{\n  "apiVersion": "v1",\n';

/** What is long, and the words of it that must not stay. */
const LONG: readonly (readonly [string, string, readonly string[]])[] = [
  ['kind first', `${HEAD}kind: Secret\nstringData:\n${entries(words)}${BEHIND}`, words],
  ['kind last, as kubectl prints it', `${HEAD}data:\n${entries(sealed)}kind: Secret\n${BEHIND}`, sealed],
  [
    'an item of a list',
    `items:\n- apiVersion: v1\n  data:\n${entries(sealed, '    ')}  kind: Secret\n${BEHIND}`,
    sealed,
  ],
  [
    'data, then stringData',
    `kind: Secret\ndata:\n${entries(sealed)}stringData:\n${entries(words)}type: Opaque\n${BEHIND}`,
    [...sealed, ...words],
  ],
  ['lines of one value', `kind: Secret\nstringData:\n  a: |\n${entries(words, '    ', '')}${BEHIND}`, words],
  ['one value on one line', `${HEAD}data:\n  a: ${blob}\n  b: c2Vl\nkind: Secret\n${BEHIND}`, piecesOf(blob)],
  [
    'JSON, kind last',
    `${jsonHead}  "data": {\n${fields(sealed)}\n  },\n  "kind": "Secret"\n}\n${BEHIND}`,
    sealed,
  ],
  [
    'kind first, data far behind',
    `${HEAD}kind: Secret\nmetadata:\n  annotations:\n${entries(sealed, '    ')}stringData:\n${entries(words)}${BEHIND}`,
    words,
  ],
  [
    'a store of keys on one line',
    `${HEAD}data:\n  a: ${bytes}\n  b: c2Vl\nkind: Secret\n${BEHIND}`,
    piecesOf(bytes),
  ],
  ['texts without a version', `{"data":{\n${fields(sealed)}\n},"kind":"Secret"}\n${BEHIND}`, sealed],
  ['JSON, kind first', `{\n  "kind": "Secret",\n  "data": {\n${fields(words)}\n  }\n}\n${BEHIND}`, words],
  [
    'JSON on one line',
    `{"kind":"Secret","data":${JSON.stringify(Object.fromEntries(words.map((word) => [`e${word}${'x'.repeat(12)}`, word])))}}\n${BEHIND}`,
    words,
  ],
  [
    'one value of JSON',
    `{"apiVersion":"v1","data":{"a":"${blob}"},"kind":"Secret"}\n${BEHIND}`,
    piecesOf(blob),
  ],
  [
    'JSON within JSON',
    `${JSON.stringify({ last: JSON.stringify({ kind: 'Secret', data: Object.fromEntries(words.map((word) => [`e${word}${'x'.repeat(12)}`, word])) }) })}\n${BEHIND}`,
    words,
  ],
  [
    'a diff',
    `+kind: Secret\n+stringData:\n${entries(words, '+  ')}+type: Opaque\n---\nmode: orchard\n`,
    words,
  ],
];

describe('a Secret of Kubernetes that is longer than what is masked at once', () => {
  it.each(LONG)('is masked to its end: %s', (_, text, values) => {
    const masker = createMasker({ runKey: 'long' });

    const masked = masker.mask(text);

    expect(text.length).toBeGreaterThan(300 * 1024);
    expect(sampleOf(values).filter((value) => holdsWord(masked, value))).toEqual([]);
    expect(masked).toContain('mode: orchard');
    expect(streamed(text) === masked).toBe(true);
    expect(masker.mask(masked) === masked).toBe(true);
  });

  it.each([
    ['a ConfigMap', `${HEAD}data:\n${entries(words)}kind: ConfigMap\n`],
    ['one in JSON', `${jsonHead}  "data": {\n${fields(words)}\n  },\n  "kind": "ConfigMap"\n}\n`],
    [
      'words of the length of Base64',
      `${HEAD}data:\n${entries(words.map(() => 'milliseconds'))}kind: ConfigMap\n`,
    ],
    [
      'identifiers',
      `${HEAD}data:\n${entries(words.map((_, index) => (index * 7919).toString(16).padStart(8, '0')))}kind: ConfigMap\n`,
    ],
    [
      'such words in JSON',
      `${jsonHead}  "data": {\n${fields(words.map(() => 'milliseconds'))}\n  },\n  "kind": "ConfigMap"\n}\n`,
    ],
    [
      'texts behind a plain word',
      `{"data":{"first":"orchard",
${fields(sealed)}}}
`,
    ],
    [
      'a log behind an object that was cut short',
      `{"kind":"Secret","data":{"a":"\n${'got "x" "orchard"\n'.repeat(30_000)}`,
    ],
  ])('leaves %s', (_, text) => {
    expect(text.length).toBeGreaterThan(300 * 1024);
    expect(createMasker({ runKey: 'long' }).mask(text) === text).toBe(true);
  });

  it.each([
    ['a picture', `{"data":{"img":"${bytes}${bytes}","name":"hello-there","desc":"plover-keep-1"}}\n`],
    ['texts', `{"data":{\n${fields(sealed)},\n"name":"hello-there","desc":"plover-keep-1"}}\n`],
    ['texts in YAML', `data:\n${entries(sealed)}  name: hello-there\n  desc: plover-keep-1\n`],
  ])('leaves plain words behind %s', (_, text) => {
    const masked = createMasker({ runKey: 'long' }).mask(text);

    expect(text.length).toBeGreaterThan(300 * 1024);
    expect(masked).toContain('hello-there');
    expect(masked).toContain('plover-keep-1');
  });
});

function spelled(index: number): string {
  return Array.from(String(index).padStart(4, '0'), (digit) => 'bcdfghjklm'.charAt(Number(digit))).join('');
}

/** Lines of YAML. */
function entries(values: readonly string[], indent = '  ', name = 'e'): string {
  return values
    .map(
      (value, index) =>
        `${indent}${name === '' ? '' : `${name}${spelled(index)}${'x'.repeat(24)}: `}${value}${name === '' ? ' and more of that same text' : ''}\n`,
    )
    .join('');
}

function fields(values: readonly string[]): string {
  return values.map((value, index) => `    "e${spelled(index)}${'x'.repeat(20)}": "${value}"`).join(',\n');
}

/** Pieces of one long value, from its beginning to its end. */
function piecesOf(value: string): readonly string[] {
  return Array.from({ length: Math.floor(value.length / 1000) }, (_, index) =>
    value.slice(1000 * index, 1000 * index + 40),
  );
}

/** Some of them, from the first to the last: each is looked for in all of a text. */
function sampleOf(values: readonly string[]): readonly string[] {
  return values.filter((_, index) => index % 37 === 0 || index === values.length - 1);
}

function holdsWord(masked: string, value: string): boolean {
  return value.length < 40
    ? masked.includes(` ${value}\n`) || masked.includes(`"${value}`) || masked.includes(`    ${value} and`)
    : masked.includes(value);
}

function streamed(text: string): string {
  const stream = createStreamMasker({ runKey: 'long' });
  let masked = '';
  for (let at = 0; at < text.length; at += 7001) masked += stream.push(text.slice(at, at + 7001));
  return masked + stream.end();
}
