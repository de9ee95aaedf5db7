import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from './secret-names.ts';

/** The same by expressions. */
function wordsByExpression(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

describe('wordsOf', () => {
  it.each([
    ['DB_PASSWORD', ['db', 'password']],
    ['awsSecretAccessKey', ['aws', 'secret', 'access', 'key']],
    ['JWTSigningKey2', ['jwt', 'signing', 'key2']],
    ['api-key.value', ['api', 'key', 'value']],
    ['contraseñaNueva', ['contrase', 'a', 'nueva']],
    ['__', []],
  ])('splits %s at signs and humps', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it('splits any name as the expressions do', () => {
    const characters = fc.constantFrom('a', 'b', 'A', 'B', '1', '_', '.', '-', ' ', 'é', 'İ', '密');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 16 }), (name) => {
        expect(wordsOf(name)).toEqual(wordsByExpression(name));
      }),
    );
  });
});
