import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { createStreamMasker } from './create-stream-masker.ts';

const masker = createMasker({ runKey: 'run-1' });

/** What a text is made of: things to mask, things that look like them, structure and junk. */
const piece = fc.oneof(
  fc.constantFrom(
    'jane.doe@example.com',
    '203.0.113.7',
    '2001:db8::1',
    '3c:22:fb:4a:9d:01',
    'AKIAIOSFODNN7SECRETS',
    'password=hunter22',
    '"token": "a8F3kd92LmQ0x7Zt"',
    'Bearer abcDEF1234567890xyz',
    'https://bob:hunter22@db.internal.example/x',
    '4111 1111 1111 1111',
    'GB82 WEST 1234 5698 7654 32',
    '078-05-1121',
    '+49 30 1234567',
    '(415) 555-0132',
    'DOB 07/19/1984',
    'MRN=00482913',
    'Dr. Helena Marsh',
    '742 Evergreen Terrace',
    '/home/jsmith/x',
    'phone',
    'card',
    'passport',
    'name is ',
    '123456789',
    '12345678901',
    '0x7ffdf1a2',
    '18:01:47,978',
    '2015-10-18',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '<email-0123456789ab>',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz',
    'jane%40example.com',
    'cGFzc3dvcmQ9aHVudGVyMjIhIQ==',
    'Mary Smith',
    'john at gmail.com',
    'john [at] example [dot] org',
    'Tel',
    'office',
    'NHS 943 476 5919',
    'AB 12 34 56 C',
    'key',
    'token ',
    'x-api-key',
    '1.2.3.4',
    '~1.2.3.4',
    'Name: ',
    'Dear ',
    'born ',
    'zip',
    '90210',
    'secret',
    'user name ',
    'username',
    'password is',
    '12 Main St',
    'curl -u ',
    'a:b',
    'client_secret',
    'diagnosis',
    'E11.9',
    'patient id',
    'driver license',
    'D1234567',
    'lat',
    '52.520008',
    '4f8kA9xQ2mZ7pL1vR3tY6wE0',
    'Regards,',
    'this is ',
    'Dr. ',
    'Basic dXNlcjpwYXNzd29yZA==',
    '2026-03-02',
    'Łukasz Żak',
    'Hannah, Derek and ',
    'Nom: ',
    'Prénom',
    'Sra. ',
    'version ',
    'zlib ',
    'libssl-',
    '1.3.1.1',
    'corner of ',
    'ul. Długa 7',
    'Passauer Strasse 33',
    'Via Garibaldi 15',
    'Kind regards\n',
    'my wife ',
    'PASS: ',
    'arn:aws:secretsmanager:eu:secret:',
    '__TOKEN__',
    'h1:',
    '\nlogin,password\n',
    '\nname;value\n',
    'hunter22,',
    '12 Main St, Berlin,',
  ),
  fc.constantFrom(
    ' ',
    ' ',
    '\n',
    '\r\n',
    ',',
    ';',
    '|',
    ':',
    '=',
    '"',
    "'",
    '.',
    '-',
    '/',
    '\\',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '@',
    '%',
    '\t',
    '\\n',
    ': ',
    ' = ',
  ),
  fc.string({
    unit: fc.constantFrom('a', '1', 'Z', '-', ' ', 'é', '😀', '\ud800', '\0', '、', 'ſ'),
    maxLength: 6,
  }),
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

// Seeds are drawn at random: when a run fails, fast-check prints the seed and the path that repeat it.
describe('masking', () => {
  it('changes nothing when it is done twice', () => {
    fc.assert(
      fc.property(text, (given) => {
        const once = masker.mask(given);

        expect(masker.mask(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('reports spans in order, without overlap, that explain the masked text', () => {
    fc.assert(
      fc.property(text, (given) => {
        const { masked, spans } = masker.maskWithSpans(given);

        let rebuilt = '';
        let at = 0;
        for (const { start, end, replacement } of spans) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          rebuilt += given.slice(at, start) + replacement;
          at = end;
        }
        expect(rebuilt + given.slice(at)).toBe(masked);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same result wherever a stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(400), { minLength: 1, maxLength: 20 }),
        (lines, cuts) => {
          // Long enough that segments are cut, too.
          const whole = `${lines.join('\n')}\n`.repeat(Math.ceil(150_000 / (lines.join('\n').length + 1)));
          const stream = createStreamMasker({ runKey: 'run-1' });

          let masked = '';
          let at = 0;
          for (let each = 0; at < whole.length; each++) {
            const size = 1 + (cuts[each % cuts.length] ?? 0) * 97;
            masked += stream.push(whole.slice(at, at + size));
            at += size;
          }

          expect(masked + stream.end()).toBe(masker.mask(whole));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('gives the same result for a short text cut at every position', () => {
    const given =
      'mail jane.doe@example.com\npassword=hunter22\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----\nip 10.1.2.3\r\nend';
    const expected = masker.mask(given);

    for (let cut = 0; cut <= given.length; cut++) {
      const stream = createStreamMasker({ runKey: 'run-1' });
      expect(stream.push(given.slice(0, cut)) + stream.push(given.slice(cut)) + stream.end()).toBe(expected);
    }
  });

  it('leaves JSON a document of the same shape', () => {
    const key = fc.constantFrom(
      'password',
      'email',
      'mrn',
      'phone',
      'latitude',
      'ssn',
      'card',
      'note',
      'api_key',
      'dob',
      'name',
      'zip',
    );
    const leaf = fc.oneof(
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom(4111111111111111, 52.520008, 5551234567),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 2), (value, indent) => {
        const document = JSON.stringify({ value }, null, indent);

        const parsed: unknown = JSON.parse(masker.mask(document));

        expect(shapeOf(parsed)).toEqual(shapeOf(JSON.parse(document)));
      }),
      { numRuns: 3000 },
    );
  });
});

/** The structure without its texts: a number may have become a pseudonym. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shapeOf);
  return typeof value === 'number' || typeof value === 'string' ? 'text' : value;
}
