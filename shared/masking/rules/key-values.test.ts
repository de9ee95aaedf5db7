import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const VALUE = 'wZ9kLm2XqR7sYp8D';

describe('a name that ends with a client', () => {
  it.each([
    'password_client',
    'db.password.Client',
    'my-api-key-client',
    'SASClient',
    'accessTokenClient',
    '12-secret-client',
    '12 secret.client',
    '1pwd_client',
    'client_id_secret',
    `pw_${'a'.repeat(58)}_client`,
  ])('%s has its value masked as any other', (name) => {
    expect(mask(`${name}: ${VALUE}`)).not.toContain(VALUE);
  });

  it('is judged by the keyword before, whatever stands before that', () => {
    const before = fc.array(
      fc.constantFrom(
        '1',
        '12 ',
        'a',
        '-',
        '.',
        '_',
        ' ',
        '"',
        '2024-01-02 ',
        '10.0.0.1:',
        'x1',
        '+1 555 010 0199 ',
        'token: abc ',
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(before, (parts) => {
        expect(mask(`${parts.join('')}_secret_client: ${VALUE}`)).not.toContain(VALUE);
      }),
    );
  });
});
