import { describe, expect, it } from 'vitest';
import { requestUrl } from './request-url.ts';

describe('requestUrl', () => {
  it.each([
    ['/api/a?b=1', 'example.org:81', 'http://example.org:81/api/a?b=1'],
    ['//other.org/a', 'example.org', 'http://example.org//other.org/a'],
    ['/a/../b', 'example.org', 'http://example.org/b'],
    ['/a', undefined, 'http://127.0.0.1/a'],
  ])('makes of %s at %s the address %s', (url, host, expected) => {
    expect(requestUrl({ url, headers: { host } })?.href).toBe(expected);
  });

  it.each([
    ['/a', 'not a host'],
    ['/a', 'example.org:99999'],
    ['http://example.org/a', 'example.org'],
    ['*', 'example.org'],
  ])('makes nothing of %s at %s', (url, host) => {
    expect(requestUrl({ url, headers: { host } })).toBeNull();
  });
});
