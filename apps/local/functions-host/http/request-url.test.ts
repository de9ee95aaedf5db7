import { describe, expect, it } from 'vitest';
import { requestUrl } from './request-url.ts';

const HEAD = { rawHeaders: [], httpVersionMajor: 1 };

describe('requestUrl', () => {
  it.each([
    ['/api/a?b=1', 'example.org:81', 'http://example.org:81/api/a?b=1'],
    ['//other.org/a', 'example.org', 'http://example.org//other.org/a'],
    ['/a/../b', 'example.org', 'http://example.org/b'],
    ['/a', undefined, 'http://127.0.0.1/a'],
  ])('makes of %s at %s the address %s', (url, host, expected) => {
    expect(requestUrl({ ...HEAD, url, headers: { host } })?.href).toBe(expected);
  });

  it.each([
    ['/a', 'not a host'],
    ['/a', 'example.org:99999'],
    ['http://example.org/a', 'example.org'],
    ['*', 'example.org'],
  ])('makes nothing of %s at %s', (url, host) => {
    expect(requestUrl({ ...HEAD, url, headers: { host } })).toBeNull();
  });

  it('takes neither a second host nor another version of HTTP', () => {
    const asked = { ...HEAD, url: '/a', headers: { host: 'example.org' } };

    expect(requestUrl({ ...asked, rawHeaders: ['Host', 'example.org', 'host', 'other.org'] })).toBeNull();
    expect(requestUrl({ ...asked, httpVersionMajor: 2 })).toBeNull();
    expect(requestUrl({ ...asked, rawHeaders: ['Host', 'example.org', 'x-a', 'host'] })).not.toBeNull();
  });
});
