import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Role } from '../contracts/access.ts';
import { apiKeyText, readApiKey } from './api-key-text.ts';
import { type Caller, mayTouch } from './caller.ts';
import { credentialOf } from './credential.ts';
import { hasRole } from './has-role.ts';
import { judgeBody } from './judge-body.ts';
import { judgeCaller } from './judge-caller.ts';
import { accessOf, type RouteName } from './route-access.ts';

const AS_IT_IS = (name: string): string => name;
const NO_QUERY = new URLSearchParams();

function callerWith(given: Partial<Caller>): Caller {
  return { kind: 'api-key', id: 'k', tenant: 'default', roles: ['admin'], services: null, ...given };
}

describe('roles', () => {
  it.each([
    ['reader', ['reader']],
    ['operator', ['reader', 'operator']],
    ['approver', ['reader', 'approver']],
    ['admin', ['reader', 'operator', 'approver', 'admin']],
  ] as const)('%s contains %j and nothing else', (role, contained) => {
    expect(Role.options.filter((needed) => hasRole([role], needed))).toEqual(contained);
  });

  it('are none for a caller without one', () => {
    expect(Role.options.filter((needed) => hasRole([], needed))).toEqual([]);
  });
});

describe('judgeCaller', () => {
  it('lets nobody change anything with the role of a reader', () => {
    const changing = [
      'receive-results',
      'receive-logs',
      'request-analysis',
      'acknowledge',
      'say-on-approval',
    ] as const;

    const opened = changing.filter(
      (route) => judgeCaller(accessOf(route), callerWith({ roles: ['reader'] }), NO_QUERY, AS_IT_IS) === null,
    );

    expect(opened).toEqual([]);
  });

  it('does not let who measures approve, nor who approves measure', () => {
    const refused = (route: RouteName, role: Role): boolean =>
      judgeCaller(accessOf(route), callerWith({ roles: [role] }), NO_QUERY, AS_IT_IS) !== null;

    expect(refused('acknowledge', 'operator')).toBe(true);
    expect(refused('say-on-approval', 'operator')).toBe(true);
    expect(refused('receive-results', 'approver')).toBe(true);
  });

  it.each([
    ['', false],
    ['service=shop', true],
    ['service=other', false],
    ['service=shop&service=other', false],
    ['service=shop&service=shop', false],
    ['Service=shop', false],
  ])('holds a key for "shop" to the query "%s": let in %s', (query, isLetIn) => {
    const caller = callerWith({ services: ['shop'] });

    const refusal = judgeCaller(accessOf('receive-results'), caller, new URLSearchParams(query), AS_IT_IS);

    expect(refusal === null).toBe(isLetIn);
  });

  it('closes doors that are of no one service to a key that is limited to some', () => {
    const caller = callerWith({ services: ['shop'] });

    expect(judgeCaller(accessOf('show-status'), caller, NO_QUERY, AS_IT_IS)).toContain('limited');
    expect(judgeCaller(accessOf('show-status'), callerWith({}), NO_QUERY, AS_IT_IS)).toBeNull();
  });
});

describe('mayTouch', () => {
  it('is true of a limited caller only for a service of its own', () => {
    const limited = callerWith({ services: ['shop'] });

    expect([mayTouch(limited, 'shop'), mayTouch(limited, 'other'), mayTouch(limited, null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([mayTouch(undefined, null), mayTouch(callerWith({}), undefined)]).toEqual([true, true]);
  });
});

describe('credentialOf', () => {
  it.each([
    [{}, '', { kind: 'none' }],
    [{ authorization: 'Bearer pak_x' }, '', { kind: 'api-key', text: 'pak_x' }],
    [{ authorization: 'bearer  eyJ.a.b' }, '', { kind: 'token', text: 'eyJ.a.b' }],
    [{ authorization: 'Basic abc' }, '', { kind: 'none' }],
    [{ authorization: 'Bearer a b' }, '', { kind: 'none' }],
    [{ 'x-api-key': 'pak_x' }, '', { kind: 'api-key', text: 'pak_x' }],
    [{ 'x-functions-key': 'f' }, '', { kind: 'installation-key', text: 'f' }],
    [{}, 'code=f', { kind: 'installation-key', text: 'f' }],
    [{}, 'code=f&code=g', { kind: 'several' }],
    [{ 'x-functions-key': 'f', authorization: 'Bearer pak_x' }, '', { kind: 'several' }],
  ] as const)('reads %j with the query "%s" as %j', (headers, query, expected) => {
    expect(credentialOf(headers, new URLSearchParams(query))).toEqual(expected);
  });
});

describe('the text of a key', () => {
  it('tells its id and hash, and no other text of its length has that hash', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (id, secret, otherSecret) => {
          fc.pre(Buffer.compare(secret, otherSecret) !== 0);
          const made = apiKeyText(id, secret);

          expect(readApiKey(made.text)).toEqual({ id: made.id, hash: made.hash });
          expect(readApiKey(apiKeyText(id, otherSecret).text)?.hash).not.toBe(made.hash);
        },
      ),
    );
  });

  it.each([
    '',
    'pak_',
    'pak_0_x',
    `pak_${'0'.repeat(16)}_${'A'.repeat(42)}`,
    `pak_${'G'.repeat(16)}_${'A'.repeat(43)}`,
  ])('is not read from "%s"', (text) => {
    expect(readApiKey(text)).toBeNull();
  });

  it('is not made from too little chance', () => {
    expect(() => apiKeyText(new Uint8Array(8), new Uint8Array(16))).toThrow(RangeError);
  });
});

describe('judgeBody', () => {
  it.each([
    ['request-analysis', { 'content-type': 'application/json; charset=utf-8' }, true],
    ['request-analysis', { 'content-type': 'text/plain' }, false],
    ['request-analysis', {}, false],
    ['request-analysis', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, false],
    ['receive-results', {}, true],
    ['receive-results', { 'content-type': 'text/csv', 'content-encoding': 'gzip' }, true],
    ['receive-results', { 'content-type': 'text/csv', 'content-encoding': 'br' }, false],
    ['receive-results', { 'content-type': 'multipart/form-data; boundary=x' }, false],
    ['list-runs', { 'content-type': 'anything' }, true],
  ] as const)('of %s with %j is taken: %s', (route, headers, isTaken) => {
    expect(judgeBody(accessOf(route), headers) === null).toBe(isTaken);
  });
});
