import { describe, expect, it } from 'vitest';
import { Masked } from '../contracts/masked.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { rawChangeOf, TEST_BASE } from '../../test/support/memory-change-host.ts';
import { runsOf } from '../../test/support/memory-measurements.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const SLOWER = runsOf([160, 161, 159, 162, 160]);
const SAME = runsOf([100, 101, 99, 101, 100]);
const PEOPLE = [{ id: 'cy', name: 'Cy Diaz', accounts: { git: 'cy.diaz' } }];

interface Given {
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly codeOwners?: string;
  readonly measured?: typeof SLOWER;
  readonly failure?: PermanentError | TransientError;
  readonly failing?: 'fetchFile' | 'fetchLastAuthor';
  /** By path, at the base. */
  readonly lastAuthors?: Readonly<Record<string, string>>;
}

/** A change of ada's to two files, judged. */
async function judged({ policy = {}, codeOwners, measured = SLOWER, failure, ...given }: Given) {
  const pipeline = createMemoryPipeline({ policy: testPolicy(policy) });
  const { host } = pipeline;
  host.files = ['src/pay.ts', 'db/7.sql'].map((path) => ({
    path,
    previousPath: null,
    status: 'modified' as const,
    additions: 1,
    deletions: 0,
    patch: '@@ -1 +1 @@\n+x\n',
  }));
  for (const [path, name] of Object.entries(given.lastAuthors ?? {}))
    host.lastAuthors.set(`${TEST_BASE}:${path}`, name);
  if (codeOwners !== undefined) host.repository.set(`${TEST_BASE}:CODEOWNERS`, codeOwners);
  await pipeline.measure([...BASELINE, ...measured]);
  const runId = await pipeline.request();
  await pipeline.drain({ stopAt: 'deliver' });
  if (failure !== undefined) host.failNext = { call: given.failing ?? 'fetchFile', error: failure };
  await pipeline.drain({ forMs: 60_000 });
  const comment = host.comments()[0] ?? '';
  return { pipeline, runId, comment, line: /\*\*Who to ask:\*\*.*/.exec(comment)?.[0] ?? null };
}

