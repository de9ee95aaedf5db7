import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApprovalEvent,
  type ApprovalWord,
  type Happened,
  MOST_APPROVAL_EVENTS,
  MOST_APPROVAL_WORDS,
} from '../contracts/approval.ts';
import { Masked } from '../contracts/masked.ts';
import { type ApprovalState, approvalState } from './approval-state.ts';
import { judgeWord, type SpokenWord } from './judge-word.ts';

const RUN = 'run-0123456789abcdef01234567';
const NOW = new Date('2026-05-04T10:00:00.000Z');
const IDS = ['author', 'anna', 'bert', 'cy', 'dan', 'eve'] as const;
const NAMES = Object.fromEntries(IDS.map((id) => [id, Masked.parse(id)]));
const PEOPLE = { names: NAMES, asked: null };

function asked(count: number, approvers: readonly string[] = ['anna', 'bert', 'author']): Happened {
  return {
    kind: 'asked',
    change: { connection: 'git', project: 'shop/orders', number: '7', headSha: 'b'.repeat(40) },
    need: {
      rule: 'risky',
      why: Masked.parse('risk is high'),
      approvers: [...approvers],
      escalateTo: ['cy', 'author'],
      authors: ['author'],
      count,
      names: NAMES,
      connections: [],
      askedAt: NOW.toISOString(),
      remindAt: null,
      escalateAt: null,
      expiresAt: '2026-05-05T10:00:00.000Z',
    },
  };
}

function eventsOf(...happened: readonly Happened[]): ApprovalEvent[] {
  return happened.map((one, index) => ({
    schema: 'perf-agent.approval-event.v1',
    runId: RUN,
    tenant: 'default',
    sequence: index + 1,
    at: NOW.toISOString(),
    happened: one,
  }));
}

function stateOf(...happened: readonly Happened[]): ApprovalState {
  const state = approvalState(eventsOf(...happened));
  if (state === null) throw new TypeError('Nothing was asked.');
  return state;
}

function spoken(by: string, word: ApprovalWord, key = `${by} ${word.kind}`): SpokenWord {
  return { by, word, key, channel: 'slack', reason: Masked.parse('') };
}

const approve: ApprovalWord = { kind: 'approve' };

/** Speaks one word after the other, each only when it counts. */
function speakAll(count: number, words: readonly (SpokenWord | 'escalate')[]): ApprovalState {
  const history: Happened[] = [asked(count)];
  for (const word of words) {
    if (word === 'escalate') {
      history.push({ kind: 'escalated' });
      continue;
    }
    const judged = judgeWord(stateOf(...history), word, PEOPLE, NOW);
    if (judged.accepted) history.push(judged.happened);
  }
  return stateOf(...history);
}

const anyWord = fc.oneof(
  fc.constant('escalate' as const),
  fc
    .record({
      by: fc.constantFrom(...IDS),
      kind: fc.constantFrom('approve', 'approve', 'delegate', 'revoke'),
      to: fc.constantFrom(...IDS, 'nobody', 'constructor'),
      key: fc.nat(40),
    })
    .map(({ by, kind, to, key }) =>
      spoken(
        by,
        kind === 'delegate' ? { kind, to } : { kind: kind === 'revoke' ? 'revoke' : 'approve' },
        `click ${key}`,
      ),
    ),
);

