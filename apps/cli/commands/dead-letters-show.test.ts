import { describe, expect, it } from 'vitest';
import { explanationOf } from './dead-letters-show.ts';

const LETTER = {
  queue: 'deliver',
  kind: 'rejected',
  messageId: 'run-0123456789abcdef01234567:deliver',
  runId: 'run-0123456789abcdef01234567',
  part: null,
  code: 'REMOTE_FORBIDDEN',
  reason: 'POST gitlab.example/notes is forbidden to the token (403).',
  failures: 3,
  replays: 1,
  at: new Date('2026-11-21T08:00:00Z'),
  helps: 'The other system refused the token the right it needs; the message names the call.',
} as const;

describe('dead-letters show', () => {
  it('says step, cause, cure, attempts, change and what to do next', () => {
    const run = {
      runId: LETTER.runId,
      tenant: 'default',
      service: 'orders',
      project: 'shop/orders',
      change: '7',
      headSha: 'b'.repeat(40),
      title: 'Show the items',
      url: null,
      status: 'failed',
      step: 'deliver',
      verdict: null,
      headline: null,
      startedAt: new Date(0),
      updatedAt: new Date(0),
    } as const;

    const text = explanationOf({ ...LETTER, run });

    expect(text).toContain('Step     deliver; the product gave up on it');
    expect(text).toContain('Failed   3 time(s), replayed 1 time(s)');
    expect(text).toContain('Code     REMOTE_FORBIDDEN');
    expect(text).toContain(`Helps    ${LETTER.helps}`);
    expect(text).toContain('Change   shop/orders change 7 at bbbbbbbbbb: Show the items');
    expect(text).toContain(`Next     perf-agent dead-letters replay --message ${LETTER.messageId}`);
  });

  it('says what is not known of a message that cannot be read', () => {
    const text = explanationOf({ ...LETTER, runId: null, failures: null, run: null });

    expect(text).toContain('Failed   unknown, since the message cannot be read\n');
    expect(text).toContain('Run      none');
    expect(text).toContain('Change   not in the index');
  });
});
