import { describe, expect, it } from 'vitest';
import { inertText } from './inert-text.ts';

describe('inertText', () => {
  it.each([
    '/close',
    '/merge',
    '  /assign @x',
    'a\n/label ~b',
    '```\n/close\n```',
    '> /close',
    'a\r\n/CLOSE',
  ])('leaves no line that starts with a command in %j', (text) => {
    expect(inertText(text)).not.toMatch(/^[\s>]*\/[a-z]/im);
  });

  it('takes the reach from @all and leaves other names', () => {
    expect(inertText('@all and @alice')).toBe('@\u200ball and @alice');
  });

  it.each(['see src/a.ts', 'a / b', '// comment', 'https://x/close', '| /items | 5 ms |'])(
    'leaves %j as it is',
    (text) => {
      expect(inertText(text)).toBe(text);
    },
  );
});
