import { type RpcHttpCookie } from '../core-types.ts';

const SAME_SITE = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: null } as const;

/** The Set-Cookie header of a cookie in the worker's RPC shape. */
export function setCookieHeaderFrom(cookie: RpcHttpCookie): string {
  const expires = cookie.expires?.value?.seconds ?? null;
  const parts = [
    `${cookie.name ?? ''}=${encodeURIComponent(cookie.value ?? '')}`,
    attribute('Max-Age', cookie.maxAge?.value),
    attribute('Domain', cookie.domain?.value),
    attribute('Path', cookie.path?.value),
    attribute('Expires', expires === null ? null : new Date(expires * 1000).toUTCString()),
    flag('HttpOnly', cookie.httpOnly?.value),
    flag('Secure', cookie.secure?.value),
    attribute('SameSite', SAME_SITE[cookie.sameSite ?? 'none']),
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function attribute(name: string, value: string | number | null | undefined): string | null {
  return value === undefined || value === null || value === '' ? null : `${name}=${value}`;
}

function flag(name: string, value: boolean | null | undefined): string | null {
  return value === true ? name : null;
}