describe('judgeWord', () => {
  it('never lets the author, or one person twice, make up the number that is wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(anyWord, { maxLength: 40 }), (count, words) => {
        const { status, votes } = speakAll(count, words);

        const voters = votes.map(({ by }) => by);
        expect(voters).not.toContain('author');
        expect(new Set(voters).size).toBe(voters.length);
        expect(status === 'approved').toBe(voters.length >= count);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never makes more people able to approve by handing rights on', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 40 }), (words) => {
        const { holders, escalated } = speakAll(3, words);

        expect(new Set(holders).size).toBe(holders.length);
        expect(holders.length).toBeLessThanOrEqual(escalated ? 3 : 2);
        expect(holders).not.toContain('author');
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes nothing that it would not take, however it came into the history', () => {
    const forged = (by: string, word: ApprovalWord): Happened => ({ kind: 'said', ...spoken(by, word) });

    expect(stateOf(asked(1), forged('author', approve)).status).toBe('waiting');
    expect(stateOf(asked(1), forged('eve', approve)).status).toBe('waiting');
    expect(stateOf(asked(1), forged('eve', { kind: 'reject' })).status).toBe('waiting');
    expect(stateOf(asked(2), forged('anna', approve), forged('anna', approve)).votes).toHaveLength(1);
    expect(stateOf(asked(1), forged('anna', { kind: 'delegate', to: 'author' })).holders).toEqual([
      'anna',
      'bert',
    ]);
  });

  it.each([
    ['the author', spoken('author', approve), 'author'],
    ['who is not named', spoken('eve', approve), 'not-allowed'],
    ['who is not asked before it is escalated', spoken('cy', approve), 'not-allowed'],
    ['a right for the author', spoken('anna', { kind: 'delegate', to: 'author' }), 'bad-delegate'],
    ['a right for who has one', spoken('anna', { kind: 'delegate', to: 'bert' }), 'bad-delegate'],
    ['a right for a stranger', spoken('anna', { kind: 'delegate', to: 'constructor' }), 'bad-delegate'],
    ['taking back what was not said', spoken('anna', { kind: 'revoke' }), 'nothing-to-revoke'],
  ])('refuses %s, and says why', (_what, word, why) => {
    expect(judgeWord(stateOf(asked(1)), word, PEOPLE, NOW)).toMatchObject({ accepted: false, why });
  });

  it('refuses the same click a second time, also after it was taken back', () => {
    const word = spoken('anna', approve, 'one click');
    const back = spoken('anna', { kind: 'revoke' }, 'another');

    const state = speakAll(2, [word, back]);

    expect(state.votes).toEqual([]);
    expect(judgeWord(state, word, PEOPLE, NOW)).toMatchObject({ accepted: false, why: 'repeated' });
    expect(judgeWord(state, spoken('anna', approve, 'a new one'), PEOPLE, NOW).accepted).toBe(true);
  });

  it('refuses whoever has left the policy since', () => {
    const names = Object.fromEntries(Object.entries(NAMES).filter(([id]) => id !== 'anna'));

    expect(judgeWord(stateOf(asked(1)), spoken('anna', approve), { names, asked: null }, NOW)).toMatchObject({
      accepted: false,
      why: 'not-allowed',
    });
  });

  it.each([
    ['approve', 'anna', ['bert'], false],
    ['reject', 'anna', ['bert'], false],
    ['approve', 'bert', ['bert'], true],
    ['revoke', 'anna', ['bert'], false],
  ] as const)('hears a word "%s" of %s where the groups now hold %j: %s', (kind, by, asks, accepted) => {
    const people = { names: NAMES, asked: asks };

    expect(judgeWord(stateOf(asked(1)), spoken(by, { kind }), people, NOW).accepted).toBe(accepted);
  });

  it('takes the right from a delegate when whoever gave it has left the group', () => {
    const given = speakAll(1, [
      spoken('anna', { kind: 'delegate', to: 'dan' }),
      spoken('dan', { kind: 'delegate', to: 'eve' }),
    ]);
    const heard = (group: readonly string[]): boolean =>
      judgeWord(given, spoken('eve', approve), { names: NAMES, asked: group }, NOW).accepted;

    expect([heard(['anna', 'bert']), heard(['bert'])]).toEqual([true, false]);
  });

  it('lets who approved take that back after leaving the group', () => {
    const state = speakAll(2, [spoken('anna', approve)]);
    const people = { names: NAMES, asked: ['bert'] };

    expect(judgeWord(state, spoken('anna', { kind: 'revoke' }), people, NOW).accepted).toBe(true);
  });

  it('is too late at the very moment when the time is over, and after the end says how it ended', () => {
    const over = new Date('2026-05-05T10:00:00.000Z');
    const approved = speakAll(1, [spoken('anna', approve)]);

    expect(judgeWord(stateOf(asked(1)), spoken('anna', approve), PEOPLE, over)).toMatchObject({
      why: 'late',
    });
    expect(judgeWord(approved, spoken('bert', { kind: 'reject' }), PEOPLE, NOW)).toMatchObject({
      why: 'late',
      words: 'Too late: approved by anna.',
    });
  });

  it('lets a delegate decide, and gives the right back when it was not used', () => {
    const given = speakAll(1, [spoken('anna', { kind: 'delegate', to: 'dan' })]);
    const back = speakAll(1, [
      spoken('anna', { kind: 'delegate', to: 'dan' }),
      spoken('anna', { kind: 'revoke' }),
    ]);

    expect(judgeWord(given, spoken('dan', approve), PEOPLE, NOW).accepted).toBe(true);
    expect(judgeWord(given, spoken('anna', approve), PEOPLE, NOW)).toMatchObject({
      words: 'You gave your right to dan; revoke that first.',
    });
    expect(back.holders).toEqual(['anna', 'bert']);
  });

  it('ends with one no, whoever agreed before', () => {
    const state = speakAll(2, [spoken('anna', approve), spoken('bert', { kind: 'reject' })]);

    expect(state).toMatchObject({ status: 'rejected', rejection: { by: 'bert' } });
  });

  it('takes no more words than leave room for the end of the approval', () => {
    const words = (count: number): Happened[] =>
      Array.from({ length: count }, (_, turn) => ({
        kind: 'said',
        ...spoken('anna', { kind: turn % 2 === 0 ? 'approve' : 'revoke' }, `turn ${turn}`),
      }));

    const before = stateOf(asked(2), ...words(MOST_APPROVAL_WORDS - 2));
    const full = stateOf(asked(2), ...words(MOST_APPROVAL_WORDS - 1));

    expect(judgeWord(before, spoken('bert', approve), PEOPLE, NOW).accepted).toBe(true);
    expect(judgeWord(full, spoken('bert', approve), PEOPLE, NOW)).toMatchObject({ why: 'late' });
    expect(MOST_APPROVAL_EVENTS).toBeGreaterThan(MOST_APPROVAL_WORDS + 10);
  });
});
