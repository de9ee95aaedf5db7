import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { withPastRuns } from './past-options.ts';

describe('--since', () => {
  it.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T10:30:00+01:00', '2026-11-01T09:30:00.000Z'],
  ])('takes %s for a time', (given, at) => {
    expect(sinceOf(given)).toEqual(new Date(at));
  });

  it('counts back from now', () => {
    const before = Date.now() - 12 * 3_600_000;

    const since = Number(sinceOf('12h'));

    expect(since).toBeGreaterThanOrEqual(before);
    expect(since).toBeLessThanOrEqual(Date.now() - 12 * 3_600_000);
  });

  it.each(['2026-02-30', '2026-13-01', '2026', 'yesterday', '12', ''])(
    'refuses %j and says what is right',
    (given) => {
      expect(() => sinceOf(given)).toThrow('Give a day as 2026-11-01, or how long ago as 12h, 30d or 8w.');
    },
  );
});

function sinceOf(given: string): unknown {
  const command = withPastRuns(new Command('past'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(['--since', given], { from: 'user' });
  return command.opts()['since'];
}
