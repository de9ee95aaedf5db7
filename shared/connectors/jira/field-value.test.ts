import { describe, expect, it } from 'vitest';
import { faultOfValue } from './field-value.ts';

const TEAMS = [
  { id: '1', value: 'Checkout' },
  { id: '2', value: 'Search' },
];
const REGIONS = [{ value: 'EU', children: [{ value: 'Berlin' }] }, { value: 'US' }];

function fault(schema: object, allowedValues: readonly unknown[], value: unknown): string | null {
  const field = {
    fieldId: 'customfield_1',
    name: 'Team',
    required: true,
    schema,
    allowedValues: [...allowedValues],
  };
  return faultOfValue(field, value, 'cloud');
}

describe('a value for a field of Jira', () => {
  it.each([
    ['a choice', { type: 'option' }, TEAMS, { value: 'Search' }],
    ['a choice by its id', { type: 'option' }, TEAMS, { id: '7' }],
    ['choices', { type: 'array', items: 'option' }, TEAMS, [{ value: 'Search' }, { value: 'Checkout' }]],
    ['versions', { type: 'array', items: 'version' }, [{ name: '1.0' }], [{ name: '1.0' }]],
    ['words', { type: 'array', items: 'string' }, ['a', 'b'], ['b']],
    [
      'a choice in two steps',
      { type: 'option-with-child' },
      REGIONS,
      { value: 'EU', child: { value: 'Berlin' } },
    ],
    ['the first of two steps alone', { type: 'option-with-child' }, REGIONS, { value: 'US' }],
    ['a project by its key', { type: 'project' }, [{ key: 'SHOP', name: 'Shop' }], { key: 'SHOP' }],
    ['a number, which Jira judges', { type: 'number' }, [], 'seven'],
    ['what an app made up', { type: 'sd-request' }, TEAMS, 7],
  ])('is taken as the REST API takes it: %s', (_name, schema, allowed, value) => {
    expect(fault(schema, allowed, value)).toBeNull();
  });

  it.each([
    [
      'a slip',
      { type: 'option' },
      TEAMS,
      { value: 'Serach' },
      'has no value "Serach", it takes Checkout, Search',
    ],
    ['a bare word', { type: 'option' }, TEAMS, 'Search', 'takes { value: "Checkout" }'],
    [
      'no list',
      { type: 'array', items: 'option' },
      TEAMS,
      { value: 'Search' },
      'takes [{ value: "Checkout" }]',
    ],
    ['a list', { type: 'option' }, TEAMS, [{ value: 'Search' }], 'takes { value: "Checkout" }'],
    ['an unknown word', { type: 'array', items: 'string' }, ['a'], ['c'], 'has no value "c", it takes a'],
    [
      'a second step of another first',
      { type: 'option-with-child' },
      REGIONS,
      { value: 'EU', child: { value: 'Boston' } },
      'has no value "Boston" under "EU", it takes Berlin',
    ],
  ])('is refused with what would be right: %s', (_name, schema, allowed, value, said) => {
    expect(fault(schema, allowed, value)).toBe(said);
  });
});
