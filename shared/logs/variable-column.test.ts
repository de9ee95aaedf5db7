import { describe, expect, it } from 'vitest';
import { mineLines } from './mine-lines.ts';

describe('a place in a message', () => {
  it.each([
    ['service: Main process exited, code=killed', ['orders', 'mail', 'web']],
    ['timer: Deactivated successfully', ['apt-daily', 'logrotate']],
    ['scope: Consumed all memory', ['session', 'backup']],
  ])('holds a variable where systemd names its units: .%s', (rest, units) => {
    const lines = units.flatMap((unit) => Array.from({ length: 5 }, () => `${unit}.${rest}`));

    expect(mineLines(lines, { header: null }).patterns).toHaveLength(1);
  });

  it('holds different messages where two words stand', () => {
    const lines = ['orders: Main process exited', 'mail: Main process exited'];

    expect(mineLines(lines, { header: null }).patterns).toHaveLength(2);
  });
});
