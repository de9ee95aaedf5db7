import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'changed' });

describe('new values', () => {
  it.each([
    '~ client_secret = "web-tls7!x" -> "«Zx8Kq!Vw7»"',
    '~ password = "«Old!Pass9»" -> "«New!Pass9»"',
    '  ~ password          = "«Old!Pass9»" -> "«New!Pass9»" # forces replacement',
    '  ~ password = "«Old!Pass9»" => "«New!Pass9»"',
    '  ~ master_password = "changeme" -> "«New!Pass9»"',
    '  ~ master_password = (sensitive value) -> "«New!Pass9»"',
    '  + password = null -> "«New!Pass9»"',
    'password: «Old!Pass9» -> «New!Pass9»',
    'password: «Old!Pass9» => «New!Pass9»',
    '~ "API_KEY" = "«kq8Zx2Vw7Lm4Np9R»" -> "«Vw7Lm4Np9Rkq8Zx2»"',
    '{"log":"password = \\"«Old!Pass9»\\" -> \\"«New!Pass9»\\""}',
    '{"log":"~ \\"API_KEY\\" = \\"«kq8Zx2Vw7Lm4Np9R»\\" -> \\"«Vw7Lm4Np9Rkq8Zx2»\\""}',
    '~ password = "«Old!Pass9»" -> (known after apply)',
    'password = "«Old!Pass9»" -> null',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    '~ secret = "web-tls" -> "web-tls-v2"',
    'password = (sensitive value) -> (sensitive value)',
    'password: string -> string',
    'fn check(password: &str) -> Result<bool>',
    'fn check(token: String) -> Sha256',
    'def f(password: str) -> Token2:',
    'const password = x => "hello world 7"',
    'const token = (a) => "abc def 12345678"',
    "'password' => 'abc'",
    '~ name = "old" -> "new"',
    '~ password_version = "1" -> "2222"',
    '~ password = (sensitive value) -> (known after apply)',
    'password: active -> expired',
    'status: token=none -> ready',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
