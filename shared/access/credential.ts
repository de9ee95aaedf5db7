/** What a caller shows. */
export type Credential =
  | { readonly kind: 'api-key' | 'token' | 'installation-key'; readonly text: string }
  | { readonly kind: 'none' | 'several' };

/** Begins the text of every API key, so that scanners of secrets and we tell it from anything else. */
export const KEY_PREFIX = 'pak_';

/**
 * Takes the credential out of a request: `Authorization: Bearer` (API key or token), `x-api-key`, `x-functions-key`, or the query's `code` as
 * the Functions host knows it (the installation's key only: an API key in an address would end up in logs). Two at once are refused rather than one
 * of them chosen.
 */
export function credentialOf(headers: Readonly<Record<string, string>>, query: URLSearchParams): Credential {
  const found: Credential[] = [];
  const authorization = headers['authorization'];
  if (authorization !== undefined) found.push(bearerOf(authorization));
  const apiKey = headers['x-api-key'];
  if (apiKey !== undefined) found.push({ kind: 'api-key', text: apiKey.trim() });
  for (const key of [headers['x-functions-key'], ...query.getAll('code')]) {
    if (key !== undefined) found.push({ kind: 'installation-key', text: key });
  }
  const [first, second] = found;
  if (first === undefined) return { kind: 'none' };
  return second === undefined ? first : { kind: 'several' };
}

function bearerOf(authorization: string): Credential {
  const text = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (text === undefined) return { kind: 'none' };
  return { kind: text.startsWith(KEY_PREFIX) ? 'api-key' : 'token', text };
}
