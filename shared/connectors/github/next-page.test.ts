import { describe, expect, it } from 'vitest';
import { nextPage } from './next-page.ts';

const ROOT = 'https://api.github.com';

describe('nextPage', () => {
  it.each([
    [
      '<https://api.github.com/repositories/1/issues?page=2>; rel="next", <https://api.github.com/x?page=5>; rel="last"',
      'page=2',
    ],
    [
      '<https://api.github.com/x?page=1>; rel="prev", <https://api.github.com/x?a=1,2&page=3>; rel="next"',
      'page=3',
    ],
    ['<https://api.github.com/x?after=Y3V%3D>; rel=next', 'after=Y3V%3D'],
  ])('follows %s', (link, part) => {
    expect(nextPage(link, ROOT)?.href).toContain(part);
  });

  it.each([undefined, '', 'nonsense', '<https://api.github.com/x>; rel="last"', '<>; rel="nextish"'])(
    'ends at %j',
    (link) => {
      expect(nextPage(link, ROOT)).toBeNull();
    },
  );

  it.each([
    'https://evil.example/x',
    'http://api.github.com/x',
    '//evil.example/x',
    'https://api.github.com:8443/x',
  ])('does not take the token to %s', (target) => {
    expect(() => nextPage(`<${target}>; rel="next"`, ROOT)).toThrow(
      expect.objectContaining({ code: 'REMOTE_REPLY_INVALID' }),
    );
  });
});
