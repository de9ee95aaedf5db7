import { describe, expect, it } from 'vitest';
import { mineLines } from './mine-lines.ts';

describe('a word', () => {
  it.each([
    ['finished after 59s606ms', 'finished after <*>', 'duration'],
    ['finished after 1d2h3m', 'finished after <*>', 'duration'],
    ['node 12h3 left', 'node <*> left', 'id'],
    ['step 3m2h of it', 'step <*> of it', 'text'],
    ['started version: 1.2.3.0', 'started version: <*>', 'number'],
    ['kernel 10.0.19041.1 found', 'kernel <*> found', 'number'],
    ['listening on 10.0.255.1', 'listening on <*>', 'ip'],
  ])('is typed by its form: %s', (line, template, type) => {
    const other = line.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));

    const { patterns } = mineLines([line, other], { header: null });

    expect(patterns).toMatchObject([{ template, parameters: [[type]] }]);
  });

  it('keeps a version among the names of a package', () => {
    const [pattern] = mineLines(['org.postgresql.core.v3.Parser failed'], { header: null }).patterns;

    expect(pattern?.template).toBe('org.postgresql.core.v3.Parser failed');
  });
});
