import { describe, expect, it } from 'vitest';
import { whyBaseMatters } from './base-movement.ts';

const OWN = ['src/orders/list.ts'];

describe('whyBaseMatters', () => {
  it.each([
    ['src/orders/list.ts', 'overlap'],
    ['src/orders/show.ts', 'overlap'],
    ['package-lock.json', 'everywhere'],
    ['services/a/go.mod', 'everywhere'],
    ['db/migrations/007.sql', 'everywhere'],
    ['deploy/helm/values.yaml', 'everywhere'],
    ['.perfbudget.yml', 'everywhere'],
  ])('looks at %s of the base (%s)', (path, why) => {
    expect(whyBaseMatters({ paths: ['README.md', path], truncated: false }, OWN)).toEqual({ why, path });
  });

  it('lets other files of the base be', () => {
    expect(whyBaseMatters({ paths: ['src/basket/add.ts', 'docs/a.md'], truncated: false }, OWN)).toBeNull();
    expect(whyBaseMatters({ paths: [], truncated: false }, OWN)).toBeNull();
  });

  it('does not take two files of the root folder for neighbours', () => {
    expect(whyBaseMatters({ paths: ['b.txt'], truncated: false }, ['a.txt'])).toBeNull();
  });

  it.each([null, { paths: [], truncated: true }])('trusts nothing that it does not know: %j', (movement) => {
    expect(whyBaseMatters(movement, OWN)).toEqual({ why: 'unknown', path: null });
  });
});
