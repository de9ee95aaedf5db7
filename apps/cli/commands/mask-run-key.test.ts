import { describe, expect, it } from 'vitest';
import { runKeyOf } from './mask-run-key.ts';

describe('runKeyOf', () => {
  it('takes the key of the environment when none is given otherwise', () => {
    expect(runKeyOf({}, null, { PERF_AGENT_RUN_KEY: 'team \n' })).toBe('team');
    expect(runKeyOf({ runKey: 'own' }, null, { PERF_AGENT_RUN_KEY: 'team' })).toBe('own');
  });

  it('makes a new key each time when there is none', () => {
    expect(runKeyOf({}, null, {})).not.toBe(runKeyOf({}, null, {}));
  });

  it('refuses an empty variable rather than mask under no key', () => {
    expect(() => runKeyOf({}, null, { PERF_AGENT_RUN_KEY: ' ' })).toThrow(
      'PERF_AGENT_RUN_KEY: there is no key in it.',
    );
  });
});
