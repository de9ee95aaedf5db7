import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'erlang' });

describe('binaries of Erlang', () => {
  it.each([
    '{<<"password">>,<<"«Tr3ppe!haus»">>}',
    '[{user,<<"anna">>},{password,<<"«kestrel»">>}]',
    '#{user => <<"anna">>, password => <<"«Tr3ppe!haus»">>}',
    '{"m":"{<<\\"api_token\\">>,<<\\"«Wm7kRq92LxTt»\\">>}"}',
  ])('are masked behind the name of a secret: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
    expect(masked).toMatch(/<secret-\w+>\\?">>/);
  });

  it.each([
    '{<<"queue">>,<<"orders-eu">>}',
    '{<<"password">>,<<"undefined">>}',
    '{token_type,<<"bearer">>}',
    'std::cout<<"a"<<x, <<"bcde">>',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
