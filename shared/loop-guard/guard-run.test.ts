import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EarlierRun, guardRun, type PresentRun } from './guard-run.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const LIMITS = { perHour: 3, perDay: 5, perCommit: 4 };
const MINUTE_MS = 60_000;

describe('guardRun', () => {
  it('analyses what was never seen', () => {
    expect(guardRun(presentOf(), [], LIMITS)).toEqual({ do: 'analyse' });
  });

  it.each([
    ['the same tree', { tree: 't1', patch: 'other' }, 'tree'],
    ['the same patch', { tree: 'other', patch: 'p1' }, 'patch'],
  ])('takes the verdict of the run with %s', (_what, code, same) => {
    const earlier = runOf(code);

    expect(guardRun(presentOf(), [earlier], LIMITS)).toMatchObject({ do: 'reuse', run: earlier, same });
  });

  it.each([
    ['other grounds', { grounds: 'other' }],
    ['no grounds', { grounds: null }],
    ['an open end', { verdict: 'undecided' }],
    ['no data', { verdict: 'no-data' }],
    ['no verdict yet', { status: 'running' as const, verdict: null }],
    ['failed', { status: 'failed' as const }],
    ['been skipped itself', { skip: 'same-code' }],
    ['unknown code', { tree: null, patch: null }],
  ])('does not take the verdict of a run that has %s', (_what, more) => {
    expect(guardRun(presentOf(), [runOf(more)], LIMITS)).toEqual({ do: 'analyse' });
  });

  it('measures again what a person asked for', () => {
    expect(guardRun(presentOf({ asked: true }), [runOf()], LIMITS)).toEqual({ do: 'analyse' });
  });

  it('never takes unknown code for the same as unknown code', () => {
    const unknown = { tree: null, patch: null };

    expect(guardRun(presentOf(unknown), [runOf(unknown)], LIMITS)).toEqual({ do: 'analyse' });
  });

  it('waits exactly until there is room in the hour', () => {
    const earlier = [5, 20, 50].map((minutes) => otherCode(minutes));

    const answer = guardRun(presentOf(), earlier, LIMITS);

    expect(answer).toMatchObject({ do: 'wait', per: 'hour', most: 3 });
    const waitMs = answer.do === 'wait' ? answer.waitMs : 0;
    const later = presentOf({ now: new Date(NOW.getTime() + waitMs) });
    expect(guardRun(later, earlier, LIMITS)).toEqual({ do: 'analyse' });
    const tooSoon = presentOf({ now: new Date(NOW.getTime() + waitMs - 2) });
    expect(guardRun(tooSoon, earlier, LIMITS)).toMatchObject({ do: 'wait' });
  });

  it('waits for the day when the hour has room', () => {
    const earlier = [70, 140, 210, 280, 350].map((minutes) => otherCode(minutes));

    expect(guardRun(presentOf(), earlier, LIMITS)).toMatchObject({ do: 'wait', per: 'day', most: 5 });
  });

  it('counts analyses alone against the budget', () => {
    const skipped = Array.from({ length: 20 }, (_, number) => ({ ...otherCode(number), skip: 'same-code' }));

    expect(guardRun(presentOf(), skipped, LIMITS)).toEqual({ do: 'analyse' });
  });

  it('stops at one commit that is asked for again and again', () => {
    const again = [1, 2, 3, 4].map((minutes) => ({ ...otherCode(minutes), headSha: 'head' }));

    expect(guardRun(presentOf({ asked: true }), again, LIMITS)).toMatchObject({
      do: 'stop',
      run: again[0],
      most: 4,
    });
  });

  it('never lets a second look wait, which is bounded by itself, but counts it for what is pushed after it', () => {
    const spent = [5, 20, 50].map((minutes) => ({ ...otherCode(minutes), headSha: 'head' }));

    expect(guardRun(presentOf({ asked: true, isLook: true }), spent, LIMITS)).toEqual({ do: 'analyse' });
    expect(guardRun(presentOf({ headSha: 'next', tree: 't9', patch: 'p9' }), spent, LIMITS)).toMatchObject({
      do: 'wait',
    });
  });

  it('calls three heads with one patch within an hour a storm', () => {
    const two = [runOf({ headSha: 'h2', tree: 'x2' }), runOf({ headSha: 'h3', tree: 'x3' })];

    expect(guardRun(presentOf(), two, LIMITS)).toMatchObject({ do: 'reuse', pattern: 'rebase-storm' });
    expect(guardRun(presentOf(), two.slice(1), LIMITS)).toMatchObject({ do: 'reuse', pattern: null });
  });

  it('calls code that comes back ping-pong: twice by people, once by a bot', () => {
    const a = (minutes: number) => runOf({ patch: 'pa', headSha: `a${minutes}`, startedAt: ago(minutes) });
    const b = (minutes: number) => ({ ...otherCode(minutes), tree: 't2', patch: 'pb' });

    expect(guardRun(presentOf(), [b(10), a(20)], LIMITS)).toMatchObject({ pattern: null });
    expect(guardRun(presentOf({ byBot: true }), [b(10), a(20)], LIMITS)).toMatchObject({
      pattern: 'ping-pong',
    });
    expect(guardRun(presentOf(), [b(10), a(20), b(30), a(40)], LIMITS)).toMatchObject({
      pattern: 'ping-pong',
    });
  });

  it('never lets more analyses start within an hour than the budget, whatever comes', () => {
    const pushes = fc.array(fc.record({ gap: fc.nat(40), code: fc.nat(6) }), { minLength: 1, maxLength: 60 });

    fc.assert(
      fc.property(pushes, (all) => {
        let now = NOW.getTime();
        const started: EarlierRun[] = [];
        for (const [number, { gap, code }] of all.entries()) {
          now += gap * MINUTE_MS;
          const at = new Date(now);
          const present = presentOf({
            runId: `r${number}`,
            headSha: `h${number}`,
            tree: `t${code}`,
            patch: null,
            now: at,
          });
          const earlier = [...started].reverse();
          if (guardRun(present, earlier, { ...LIMITS, perDay: 1_000 }).do !== 'analyse') continue;
          started.push({ ...runOf(), ...present, startedAt: at });
        }
        for (const { startedAt } of started) {
          const within = started.filter((run) => {
            const after = run.startedAt.getTime() - startedAt.getTime();
            return after >= 0 && after < 60 * MINUTE_MS;
          });
          expect(within.length).toBeLessThanOrEqual(LIMITS.perHour);
        }
      }),
    );
  });
});

function ago(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * MINUTE_MS);
}

function presentOf(more: Partial<PresentRun> = {}): PresentRun {
  const code = { tree: 't1', patch: 'p1', grounds: 'g' };
  return {
    runId: 'now',
    headSha: 'head',
    baseSha: 'base',
    ...code,
    now: NOW,
    asked: false,
    byBot: false,
    isLook: false,
    ...more,
  };
}

function runOf(more: Partial<EarlierRun> = {}): EarlierRun {
  return {
    ...{
      runId: 'before',
      headSha: 'earlier',
      baseSha: 'base',
      tree: 't1',
      patch: 'p1',
      grounds: 'g',
      skip: null,
    },
    ...{ status: 'done', verdict: 'pass', headline: 'Fine.', startedAt: ago(10) },
    ...more,
  };
}

/** A run of other code, so many minutes ago. */
function otherCode(minutes: number): EarlierRun {
  const name = `other-${minutes}`;
  return runOf({ runId: name, headSha: name, tree: name, patch: name, startedAt: ago(minutes) });
}
