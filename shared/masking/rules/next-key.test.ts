import { describe, expect, it } from 'vitest';

import { nextKeyAt } from './next-key.ts';

describe('a value before the next field', () => {
  it.each([
    ['Jane, last', '_name=Doe', 'Jane'],
    ['Jane Doe, plan', '=gold', 'Jane Doe'],
    ['Jane, age', ': 41', 'Jane'],
    ['PETER MARSH, exp', '=12/29', 'PETER MARSH'],
    ['Doe and status', " = 'active'", 'Doe'],
    ['Jane, Last name', ': Doe', 'Jane'],
    ['Jane Doe', ': logged in', 'Jane Doe'],
    ['Okafor, Amara', ': admitted', 'Okafor, Amara'],
    ['Maria de la Cruz', ', plan=gold', 'Maria de la Cruz'],
  ])('%s%s ends where the name does', (value, behind, name) => {
    const text = `name=${value}${behind}`;

    expect(value.slice(0, nextKeyAt(value, text, 'name='.length))).toBe(name);
  });
});
