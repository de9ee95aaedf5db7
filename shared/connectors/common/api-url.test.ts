import { describe, expect, it } from 'vitest';
import { apiUrl } from './api-url.ts';

describe('apiUrl', () => {
  it('keeps a name with slashes, blanks and percent signs in one segment', () => {
    const url = apiUrl('https://git.example/api', ['projects', 'shop/team one/a%2fb', 7], { page: 2 });

    expect(url.href).toBe('https://git.example/api/projects/shop%2Fteam%20one%2Fa%252fb/7?page=2');
  });

  it('takes an id of a reply that ends in half a character', () => {
    expect(apiUrl('https://git.example', ['issues', 'SHOP-\ud800'], {}).pathname).toBe(
      '/issues/SHOP-%EF%BF%BD',
    );
  });

  it.each(['', '.', '..'])('refuses "%s", which would lead elsewhere', (name) => {
    expect(() => apiUrl('https://git.example', [name], {})).toThrow('cannot be the name');
  });
});
