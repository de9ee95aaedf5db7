import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { measureCpu } from '../support/measure-cpu.ts';

const masker = createMasker({ runKey: 'hostile' });
const UNITS = [
  'a',
  'mysql -p$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_$a_!x ',
  'mysql -p$a[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]!x ',
  'token, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAb ',
  'secret-token:',
  '1/0000000000:',
  '1-1-',
  '12 34 56 ',
  '@',
  'a@b.',
  ':',
  'eyJ',
  'token=',
  'key key ',
  '<',
  '%40',
  'AKIA',
  '(+1',
  `+${'1'.repeat(80)} `,
  `+1 ${'1'.repeat(80)} `,
  "password='",
  'password="\\',
  'x1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAaAaAaAaAaAaAaAaAaAaAaAaAaAaA1A ',
  'aB3d',
  '-----BEGIN PRIVATE KEY-----\n',
  'http://a:',
  'bearer ',
  'phone 1',
  'Mary ',
  'Łó ',
  'Dear Aa ',
  '1.2.3.4 ',
  'nginx 1.2.3.4 ',
  'version ',
  'corner of Aa ',
  'via Aa 1 ',
  'nom: Aa ',
  'Unit 1 Box 1 ',
  'Anna, ',
  'password: a( ',
  '<input csrf_token ',
  'Cookie: a=b; ',
  'a=b;password=c;',
  'пароль:',
  'arn:aws:a:secret:',
  '12 Aaa Bbb Street ',
  'address ',
  '12 aa bb Apt. ',
  'born ',
  'mrn ',
  'AB12 ',
  'AB12-',
  'x1-',
  '1.',
  '00-',
  '<secret>',
  '"a" == ',
  '/home/',
  '\n',
  '😀',
  '1:1:',
  'deadbeef01',
  'T3BlbkFJ',
  'xoxb-',
  'ops_eyJ',
  'eyJ-',
  'fm1a_',
  'ghs_',
  '[-4111111111111111,',
  'INSERT INTO a (password) VALUES (',
  'docker login ',
  '&user=a b',
  'пароль',
  'password is ',
  'password is a1 ',
  'my password is wonderland ',
  'my passphrase is aa bb cc dd ee ff ',
  ' pw is ',
  'Passwort für a ',
  'login,password\n',
  'a,password\nb,c1d2e3\n',
  '"a","password"\n"',
  'a  password\n',
  'a  password\nb  c1  ',
  'a  password\n--  --\n',
  'echo a1b2 ',
  'redis-cli -a ',
  'machine a login ',
  'response=',
  ':5432:',
  ':15432:a:b:',
  'Private-Lines: 1\n',
  'password 7 0',
  'message-digest-key 1 md5 ',
  'tacacs-server a 1 b 1 ',
  'rocommunity ',
  'snmpwalk -c',
  'createUser a SHA ',
  'AES "',
  'requirepass ',
  ' on >',
  'stats auth a:',
  ']:587 a:',
  '{SSHA}',
  'psk="',
  '<auth-user-pass>\na\n',
  'variable "a" { default = ',
  '<setting name="a">',
  "define('AUTH_KEY', ",
  'encrypt = "',
  'LoginModule required user_a="',
  'tokens { a = "',
  'bc1q',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 ',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 ',
  'wallet ',
  'kind: Secret\n',
  'kind: Secret\ndata:\n  a: b\n',
  '"kind":"Secret","data":{"a":"b"',
  '{"kind": "Secret"}',
  'kind: Secret\ndata:\n  a: c2Vl\n  b: |\n',
  'data:\n  a: c2Vl\n',
  'stringData:\n  a: ',
  '  stringData:\n',
  '"data": {"a": "c2Vl",',
  '{"kind":"Secret","data":{"a":"',
  '{\\"kind\\":\\"Secret\\",\\"data\\":{\\"a\\":\\"b\\",',
  '{kind: Secret, data: {a: b}}, ',
  '{kind: Secret, data: {',
  '{',
  '}',
  '{}',
  '{"a":',
  'dni ',
  'dni 1-',
  'hkid A1(',
  'HKID: C163710(8) ',
  'bsn 1.',
  'nik: 1234567890123456 ',
  'ird 49-',
  'pesel 12345678901 ',
  'cpf 123.456.789-00 ',
  'personnummer 811218-',
  'password: rejected ',
  'password: not_',
  'a:5432:b:c:idle\n',
  'ip-10-1-2-3 ',
  '::ffff:1.2.3.4 ',
  '电话',
  '地址:1',
  'policy-',
  'student-1',
  "'==pwd",
  'user a password bcde ',
  '12 aa bb Apt. 1 ',
  ' at hotmail.',
  '%2B1415555013 ',
  '+442071838750 ',
  'Tel: 08-1 2/',
  'call 0033 1 4-',
  'ip-10-1-2-',
  'mac 001A2B3C4D5',
  'nik ird nin=1 ',
  'password for ',
  'user=abc action=',
  'sudo: ',
  'documents and settings\\',
  '\\home\\',
  '~a/',
  '/~a/',
  'twitter.com/',
  'lat: 52.521 ',
  'lat=1.234 lon=',
  'geo:',
  'POINT(',
  '?q=1.23,',
  'latlng=',
  '@1.23,4.56,',
  '1\'2"N ',
  '"n ',
  '1°n',
  'geb. ',
  '生年月日',
  'rx number ',
  'health card ',
  'führerschein ',
  's gate ',
  'A s gate 1',
  'ул. А',
  '東京都あ1',
  '&code=',
  '&code=a1&state=',
  '&sid=',
  'token=&quot;',
  'token: !!str ',
  'token:[',
  'token=Some("',
  'form-data; name="token"\n\n',
  "on field 'password': rejected value [a",
  'Key (token)=(a',
  '"loc":["a',
  '"field":"password","rejectedValue":"a\\"',
  "set-variable password -option x -value 'a",
  'password: a<Aa1>',
  '{password: a1}',
];

