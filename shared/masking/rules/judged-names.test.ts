import { describe, expect, it } from 'vitest';
import { createJudgedNames, type JudgedNames } from './judged-names.ts';

const LONG = 'a'.repeat(97);

function counted(): { readonly names: JudgedNames; readonly judged: string[] } {
  const judged: string[] = [];
  const names = createJudgedNames((name) => {
    judged.push(name);
    return name.includes('token') ? 'token' : null;
  });
  return { names, judged };
}

describe('judged names', () => {
  it('are judged once, whether they promise something or not', () => {
    const { names, judged } = counted();

    const answers = ['token', 'other', 'token', 'other'].map((name) => names.classOf(name));

    expect(answers).toEqual(['token', null, 'token', null]);
    expect(judged).toEqual(['token', 'other']);
  });

  it('are the same in a text', () => {
    const { names, judged } = counted();
    const text = 'my token=1';

    names.classOf('token');

    expect(names.classIn(text, Buffer.from(text, 'latin1'), 3, 8)).toBe('token');
    expect(judged).toEqual(['token']);
  });

  it.each([LONG, 'tokén'])('are not remembered when they are like %j', (name) => {
    const { names, judged } = counted();

    names.classOf(name);
    names.classOf(name);

    expect(judged).toEqual([name, name]);
  });

  it('are told apart, however many there are', () => {
    const { names } = counted();

    for (let each = 0; each < 20_000; each++) {
      expect(names.classOf(`name${each}`)).toBe(null);
      expect(names.classOf(`token${each % 700}`)).toBe('token');
    }
  });
});
