import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANCHOR_KEYWORDS } from '../../shared/masking/scan-text.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';

const SETS = join(import.meta.dirname, '../../test/masking');
/** Starts of first names are many and all alike. */
const NAME_STARTS = 40;
const LONGEST_FRAGMENT = 80;
const SEPARATORS = ['', ' ', '\n', ', ', '="', ': '];
const MIXES = 800;

/** What was found to be slow once, or is known to be slow elsewhere. */
export const KNOWN_HOSTILE = [
  'a',
  '1-1-',
  '12 34 56 ',
  'a@b.',
  ':',
  'eyJ',
  'token=',
  'aB3d',
  '<',
  '%40',
  'AKIA',
  '-----BEGIN PRIVATE KEY-----\n',
  'AB12-',
  'x1-',
  '1.',
  'ó',
  'Mary ',
  ' at gmail.',
  '1.2.3.4 ',
  '12 rue Aa ',
  '12 Aaa Bbb Street ',
  'Anna. ',
  // Made by readers of the rules: what is read far ahead or back, as often as its anchor fits into that.
  'policy-',
  'student-1',
  "'==pwd",
  'a==token ',
  'user a password bcde ',
  '12 aa bb Apt. 1 ',
  'bcp ',
  'curl -',
  'Anna and ',
  ' at hotmail.',
  '%2B1415555013 ',
  '+442071838750 ',
  // Telephone and identity numbers that almost are some.
  '001 (646) 328-009, ',
  '0044 (0)20 7946 095\n',
  '+1-415-555-013 ',
  '手机号：139-1234-5678 ',
  'จำตัวประชาชน 1-5672-68349-32-1 ',
  'gsm 900/1800 1900 2100 ',
  '536-90-4399 ',
  '811218-9876, ',
  'BS123456 ',
  // Addresses that almost are some: reading them was done by a library that throws.
  '::ffff:10.1.2. ',
  '1::2:3:4:5:6:7:8 ',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 ',
  '&login=jdoe&',
  'prod:',
  'kind: Secret\n',
  '-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAA\\n',
  'a@1.2.3.4 ',
  'hook.integromat.com/4f8kQ2mX9vB4nL1pT7yW3zR6cF8hJ5 ',
  '1Q~~.',
  '<a@b.co',
  'é@é.com ',
  '"wZ9kLm2XqR7sYp8DcJ2nBv4Tf6Hg1Qa5Ue0Io3Py ',
  'from 12.3.4.5 ',
  // Small letters that can be parted into words in a million ways, before capitals that make none.
  'x1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAaAaAaAaAaAaAaAaAaAaAaAaAaAaA1A ',
  'ก',
  'Hannah, Derek and Sheila ',
  'Dr. Kowalke ',
  '2450 Colorado Ave Suite 100 ',
  '1 A St St ',
  '東京都',
  'pass>\nbob\nploverSand1 ',
  'Pass: ',
  'pass: 4155 ',
  'пароль: Zx9kLm2Qw="536904390\n',
  'my password is wrong ',
  'token>',
  'token=token=',
];

/**
 * Texts whose repetition might keep the masker busy, each once: what was slow before, what arms each rule, what each rule finds
 * and what it just does not find (from our own labelled set), alone and between separators, and mixes of them.
 */
export function hostileUnits(seed: number): readonly string[] {
  const fragments = [...anchors(), ...examples()];
  const random = createRandom(seed);
  const pick = (items: readonly string[]): string => items[random.integer(items.length)] ?? '';
  const mixes = Array.from({ length: MIXES }, () =>
    Array.from({ length: 2 + random.integer(2) }, () => pick(fragments) + pick(SEPARATORS)).join(''),
  );
  const repeated = fragments.flatMap((fragment) => [fragment, `${fragment} `, fragment + pick(SEPARATORS)]);
  return [...new Set([...KNOWN_HOSTILE, ...repeated, ...mixes])].filter((unit) => unit !== '');
}

function anchors(): readonly string[] {
  const names = ANCHOR_KEYWORDS.filter((keyword) => /^[a-z]{4}$/.test(keyword));
  const others = ANCHOR_KEYWORDS.filter((keyword) => !/^[a-z]{4}$/.test(keyword));
  return [
    ...others,
    ...names.slice(0, NAME_STARTS).map((name) => name.charAt(0).toUpperCase() + name.slice(1)),
  ];
}

/** Labelled values, with the words before them, and near misses: cut short, with another last digit, in the other case. */
function examples(): readonly string[] {
  const lines = ['labelled.txt', 'harmless.txt'].flatMap((file) =>
    readFileSync(join(SETS, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('# ') && !line.startsWith('## ')),
  );
  const values = lines.flatMap((line) =>
    [...line.matchAll(/(\S{0,12} ?)\[\[(.{1,80}?)\|[a-z_]+\]\]/g)].flatMap(([, before = '', value = '']) => [
      value,
      before + value,
      value.slice(0, -1),
      value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
      value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase(),
    ]),
  );
  const plain = lines.filter((line) => !line.includes('[[')).map((line) => line.slice(0, LONGEST_FRAGMENT));
  return [...values, ...plain];
}