/** Processor time for the large text over that for the small one. */
function growth(large: string, small: string): number {
  const { tookMs: largeMs } = measureCpu(() => masker.mask(large));
  const { tookMs: smallMs } = measureCpu(() => masker.mask(small));
  return largeMs / Math.max(5, smallMs);
}

describe('hostile input', () => {
  it.each(UNITS)('takes time proportional to the length of %j repeated', (unit) => {
    const small = repeated(unit, 50_000);
    const large = repeated(unit, 200_000);
    masker.mask(small);

    // The least of three: a garbage collection in the middle of one says nothing about the rules.
    const ratios = Array.from({ length: 3 }, () => growth(large, small));

    // Four times the text; quadratic work would be sixteen times.
    expect(Math.min(...ratios)).toBeLessThan(11);
  });

  it.each(['" ', ' "', '"" ', '\\" ', '"\\",'])(
    'takes time proportional to the length of a row of %j under a head',
    (unit) => {
      const small = rowsUnderHead(unit, LONGEST_ROW / 4);
      const large = rowsUnderHead(unit, LONGEST_ROW);
      masker.mask(small);

      const ratios = Array.from({ length: 3 }, () => growth(large, small));

      expect(Math.min(...ratios)).toBeLessThan(11);
    },
  );

  it.each([
    ['kind: Secret\nstringData:\n', '  a: b c\n'],
    ['data:\n', '  a: c2Vl\n'],
    ['{"kind":"Secret","data":{', '"a":"b c",'],
    ['{"kind":"Secret","data":{"a":"', 'c2Vl'],
    ['', '{"kind":"Secret","data":{"a":"'],
  ])(
    'takes time proportional to the length of a Secret of many segments: %j and %j repeated',
    (head, unit) => {
      const small = head + repeated(unit, 300_000);
      const large = head + repeated(unit, 1_200_000);
      masker.mask(small);

      const ratios = Array.from({ length: 2 }, () => growth(large, small));

      expect(Math.min(...ratios)).toBeLessThan(11);
    },
  );

  it('masks a line of 10 MB', () => {
    const line = `${'x'.repeat(5_000_000)} jane@example.com ${'y'.repeat(5_000_000)}`;

    const masked = masker.mask(line);

    expect(masked).toMatch(/x <email-[0-9a-f]{12}> y/);
  });

  it('leaves binary junk alone', () => {
    const junk = Array.from({ length: 20_000 }, (_, index) =>
      String.fromCharCode((index * 7919) % 65_536),
    ).join('');

    expect(() => masker.mask(junk)).not.toThrow();
    expect(masker.mask('\ud800\udc00\ud800 \0\0 \ufffe')).toBe('\ud800\udc00\ud800 \0\0 \ufffe');
  });
});

/** As many rows of any length; above the longest, a row is not looked into. */
function rowsUnderHead(unit: string, length: number): string {
  return `login,password\n${`${repeated(unit, length - 2)},x\n`.repeat(ROWS)}`;
}

const LONGEST_ROW = 16_384;
const ROWS = 24;

function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
