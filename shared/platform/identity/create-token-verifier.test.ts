import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, exportSPKI, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientWith } from '../../../test/support/http-client-under-test.ts';
import { json, type LocalServer, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import { TokenIssuer } from '../../config/configuration.ts';
import type { TokenVerifier } from '../../ports/token-verifier.ts';
import { createTokenVerifier } from './create-token-verifier.ts';

const ISSUER = 'https://login.example/tenant/v2.0';
const AUDIENCE = 'api://perf-agent';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const seconds = (fromNow: number): number => Math.floor(Date.now() / 1_000) + fromNow;

let rsaKey: JWK;
let ecKey: JWK;

stopServersAfterEach();
beforeAll(async () => {
  rsaKey = { ...(await exportJWK(rsa.publicKey)), kid: 'rsa-1', use: 'sig' };
  ecKey = { ...(await exportJWK(ec.publicKey)), kid: 'ec-1', use: 'sig' };
});

interface Desk {
  readonly verifier: TokenVerifier;
  readonly keys: LocalServer;
}

async function desk(
  given: Partial<TokenIssuer> = {},
  keySet: readonly JWK[] = [rsaKey, ecKey],
): Promise<Desk> {
  const keys = await serve(json(200, { keys: keySet }));
  const issuer = TokenIssuer.parse({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: keys.url('/keys').href,
    ...given,
  });
  return { verifier: createTokenVerifier([issuer], 'default', clientWith()), keys };
}

function claims(more: Readonly<Record<string, unknown>> = {}): SignJWT {
  return new SignJWT({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'pipeline-7',
    exp: seconds(600),
    iat: seconds(0),
    roles: ['operator'],
    ...more,
  });
}

function signed(
  more: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
  key: KeyObject = rsa.privateKey,
): Promise<string> {
  return claims(more)
    .setProtectedHeader({ alg: 'RS256', kid: 'rsa-1', ...header })
    .sign(key);
}

/** A token made by hand: what no library would sign. */
function handmade(header: object, payload: object, sign: (input: string) => string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${sign(input)}`;
}

const GOOD = { iss: ISSUER, aud: AUDIENCE, sub: 's', exp: seconds(600), roles: ['admin'] };

/** Each gives a token that must not be believed; `evil` is a server that no verifier may ever ask. */
const FORGERIES: readonly (readonly [string, (evil: string) => Promise<string> | string])[] = [
  ['no signature, alg none', () => new UnsecuredJWT(GOOD).encode()],
  ['alg None in another case', () => handmade({ alg: 'NoNe', kid: 'rsa-1' }, GOOD, () => '')],
  ['an empty signature under RS256', () => handmade({ alg: 'RS256', kid: 'rsa-1' }, GOOD, () => '')],
  [
    'HS256 with the public key in PEM as its secret',
    async () => {
      const pem = await exportSPKI(rsa.publicKey);
      const sign = (input: string): string => createHmac('sha256', pem).update(input).digest('base64url');
      return handmade({ alg: 'HS256', kid: 'rsa-1' }, GOOD, sign);
    },
  ],
  [
    'HS256 with the modulus as its secret',
    () => {
      const sign = (input: string): string =>
        createHmac('sha256', Buffer.from(rsaKey.n ?? '', 'base64url'))
          .update(input)
          .digest('base64url');
      return handmade({ alg: 'HS256', kid: 'rsa-1' }, GOOD, sign);
    },
  ],
  ['an algorithm that is not allowed', () => signed({}, { alg: 'RS512' })],
  ['PSS where PKCS #1 is pinned', () => signed({}, { alg: 'PS256' })],
  [
    'ES256 under the id of the RSA key',
    () => claims().setProtectedHeader({ alg: 'ES256', kid: 'rsa-1' }).sign(ec.privateKey),
  ],
  ['another key under a known id', () => signed({}, {}, other.privateKey)],
  ['an id that is not in the set', () => signed({}, { kid: 'rsa-2' }, other.privateKey)],
  ['an id that walks to a file', () => signed({}, { kid: '../../../../dev/null' }, other.privateKey)],
  ['an id that is SQL', () => signed({}, { kid: "' or 1=1 --" }, other.privateKey)],
  ['another issuer', () => signed({ iss: 'https://login.example/other/v2.0' })],
  ['the issuer with a slash more', () => signed({ iss: `${ISSUER}/` })],
  ['an issuer that begins the same', () => signed({ iss: `${ISSUER}.evil.example` })],
  ['no issuer', () => signed({ iss: undefined })],
  ['another audience', () => signed({ aud: 'api://other' })],
  ['an audience that begins the same', () => signed({ aud: `${AUDIENCE}-other` })],
  ['no audience', () => signed({ aud: undefined })],
  ['a time that is over', () => signed({ exp: seconds(-120) })],
  ['no end', () => signed({ exp: undefined })],
  ['an end that is text', () => signed({ exp: '9999999999' })],
  ['a beginning in the future', () => signed({ nbf: seconds(600) })],
  ['no subject', () => signed({ sub: undefined })],
  ['an empty subject', () => signed({ sub: '' })],
  ['jku to a key set of its own', (evil) => signed({}, { jku: `${evil}/keys`, kid: 'x' }, other.privateKey)],
  ['x5u to a certificate of its own', (evil) => signed({}, { x5u: `${evil}/cert` }, other.privateKey)],
  [
    'its own key in the header',
    async () => signed({}, { jwk: await exportJWK(other.publicKey) }, other.privateKey),
  ],
  [
    'an extension that must be understood',
    () => {
      const sign = (input: string): string =>
        createSign('sha256').update(input).sign(rsa.privateKey).toString('base64url');
      return handmade({ alg: 'RS256', kid: 'rsa-1', crit: ['exp2'], exp2: 1 }, GOOD, sign);
    },
  ],
  ['a payload changed after signing', async () => tampered(await signed())],
  ['a signature cut short', async () => (await signed()).slice(0, -8)],
  ['a token of more than 16 KiB', () => signed({ padding: 'x'.repeat(20_000) })],
  ['encryption in five parts', () => 'eyJhbGciOiJkaXIifQ.a.b.c.d'],
  ['no token', () => 'not-a-token'],
  ['nothing between the dots', () => '..'],
  ['a payload that is a list', () => handmade({ alg: 'RS256', kid: 'rsa-1' }, [], () => 'AA')],
];

function tampered(token: string): string {
  const [header = '', , signature = ''] = token.split('.');
  return [header, Buffer.from(JSON.stringify(GOOD)).toString('base64url'), signature].join('.');
}

describe('createTokenVerifier', () => {
  it('believes a token of the pinned issuer, and tells roles, tenant and a subject without a name', async () => {
    const { verifier } = await desk({ tenant: 'shop' });

    const verified = await verifier.verify(await signed());

    expect(verified).toMatchObject({ tenant: 'shop', roles: ['operator'] });
    expect(verified?.subject).toMatch(/^[0-9a-f]{24}$/);
  });

  it.each(FORGERIES)('does not believe a token with %s', async (_what, forge) => {
    const evil = await serve(json(200, { keys: [] }));
    const { verifier } = await desk();

    const verified = await verifier.verify(await forge(evil.url('').origin));

    expect(verified).toBeNull();
    expect(evil.seen).toEqual([]);
  });

  it('believes ES256 where the configuration allows it, and only there', async () => {
    const token = await claims().setProtectedHeader({ alg: 'ES256', kid: 'ec-1' }).sign(ec.privateKey);
    const allowing = await desk({ algorithms: ['RS256', 'ES256'] });
    const pinning = await desk();

    expect(await allowing.verifier.verify(token)).not.toBeNull();
    expect(await pinning.verifier.verify(token)).toBeNull();
  });

  it('allows a minute between clocks', async () => {
    const { verifier } = await desk();

    expect(await verifier.verify(await signed({ exp: seconds(-30) }))).not.toBeNull();
    expect(await verifier.verify(await signed({ nbf: seconds(30) }))).not.toBeNull();
  });

  it('takes from the claim only roles that the configuration names, and none from a claim of another shape', async () => {
    const { verifier } = await desk({ roles: { 'PerfAgent.Read': 'reader' } });

    const some = await verifier.verify(await signed({ roles: ['PerfAgent.Read', 'admin', '__proto__'] }));
    const text = await verifier.verify(await signed({ roles: 'admin' }));

    expect(some?.roles).toEqual(['reader']);
    expect(text?.roles).toEqual([]);
  });

  it('fetches the keys once for many tokens, and again for a new key id at most every half minute', async () => {
    const { verifier, keys } = await desk();
    const token = await signed();

    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));
    for (let turn = 0; turn < 20; turn += 1) {
      await verifier.verify(await signed({}, { kid: `unknown-${turn}` }, other.privateKey));
    }

    expect(keys.seen.length).toBeLessThanOrEqual(2);
  });

  it('finds a rotated key once the half minute is over', async () => {
    const later = { ...(await exportJWK(other.publicKey)), kid: 'rsa-2' };
    let keySet = [rsaKey];
    const keys = await serve((request, response) => json(200, { keys: keySet })(request, response));
    const issuer = TokenIssuer.parse({ issuer: ISSUER, audience: AUDIENCE, keys: keys.url('/keys').href });
    const verifier = createTokenVerifier([issuer], 'default', clientWith(), { keysAgainAfterMs: 0 });
    await verifier.verify(await signed());

    keySet = [rsaKey, later];

    const verified = await verifier.verify(await signed({}, { kid: 'rsa-2' }, other.privateKey));
    expect(verified?.roles).toEqual(['operator']);
  });

  it('says that it cannot tell while the key set cannot be fetched, rather than that the token is wrong', async () => {
    const keys = await serve(json(500, {}));
    const issuer = TokenIssuer.parse({ issuer: ISSUER, audience: AUDIENCE, keys: keys.url('/keys').href });
    const verifier = createTokenVerifier([issuer], 'default', clientWith());

    await expect(verifier.verify(await signed())).rejects.toMatchObject({
      code: 'REMOTE_UNAVAILABLE',
      disposition: 'retry',
    });
  });

  it('follows no redirect to another key set', async () => {
    const evil = await serve(json(200, { keys: [{ ...(await exportJWK(other.publicKey)), kid: 'rsa-1' }] }));
    const keys = await serve((_request, response) => {
      response.writeHead(302, { location: evil.url('/keys').href }).end();
    });
    const issuer = TokenIssuer.parse({ issuer: ISSUER, audience: AUDIENCE, keys: keys.url('/keys').href });
    const verifier = createTokenVerifier([issuer], 'default', clientWith());

    await expect(verifier.verify(await signed({}, {}, other.privateKey))).rejects.toThrow(
      'could not be fetched',
    );
    expect(evil.seen).toEqual([]);
  });
});
