import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'pairs' });

describe('an account and its password behind what names both', () => {
  it.each([
    'Credentials: lena:«Vb3:q»',
    'creds = lena / «h8RkWz3pLd»',
    'username/password: lena / «walnut58!j»',
    'email/password: lena@example.org / «h8RkWz3pLd»',
    'Benutzername/Kennwort: lena / «h8RkWz3pLd»',
    'usuario/contraseña: lena / «h8RkWz3pLd»',
    'Testzugang: lena / «h8RkWz3pLd»',
    'admin account is admin / «h8RkWz3pLd»',
    'sign in with lena@example.org and «h8RkWz3pLd»',
    'staging creds: lena@example.org «h8RkWz3pLd»',
    'u: lena p: «h8RkWz3pLd»',
    'btoa("svc:«h8RkWz3pLd»")',
    'encoding.b64encode(`svc:«h8RkWz3pLd»`)',
    "echo -n 'svc:«h8RkWz3pLd»' | base64",
    'curl -u svc:«h8RkWz3p»$SUFFIX https://x.example.org',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'username/password: required / optional',
    'username/password authentication failed',
    'Login / Logout events: 200',
    'Log in with Google and GitHub',
    'Test account: created / deleted',
    'u: 12 p: 14',
    'u=0.3 p=0.05',
    'credentials: include',
    'Credentials provider: aws/sso',
    'curl -u $USER:$PASS https://x.example.org',
    'btoa("a:b")',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
