import { describe, expect, it } from 'vitest';
import { createMasker } from './create-masker.ts';
import { maskPath } from './mask-path.ts';

const KEY = ['AKIA', 'Q3XN7TYB2LKDM5VC'].join('');

describe('masking of paths', () => {
  const masker = createMasker({ runKey: 'test' });

  it.each([
    `src/${KEY}.ts`,
    `/orders/${KEY}/items`,
    `feature/${KEY}`,
    'src/jane.roe@example.org.ts',
    '/orders/jane.roe%40example.org',
    'dumps/203.0.113.77.json',
  ])('finds the value in %s', (path) => {
    const masked = maskPath(path, masker);

    expect(masked).not.toContain(KEY);
    expect(masked).not.toMatch(/jane|203\.0/);
    expect(masked.split('/')).toHaveLength(path.split('/').length);
  });

  it.each([
    'src/orders.ts',
    '/api/v1/orders/:id',
    'migrations/20261121.sql',
    'release/1.24',
    'a%zz/b',
    '/',
    '',
    'docs/report%20of%20may.md',
  ])('leaves %j as it is', (path) => {
    expect(maskPath(path, masker)).toBe(path);
  });

  it('changes nothing when it is done twice', () => {
    const once = maskPath(`src/${KEY}/jane.roe@example.org.ts`, masker);

    expect(maskPath(once, masker)).toBe(once);
  });
});
