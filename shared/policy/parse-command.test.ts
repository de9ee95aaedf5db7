import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

const WHOLE =
  '/perf-agent acknowledge http_req_duration p95 until 2026-12-31 because the new tax rules cost 8 ms';

describe('parseCommand', () => {
  it('reads metric, statistic, day and reason', () => {
    expect(parseCommand(WHOLE)).toEqual({
      kind: 'acknowledge',
      metric: 'http_req_duration',
      statistic: 'p95',
      until: '2026-12-31',
      asBaseline: false,
      reason: 'the new tax rules cost 8 ms',
    });
  });

  it.each([
    [
      'all statistics',
      '/perf-agent acknowledge cpu until 2027-01-31 because bigger model',
      { statistic: null },
    ],
    [
      'names in code marks',
      '/perf-agent acknowledge `cpu` `p95` until 2027-01-31 because x y',
      { metric: 'cpu', statistic: 'p95' },
    ],
    [
      'the wish for a baseline',
      '/perf-agent acknowledge cpu until 2027-01-31 as baseline because wanted',
      { asBaseline: true },
    ],
    ['text around it', `Thanks!\r\n\r\n  ${WHOLE}\r\nBye`, { metric: 'http_req_duration' }],
    [
      'a reason with "because" in it',
      '/perf-agent acknowledge cpu until 2027-01-31 because slow because new',
      { reason: 'slow because new' },
    ],
  ])('takes %s', (_name, comment, expected) => {
    expect(parseCommand(comment)).toMatchObject({ kind: 'acknowledge', ...expected });
  });

  it('takes a verb in capitals', () => {
    expect(parseCommand('/perf-agent Revoke cpu')).toEqual({
      kind: 'revoke',
      metric: 'cpu',
      statistic: null,
    });
  });

  it('takes a word back', () => {
    expect(parseCommand('/perf-agent revoke cpu p95')).toEqual({
      kind: 'revoke',
      metric: 'cpu',
      statistic: 'p95',
    });
  });

  it.each([
    ['no command', 'Looks good to me'],
    ['a command within a sentence', `I would write ${WHOLE}`],
    ['a quotation', `> ${WHOLE}`],
    ['a block of code', `\`\`\`\n${WHOLE}\n\`\`\``],
    ['another tool', '/perf-agents acknowledge cpu until 2027-01-31 because x'],
    ['nothing', ''],
  ])('leaves %s alone', (_name, comment) => {
    expect(parseCommand(comment)).toBeNull();
  });

  it.each([
    ['/perf-agent acknowledge', 'a metric, "until" and "because" are needed'],
    ['/perf-agent acknowledge cpu because x', 'a metric, "until" and "because" are needed'],
    ['/perf-agent acknowledge cpu until tomorrow because slow', '"tomorrow" is no day'],
    ['/perf-agent acknowledge cpu until 2026-02-30 because slow', '"2026-02-30" is no day'],
    ['/perf-agent acknowledge cpu until 2026-12-31 because', 'the reason is missing'],
    ['/perf-agent acknowledge cpu p95 p99 until 2026-12-31 because slow', 'at most one statistic'],
    ['/perf-agent acknowledge cpu until 2026-12-31 forever because slow', '"forever" is not understood'],
    ['/perf-agent revoke', 'a metric and at most one statistic'],
    [
      '/perf-agent acknowlege cpu until 2026-12-31 because slow',
      '"acknowlege" is no command (meant "acknowledge"?)',
    ],
    ['/perf-agent approve', '"approve" is no command (there are acknowledge and revoke)'],
  ])('says what is wrong with %s, and how to write it', (comment, why) => {
    const command = parseCommand(comment);

    const said = command?.kind === 'malformed' ? command.why : null;
    expect(said).toContain(why);
    expect(said).toContain('Write: /perf-agent ');
  });

  it('repeats no half of a word that is too long to be repeated', () => {
    const long = 'glpat-4kTz9QwXy7Rb2mNvLp3s'.repeat(2);
    const whys = [`/perf-agent ${long}`, `/perf-agent acknowledge cpu until ${long} because slow`].map(
      (comment) => {
        const command = parseCommand(comment);
        return command?.kind === 'malformed' ? command.why : '';
      },
    );

    expect(whys).toEqual([
      expect.stringMatching(/^what you wrote is no command/),
      expect.stringMatching(/^what you wrote is no day/),
    ]);
  });

  it.each([
    ['of many words', `${'so '.repeat(165)}DE89 3704 0044 0532 0130 00`],
    ['of one word', '測'.repeat(600)],
  ])('leaves a reason %s whole, since it is masked before it is cut', (_name, reason) => {
    const command = parseCommand(`/perf-agent acknowledge cpu until 2027-01-31 because ${reason}`);

    expect(command).toMatchObject({ reason });
  });

  it('keeps no half of a word where a very long comment ends', () => {
    const reason = 'so '.repeat(13_333);
    const command = parseCommand(
      `/perf-agent acknowledge cpu until 2027-01-31 because ${reason}ghp_aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5`,
    );

    expect(command?.kind === 'acknowledge' && /^(so ?)+$/.test(command.reason)).toBe(true);
  });

  it('does not look for a command behind 20,000 characters', () => {
    expect(parseCommand(`${'so\n'.repeat(7_000)}${WHOLE}`)).toBeNull();
  });

  it('answers any comment within its bounds', () => {
    const words = fc.constantFrom(
      '/perf-agent',
      'acknowledge',
      'until',
      'because',
      '2026-12-31',
      'cpu',
      '\n',
      '`',
      'as',
      'baseline',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 20 }), (parts) => {
        const command = parseCommand(parts.join(' '));
        if (command?.kind === 'acknowledge') {
          expect(command.metric.length).toBeGreaterThan(0);
          expect(command.until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        }
      }),
    );
  });
});
