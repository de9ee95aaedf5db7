import type * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { analysisOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import { createMemoryChangeHost, rawChangeOf } from '../../test/support/memory-change-host.ts';
import { connectionsOf, requestRecord, stageFor, testMasker } from '../../test/support/memory-stage.ts';
import type { Plan } from '../contracts/plan.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { ModelReply } from '../reasoning/model-reply.ts';
import { explainFindings } from './explain-findings.ts';

const SLOWER = analysisOf({ answer: 'regression', findings: [findingOf()] });
const REPLY: ModelReply = {
  summary: 'The 95th percentile rose.',
  causes: [{ text: 'A query for each item.', evidence: ['E1', 'D1'], confidence: 'high' }],
  fixes: [],
};
const PLAN = planOf([{ path: 'src/basket.ts', diff: '+for (const item of items) query(item);' }]);

describe('explain-findings', () => {
  it('lets the rules explain when no model is configured', async () => {
    const { run } = setUp(null);

    const { output, emits, remarks } = await run();

    expect(output).toMatchObject({ by: 'rules', model: null, promptSha256: null });
    expect(emits).toEqual([{ queue: 'decide' }]);
    expect(remarks).toEqual([]);
  });

  it('asks no model when there is nothing to explain', async () => {
    const model = modelOf(REPLY);
    const { run } = setUp(model, analysisOf({ findings: [findingOf({ answer: 'no-change' })] }));

    const { output } = await run();

    expect(output?.by).toBe('rules');
    expect(model.asked).toEqual([]);
  });

  it('asks no model about a commit that a newer one took the place of, says so, and goes straight to the change', async () => {
    const model = modelOf(REPLY);
    const newer = 'e'.repeat(40);
    const { run } = setUp(model, SLOWER, createMemoryChangeHost(rawChangeOf({ headSha: newer })));

    const { output, emits, remarks } = await run();

    expect(output).toMatchObject({ by: 'rules', supersededBy: newer });
    expect(emits).toEqual([{ queue: 'deliver' }]);
    expect(remarks).toMatchObject([{ action: 'run.skipped', subject: 'superseded' }]);
    expect(model.asked).toEqual([]);
  });

  it('asks with the bound that the policy sets for one question', async () => {
    const limits: unknown[] = [];
    const model: LanguageModel = {
      complete: (request, signal) => {
        limits.push(request.limit);
        return modelOf(REPLY).complete(request, signal);
      },
    };
    const question = { tokens: 2_000, cost: null };
    const bounded = { ...PLAN, policy: { ...PLAN.policy, question } };

    await setUp(model).run();
    await setUp(model, SLOWER, createMemoryChangeHost(), bounded).run();

    expect(limits).toEqual([undefined, question]);
  });

  it('asks the model all the same when the host does not tell', async () => {
    const model = modelOf(REPLY);
    const host = createMemoryChangeHost();
    host.failNext = { call: 'fetchChange', error: new TransientError('REMOTE_UNAVAILABLE', 'Down.') };
    const { run, lines } = setUp(model, SLOWER, host);

    expect((await run()).emits).toEqual([{ queue: 'decide' }]);
    expect(model.asked).toHaveLength(1);
    expect(JSON.stringify(lines)).toContain('REMOTE_UNAVAILABLE');
  });

  it('keeps what the model says with evidence, and notes who was asked what', async () => {
    const { run } = setUp(modelOf(REPLY));

    const { output, remarks } = await run();

    expect(output).toMatchObject({
      by: 'model',
      model: { connection: 'first', name: 'tester' },
      causes: [{ text: 'A query for each item.', evidence: ['E1', 'D1'] }],
      dropped: [],
      failovers: [{ connection: 'zeroth' }],
      usage: { inputTokens: 900, outputTokens: 80 },
    });
    expect(output?.promptSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(remarks).toEqual([
      expect.objectContaining({ action: 'model.failed', subject: 'model zeroth' }),
      expect.objectContaining({
        action: 'model.asked',
        subject: 'model first',
        details: expect.objectContaining({ promptSha256: output?.promptSha256, dropped: 0 }) as unknown,
      }),
    ]);
  });

  it.each([
    ['cites evidence that does not exist', { text: 'A lock.', evidence: ['E7'] }],
    ['names a figure that the evidence does not', { text: 'It rose by 500 %.', evidence: ['E1'] }],
    ['cites no evidence id at all', { text: 'A lock.', evidence: ['the log'] }],
  ])('drops a claim that %s, and says why', async (_name, claim) => {
    const { run } = setUp(modelOf({ ...REPLY, causes: [{ ...claim, confidence: 'high' }] }));

    const { output } = await run();

    expect(output?.causes).toEqual([]);
    expect(output?.dropped).toContainEqual({
      text: claim.text,
      why: expect.stringMatching(/evidence|exist/) as unknown,
    });
  });

  it('masks what the model wrote', async () => {
    const secret = 'glpat-4kTz9QwXy7Rb2mNvLp3s';
    const { run } = setUp(modelOf({ ...REPLY, summary: `It uses ${secret} now.` }));

    expect(JSON.stringify(await run())).not.toContain(secret);
  });

  it('lets the rules explain when no model answers, and says so', async () => {
    const { lines, run } = setUp(failing(new TransientError('MODEL_UNAVAILABLE', 'No model answered.')));

    const { output } = await run();

    expect(output).toMatchObject({
      by: 'rules',
      failovers: [{ connection: 'all', why: 'No model answered.' }],
    });
    expect(output?.promptSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it.each([
    ['an error that is not of the model', new PermanentError('SECRET_MISSING', 'No such secret.')],
    ['a bug', new TypeError('undefined')],
  ])('does not hide %s behind the rules', async (_name, error) => {
    const { run } = setUp(failing(error));

    await expect(run()).rejects.toBe(error);
  });
});

function setUp(
  model: LanguageModel | null,
  analysis = SLOWER,
  host = createMemoryChangeHost(),
  plan: Plan = PLAN,
) {
  const connections = connectionsOf({ git: { changes: host } });
  const stage = explainFindings({ connections, model: async () => model, maskerOf: testMasker });
  const { context, lines } = stageFor({ receive: requestRecord(), analyse: analysis, plan });
  return { lines, run: () => stage.run(context) };
}

/** A model that gives this reply, after one other failed. */
function modelOf(reply: ModelReply): LanguageModel & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async complete<S extends z.ZodType>({ prompt, schema }: { prompt: string; schema: S }) {
      asked.push(prompt);
      return {
        value: schema.parse(reply),
        text: JSON.stringify(reply),
        connection: 'first',
        model: 'tester',
        usage: { inputTokens: 900, outputTokens: 80 },
        failovers: [{ connection: 'zeroth', why: 'The model did not answer in time.' }],
      };
    },
  };
}

function failing(error: Error): LanguageModel {
  return { complete: () => Promise.reject(error) };
}
