import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../test/support/measure-cpu.ts';
import { fitsPath } from './match-path.ts';

describe('fitsPath', () => {
  it.each([
    ['src/checkout/basket.ts', 'src/checkout/**', true],
    ['src/checkout', 'src/checkout/**', true],
    ['src/checkouts/basket.ts', 'src/checkout/**', false],
    ['src/checkout/basket.ts', 'src/*/basket.ts', true],
    ['src/a/b/basket.ts', 'src/*/basket.ts', false],
    ['src/a/b/basket.ts', 'src/**/basket.ts', true],
    ['src/basket.ts', 'src/**/basket.ts', true],
    ['docs/deep/readme.md', '*.md', true],
    ['readme.md', '*.md', true],
    ['readme.md.ts', '*.md', false],
    ['docs/deep/readme.md', 'docs/', true],
    ['docs.ts', 'docs/', false],
    ['./odd', '**', true],
    ['src/a.ts', '/src/*.ts', true],
    ['Src/a.ts', 'src/*.ts', false],
  ])('says of %s against %s: %s', (path, pattern, expected) => {
    expect(fitsPath(path, pattern)).toBe(expected);
  });

  it('answers soon for a pattern that makes regular expressions slow', () => {
    const { value, tookMs } = measureCpu(() => fitsPath(`${'a/'.repeat(400)}b`, `${'**/'.repeat(90)}c`));

    expect(value).toBe(false);
    expect(tookMs).toBeLessThan(5_000);
  });
});