describe('who to ask about a regression', () => {
  it('are the code owners at the base of the change, by name alone, without its author', async () => {
    const { line } = await judged({ codeOwners: '* @ada @anna\nsrc/ @ADA @shop/pay @under_score_\n' });

    expect(line).toBe(
      '**Who to ask:** shop/pay, under_score\\_, anna (code owners of `src/pay.ts` and 1 more).',
    );
  });

  it('are mentioned when the policy says so', async () => {
    const { line } = await judged({
      codeOwners: '*.ts @anna',
      policy: { whoToAsk: { mention: true } },
    });

    expect(line).toBe('**Who to ask:** @anna (code owner of `src/pay.ts`).');
  });

  it('are also those who changed the files last, but for the author of the change and who is named already', async () => {
    const lastAuthors = { 'src/pay.ts': 'Bert', 'db/7.sql': 'bert' };

    const both = await judged({ codeOwners: '*.ts @anna', lastAuthors });
    const owner = await judged({ codeOwners: '*.ts @anna @bert', lastAuthors });
    const author = await judged({ lastAuthors: { 'src/pay.ts': 'Ada', 'db/7.sql': 'cy' } });

    expect(both.line).toBe(
      '**Who to ask:** anna (code owner of `src/pay.ts`); Bert (changed `src/pay.ts` and 1 more last).',
    );
    expect(owner.line).toBe('**Who to ask:** anna, bert (code owners of `src/pay.ts`).');
    expect(author.line).toBe('**Who to ask:** cy (changed `db/7.sql` last).');
  });

  it('stand beside the owners of the policy, and are mentioned when the policy says so', async () => {
    const lastAuthors = { 'src/pay.ts': 'bert', 'db/7.sql': 'bert' };
    const policy = { owners: ['team pay'], whoToAsk: { mention: true } };

    const { line } = await judged({ policy, lastAuthors });

    expect(line).toMatch(
      /^\*\*Who to ask:\*\* team pay \(.*\); @bert \(changed `src\/pay.ts` and 1 more last\)\.$/,
    );
  });

  it('call nobody by a display name, and leave last authors out where the policy does', async () => {
    const lastAuthors = { 'src/pay.ts': 'Bert *Bold* Smith' };

    const named = await judged({ policy: { whoToAsk: { mention: true } }, lastAuthors });
    const off = await judged({ policy: { whoToAsk: { lastAuthor: false } }, lastAuthors });

    expect(named.line).toBe('**Who to ask:** Bert \\*Bold\\* Smith (changed `src/pay.ts` last).');
    expect(off.line).toBeNull();
  });

  it.each([
    new PermanentError('REMOTE_UNAUTHORISED', 'no'),
    new TransientError('REMOTE_UNAVAILABLE', 'later'),
  ])('are the others where the host does not tell who changed a file last (%s)', async (failure) => {
    const lastAuthors = { 'src/pay.ts': 'bert' };

    const { line, pipeline } = await judged({
      ...{ codeOwners: '*.ts @anna', lastAuthors, failure },
      failing: 'fetchLastAuthor',
    });

    expect(line).toBe('**Who to ask:** anna (code owner of `src/pay.ts`).');
    expect(pipeline.rejected).toEqual([]);
  });

  it('are the owners of the most specific level of the policy where there are no code owners', async () => {
    const { line } = await judged({
      codeOwners: '*.ts @ada\n*.sql ops@shop.example @@maintainers',
      policy: {
        people: PEOPLE,
        owners: ['everybody'],
        paths: [{ id: 'db', match: ['db/**'], owners: ['cy', 'team data'] }],
      },
    });

    expect(line).toBe('**Who to ask:** Cy Diaz, team data (policy test:1 (path)).');
  });

  it('are called by the account that the policy knows when names are mentions', async () => {
    const { line } = await judged({
      policy: { people: PEOPLE, owners: ['cy', 'team data'], whoToAsk: { mention: true } },
    });

    expect(line).toContain('**Who to ask:** @cy.diaz, team data (');
  });

  it('are nobody when the policy leaves code owners out and names none', async () => {
    const { line } = await judged({ codeOwners: '* @anna', policy: { whoToAsk: { codeOwners: false } } });

    expect(line).toBeNull();
  });

  it('are named again when the verdict is told again, as they are then', async () => {
    const { pipeline } = await judged({ codeOwners: '*.ts @anna' });
    const { host } = pipeline;
    host.repository.set(`${TEST_BASE}:CODEOWNERS`, '*.ts @bert');
    const rebased = 'd'.repeat(40);
    host.change = rawChangeOf({ headSha: rebased });
    await pipeline.request({ headSha: rebased }, {}, 'rebased');

    await pipeline.drain({ forMs: 60_000 });

    expect(host.comments()).toEqual([
      expect.stringMatching(
        /Not measured again[^]*\*\*Who to ask:\*\* bert \(code owner of `src\/pay.ts`\)\./,
      ),
    ]);
  });

  it('are not said where nothing became worse', async () => {
    const { comment } = await judged({
      codeOwners: '* @anna',
      measured: SAME,
      policy: { comments: { when: 'always' } },
    });

    expect(comment).toContain('No performance regression');
    expect(comment).not.toContain('Who to ask');
  });

  it('stand in the comment alone: no record, report or prompt of ours holds a code owner or a last author', async () => {
    const { pipeline, comment } = await judged({
      codeOwners: '* @anna-of-the-pay-team',
      lastAuthors: { 'src/pay.ts': 'bert-of-the-pay-team' },
    });

    const refs = pipeline.artifacts.refs();
    const stored = await Promise.all(
      refs.map(async (ref) => {
        const found = await pipeline.artifacts.read(ref, AbortSignal.timeout(5_000));
        return new TextDecoder().decode(found?.bytes);
      }),
    );
    expect(comment).toContain('anna-of-the-pay-team');
    expect(comment).toContain('bert-of-the-pay-team');
    expect(refs.length).toBeGreaterThan(10);
    expect(stored.filter((text) => text.includes('-of-the-pay-team'))).toEqual([]);
  });

  it.each([
    ['refuses the file', new PermanentError('REMOTE_FORBIDDEN', 'no')],
    ['cannot give it now', new TransientError('REMOTE_UNAVAILABLE', 'later')],
  ])(
    'are those of the policy where the host %s, and the verdict does not wait for it',
    async (_what, failure) => {
      const policy = { owners: ['team pay'] };

      const { line, pipeline } = await judged({ codeOwners: '* @anna', failure, policy });

      expect(line).toContain('**Who to ask:** team pay (');
      expect(pipeline.rejected).toEqual([]);
    },
  );
});
