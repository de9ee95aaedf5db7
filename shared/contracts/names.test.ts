import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommitId, plainText, ProjectPath, ServiceName } from './names.ts';

describe('ServiceName', () => {
  it.each([
    'shop',
    'orders-api',
    'group/shop',
    'Kasse 2',
    '.github',
    '支払い',
    'a',
    '@scope/name',
    'shop:eu+1',
  ])('takes %j', (name) => {
    expect(ServiceName.safeParse(name).success).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    'a/../b',
    '../a',
    'a/..',
    'a/./b',
    'a\0b',
    'a\nb',
    'a\u{7f}',
    'shop.',
    'shop ',
    ' shop',
    'a%2Fb',
    'a\\b',
    'x'.repeat(101),
    '\ud800',
  ])('refuses %j', (name) => {
    expect(ServiceName.safeParse(name).success).toBe(false);
  });

  it('never takes what would leave its folder or break a key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (name) => {
        if (!ServiceName.safeParse(name).success) return;
        const parts = new URL(`http://x/results/default/${encodeURIComponent(name)}/abc`).pathname.split('/');
        expect(parts).toHaveLength(5);
        expect(name).not.toMatch(/\p{Cc}|\p{Cs}/u);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('ProjectPath', () => {
  it.each([
    ['group/shop', true],
    ['group/.github', true],
    ['Team Öst/kasse', true],
    ['group/..', false],
    ['./x', false],
    ['group/shop\0', false],
    ['\ud800', false],
  ])('%j: %s', (path, fits) => {
    expect(ProjectPath.safeParse(path).success).toBe(fits);
  });
});

describe('CommitId', () => {
  it.each([
    ['a'.repeat(40), true],
    ['0'.repeat(64), true],
    ['a1b2c3d', false],
    ['A'.repeat(40), false],
    ['a'.repeat(41), false],
    ['main', false],
  ])('%j: %s', (commit, fits) => {
    expect(CommitId.safeParse(commit).success).toBe(fits);
  });
});

describe('plainText', () => {
  it('takes any script and no control character, tab and NUL included', () => {
    const text = plainText(10);

    expect(['main', 'Ünï 日本', '🚀'].every((value) => text.safeParse(value).success)).toBe(true);
    expect(
      ['', '\t', 'a\0', '\u{9f}', '\udc00', 'x'.repeat(11)].some((value) => text.safeParse(value).success),
    ).toBe(false);
  });
});
