import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareStrictness, looserFields } from './compare-strictness.ts';

const RULE = {
  id: 'a',
  match: '*',
  statistics: ['p95'],
  margin: 0.1,
  onRegression: 'fail' as const,
};

describe('compareStrictness', () => {
  it.each([
    ['margin', 0.1, 0.05, 0.2],
    ['max', 100, 50, 200],
    ['max', undefined, 50, undefined],
    ['min', 10, 20, 5],
    ['noiseFactor', 3, 0, 4],
    ['onRegression', 'warn', 'fail', 'ignore'],
    ['onBreach', 'warn', 'fail', 'ignore'],
    ['mode', 'observe', 'enforce', 'silent'],
    ['mode', undefined, 'enforce', 'observe'],
    ['statistics', ['p95'], ['p50', 'p95'], ['p50']],
    ['environments', ['prod'], ['prod', 'staging'], ['staging']],
    ['threshold', { relative: 0.1 }, { relative: 0.05 }, { relative: 0.2 }],
    ['threshold', { relative: 0.1 }, { relative: 0.1, absolute: 5 }, { absolute: 5 }],
    ['allowed', { absolute: 1 }, { absolute: 0 }, { relative: 0.01 }],
    ['model', true, false, 'on'],
    ['required', false, true, 'no'],
  ])('knows for %s that of %j the value %j is tighter and %j looser', (field, standing, tighter, looser) => {
    const order = (offered: unknown) => compareStrictness(field, standing, offered);

    // Without an own mode a rule is enforced already.
    expect(order(tighter)).toBe(field === 'mode' && standing === undefined ? 'looser' : 'tighter');
    expect(order(looser)).toBe(looser === standing ? 'same' : 'looser');
  });

  it('calls two different numbers never tighter in both directions, and an equal one the same', () => {
    const field = fc.constantFrom('margin', 'max', 'min', 'noiseFactor');
    fc.assert(
      fc.property(field, fc.double({ noNaN: true }), fc.double({ noNaN: true }), (name, one, other) => {
        const both = [compareStrictness(name, one, other), compareStrictness(name, other, one)].sort();

        expect(both).toEqual(
          JSON.stringify(one) === JSON.stringify(other) ? ['same', 'same'] : ['looser', 'tighter'],
        );
      }),
    );
  });

  it('takes what it does not know for looser', () => {
    expect(compareStrictness('unheard', 1, 2)).toBe('looser');
    expect(compareStrictness('__proto__', 1, 2)).toBe('looser');
    expect(compareStrictness('constructor', 1, 2)).toBe('looser');
  });
});

describe('looserFields', () => {
  it('names each field in which a rule in front lets more through', () => {
    const offered = { ...RULE, margin: 0.2, onRegression: 'warn' as const, mode: 'observe' as const };

    expect(looserFields(offered, RULE)).toEqual(['margin', 'onRegression', 'mode']);
    expect(looserFields({ ...RULE, margin: 0.01 }, RULE)).toEqual([]);
  });

  it('takes another direction or scale for looser: it would not see what the rule sees', () => {
    expect(looserFields({ ...RULE, direction: 'higher-is-better', scale: 'additive' }, RULE)).toEqual([
      'direction',
      'scale',
    ]);
  });
});
