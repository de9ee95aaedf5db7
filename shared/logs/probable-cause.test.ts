import { describe, expect, it } from 'vitest';
import { probableCause } from './probable-cause.ts';

describe('probableCause', () => {
  it.each([
    ['connect ECONNREFUSED <*>', 'dependency'],
    ['upstream request timeout', 'timeout'],
    ['Deadlock found when trying to get lock', 'database'],
    ['write failed: No space left on device', 'disk'],
    ['Killed process <*>: out of memory', 'memory'],
    ['HTTP 429 Too Many Requests', 'overload'],
    ['Access denied for user <*>', 'access'],
    ['Unexpected token < in JSON', 'data'],
    ['TypeError: Cannot read properties of undefined', 'code'],
    ['missing setting CART_URL', 'configuration'],
    ['server listening on <*>', 'restart'],
    ['nothing in particular', 'other'],
  ])('reads %j as %s', (template, kind) => {
    expect(probableCause({ template, causes: [], component: null }).kind).toBe(kind);
  });

  it('goes by the root of a chain of exceptions before the message', () => {
    const causes = ['app.CheckoutError: failed', 'java.sql.SQLTransientConnectionException: no connection'];

    expect(probableCause({ template: 'request timed out', causes, component: null })).toEqual({
      kind: 'database',
      evidence: 'java.sql.SQLTransientConnectionException',
    });
  });

  it('falls back to the component', () => {
    expect(probableCause({ template: 'greeted <*>', causes: [], component: 'cart' })).toEqual({
      kind: 'component',
      evidence: 'cart',
    });
  });
});
