import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { createStreamMasker } from './create-stream-masker.ts';

const masker = createMasker({ runKey: 'run-1' });

describe('createMasker', () => {
  it.each([
    ['mail jane.doe@example.com now', 'email'],
    ['peer 203.0.113.7:8080 refused', 'ip'],
    ['peer 2001:db8::1 refused', 'ip'],
    ['nic 3c:22:fb:4a:9d:01 up', 'mac'],
    ['key AKIAIOSFODNN7SECRETS', 'secret'],
    ['GET https://bob:hunter22@example.com/x', 'secret'],
    ['Authorization: Bearer abcDEF1234567890xyz', 'secret'],
    ['db.password=hunter22', 'secret'],
    ['paid with 4111 1111 1111 1111', 'credit_card'],
    ['to GB82 WEST 1234 5698 7654 32', 'iban'],
    ['ssn 078-05-1121', 'us_ssn'],
  ])('masks what is sensitive in %j', (text, type) => {
    const { masked, spans } = masker.maskWithSpans(text);

    expect(spans.map((span) => span.type)).toEqual([type]);
    expect(masker.mask(masked)).toBe(masked);
  });

  it.each([
    '2015-10-18 18:01:47,978 INFO took 1234 ms, p95 = 0.25',
    'commit 24a46d5f1b6e3c2d9e8f7a6b5c4d3e2f1a0b9c8d',
    'version 1.2.3, build 20240102030405',
    '"POST /reset-password HTTP/1.1" 200, forgot-password p(95)=12ms',
    'use the --password option, not a prompt',
  ])('leaves %j alone', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it('gives the same value the same pseudonym in every masker with the run key', () => {
    const other = createMasker({ runKey: 'run-1' });
    other.mask('first@example.com');

    expect(other.mask('jane@example.com')).toBe(masker.mask('jane@example.com'));
  });

  it('gives another pseudonym in another run', () => {
    const other = createMasker({ runKey: 'run-2' });

    expect(other.mask('jane@example.com')).not.toBe(masker.mask('jane@example.com'));
  });

  it('masks strings and keys of a value and keeps its structure', () => {
    const masked = masker.maskValue({
      password: 'hunter22',
      count: 3,
      list: ['jane@example.com', null, true],
    });

    expect(masked).toMatchObject({ count: 3, list: [expect.stringMatching(/^<email-/), null, true] });
    expect(masked.password).toMatch(/^<secret-/);
  });
});

describe('createStreamMasker', () => {
  it('finds matches across chunk borders', () => {
    const text = 'mail jane.doe@example.com from 203.0.113.7\n'.repeat(5000);
    const stream = createStreamMasker({ runKey: 'run-1' });

    const parts: string[] = [];
    for (let index = 0; index < text.length; index += 7001)
      parts.push(stream.push(text.slice(index, index + 7001)));
    parts.push(stream.end());

    expect(parts.join('')).toBe(masker.mask(text));
  });
});
