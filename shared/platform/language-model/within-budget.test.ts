import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Masked } from '../../contracts/masked.ts';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { LanguageModel } from '../../ports/language-model.ts';
import type { ModelSpending, SpendingLimit } from '../../ports/model-spending.ts';
import { createLocalSpending } from './local-spending.ts';
import { withinBudget } from './within-budget.ts';

const PRICE = { inputPerMillionTokens: 10, outputPerMillionTokens: 40 };
const CLIENTS = [{ id: 'm', maxOutputTokens: 500, price: PRICE }];
const USAGE = { inputTokens: 100, outputTokens: 100 };

const answering: LanguageModel = {
  complete: async ({ schema }) => ({
    value: schema.parse({}),
    text: '{}',
    connection: 'm',
    model: 'tester',
    usage: USAGE,
    failovers: [],
  }),
};
const failing: LanguageModel = {
  complete: () => Promise.reject(new TransientError('MODEL_UNAVAILABLE', 'No model answered.')),
};

function asker(
  limit: SpendingLimit,
  given: {
    readonly model?: LanguageModel;
    readonly spending?: ModelSpending;
    readonly now?: string;
    readonly question?: { readonly tokens: number | null; readonly cost: number | null };
  } = {},
): () => Promise<unknown> {
  const { model = answering, spending = createLocalSpending() } = given;
  const clock = { now: () => new Date(given.now ?? '2026-11-21T12:00:00Z') };
  const limited = withinBudget(model, { clients: CLIENTS, limit, spending, clock });
  const text = Masked.parse('x'.repeat(150));
  const request = { system: text, prompt: text, schemaName: 'r', schema: z.object({}), traceparent: null };
  const own = given.question === undefined ? {} : { limit: given.question };
  return () => limited.complete({ ...request, ...own }, AbortSignal.timeout(5_000));
}

describe('withinBudget', () => {
  it('counts what answers cost, and asks no model when the next could cost more than is left', async () => {
    // At most 600 tokens a question, 200 in truth: 1,000 are enough for three.
    const ask = asker({ tokensPerDay: 1_000, costPerDay: null });

    await ask();
    await ask();
    await ask();

    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_BUDGET_SPENT', disposition: 'dead-letter' });
    await expect(ask()).rejects.toThrow(/day's budget of 1000 tokens/);
  });

  it('counts money by the prices of the model that answered', async () => {
    // At most .021 a question, .005 in truth.
    const ask = asker({ tokensPerDay: null, costPerDay: 0.0265 });

    await ask();
    await ask();

    await expect(ask()).rejects.toThrow(/a cost of 0.0265/);
  });

  it('takes from the budget before asking, so that questions at once do not overdraw it', async () => {
    const ask = asker({ tokensPerDay: 1_200, costPerDay: null });

    const asked = await Promise.allSettled([ask(), ask(), ask(), ask()]);

    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  it('begins anew with the day', async () => {
    const given = { now: '2026-11-21T23:59:59Z' };
    const ask = asker({ tokensPerDay: 600, costPerDay: null }, given);
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_BUDGET_SPENT' });

    given.now = '2026-11-22T00:00:00Z';

    await expect(ask()).resolves.toMatchObject({ connection: 'm' });
  });

  it('gives back what a question took that no model answered', async () => {
    const ask = asker({ tokensPerDay: 600, costPerDay: null }, { model: failing });

    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('keeps the budget by itself while the database does not answer', async () => {
    const gone = (): Promise<never> => Promise.reject(new TransientError('DATABASE_UNAVAILABLE', 'gone'));
    const spending = { reserve: gone, settle: gone };
    const ask = asker({ tokensPerDay: 700, costPerDay: null }, { spending });

    await expect(ask()).resolves.toMatchObject({ connection: 'm' });
    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_BUDGET_SPENT' });
  });

  it.each([
    [{ tokens: 600, cost: 0.021 }, true],
    [{ tokens: 599, cost: null }, false],
    [{ tokens: null, cost: 0.0209 }, false],
  ])(
    'asks no model what may cost more than one question may, with a budget of the day or without: %j',
    async (question, isAsked) => {
      const settled = await Promise.allSettled([
        asker({ tokensPerDay: null, costPerDay: null }, { question })(),
        asker({ tokensPerDay: 1_000, costPerDay: null }, { question })(),
      ]);

      expect(settled.map(({ status }) => status === 'fulfilled')).toEqual([isAsked, isAsked]);
      for (const one of settled) {
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'MODEL_BUDGET_SPENT' });
      }
    },
  );

  it('takes nothing from the day where it has no budget', async () => {
    const days: string[] = [];
    const spending = createLocalSpending();
    const counting: ModelSpending = {
      ...spending,
      reserve(day, expected, limit) {
        days.push(day);
        return spending.reserve(day, expected, limit);
      },
    };

    await asker({ tokensPerDay: null, costPerDay: null }, { spending: counting })();

    expect(days).toEqual([]);
  });
});
