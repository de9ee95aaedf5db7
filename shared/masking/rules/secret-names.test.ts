import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARMING_WORDS, secretClassOf, wordsOf } from './secret-names.ts';

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

describe('a name that ends with a client', () => {
  const plain = [
    ...'org app http dfs my x service public api access encryption DFS NET Org Api sessions tokens keyed passing'.split(
      ' ',
    ),
  ];
  const holdsKeyword = (text: string): boolean =>
    ARMING_WORDS.some(({ word }) => word !== 'client' && text.toLowerCase().includes(word));

  it('promises nothing unless a keyword stands in it', () => {
    const word = fc.oneof(
      fc.constantFrom(...plain),
      fc.constantFrom(...ARMING_WORDS.map((each) => each.word)),
      fc.string({
        unit: fc.constantFrom(...'a e i k n o p r s t w y A K P S T'.split(' ')),
        minLength: 1,
        maxLength: 9,
      }),
    );
    const names = fc
      .array(fc.tuple(word, fc.constantFrom('', '.', '_', '-', '__')), { maxLength: 5 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(names, fc.constantFrom('client', 'Client', 'CLIENT'), (name, client) => {
        if (!holdsKeyword(name)) expect(secretClassOf(name + client)).toBe(null);
      }),
      { numRuns: 5000 },
    );
  });

  it('promises what the words before say', () => {
    expect(secretClassOf('password_client')).toBe('password');
    expect(secretClassOf('api_key_client')).toBe('token');
    expect(secretClassOf('SASClient')).toBe('token');
  });
});
