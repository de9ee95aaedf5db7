import type * as z from 'zod';
import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel, ModelAnswer } from '../../ports/language-model.ts';
import type { ModelSpending, Spent, SpendingLimit } from '../../ports/model-spending.ts';
import type { ModelClient, ModelRequest } from './ask-model.ts';
import { createLocalSpending } from './local-spending.ts';

interface BudgetOptions {
  readonly clients: readonly Pick<ModelClient, 'id' | 'maxOutputTokens' | 'price'>[];
  readonly limit: SpendingLimit;
  readonly spending: ModelSpending;
  readonly clock: Clock;
}

type QuestionLimit = NonNullable<Parameters<LanguageModel['complete']>[0]['limit']>;

/** Fewer than most tokenisers need for English or code, so that what is taken before the question is rather too much. */
const CHARACTERS_A_TOKEN = 3;

/**
 * Asks `model` as long as the question keeps to its own limit and the day's budget lasts: what a question may cost at most is taken first, what it did cost stands afterwards. A question that
 * no model answered costs nothing here, though a model whose answer was of no use may have charged for it. While the database does not answer, each
 * process keeps the budget by itself.
 */
export function withinBudget(model: LanguageModel, options: BudgetOptions): LanguageModel {
  const { clients, limit, spending, clock } = options;
  const hasDay = limit.tokensPerDay !== null || limit.costPerDay !== null;
  const alone = createLocalSpending();

  async function reserve(day: string, expected: Spent): Promise<ModelSpending | null> {
    try {
      return (await spending.reserve(day, expected, limit)) ? spending : null;
    } catch (error) {
      if (!isDatabaseGone(error)) throw error;
      return (await alone.reserve(day, expected, limit)) ? alone : null;
    }
  }

  return {
    async complete<S extends z.ZodType>(
      request: ModelRequest<S> & { readonly traceparent: string | null; readonly limit?: QuestionLimit },
      signal: AbortSignal,
    ): Promise<ModelAnswer<z.output<S>>> {
      const expected = dearest(request, clients);
      if (request.limit !== undefined) refuseDear(expected, request.limit);
      if (!hasDay) return model.complete(request, signal);
      const day = clock.now().toISOString().slice(0, 10);
      const taken = await reserve(day, expected);
      if (taken === null) throw budgetSpent(limit);
      let spent: Spent = { tokens: 0, cost: 0 };
      try {
        const answer = await model.complete(request, signal);
        spent = answer.usage === null ? expected : spentBy(answer.connection, answer.usage, clients);
        return answer;
      } finally {
        // An answer is not thrown away because its cost could not be noted; what was taken stays taken then.
        await taken.settle(day, expected, spent).catch((error: unknown) => {
          if (!isDatabaseGone(error)) throw error;
        });
      }
    },
  };
}

/** @throws PermanentError(`MODEL_BUDGET_SPENT`) when a question may cost more than its policy allows for one */
function refuseDear(expected: Spent, { tokens, cost }: QuestionLimit): void {
  const isDear = expected.tokens > (tokens ?? Infinity) || expected.cost > (cost ?? Infinity);
  if (!isDear) return;
  const limits = limitWords(tokens, cost);
  throw new PermanentError(
    'MODEL_BUDGET_SPENT',
    `No model was asked: the question may take ${expected.tokens} tokens, and the policy allows ${limits} for one.`,
  );
}

function limitWords(tokens: number | null, cost: number | null): string {
  return [
    ...(tokens === null ? [] : [`${tokens} tokens`]),
    ...(cost === null ? [] : [`a cost of ${cost}`]),
  ].join(' and ');
}

/** What the question costs if the dearest model uses all the tokens that it may. */
function dearest(
  { system, prompt }: { readonly system: string; readonly prompt: string },
  clients: BudgetOptions['clients'],
): Spent {
  const inputTokens = Math.ceil((system.length + prompt.length) / CHARACTERS_A_TOKEN);
  const each = clients.map(({ id, maxOutputTokens }) =>
    spentBy(id, { inputTokens, outputTokens: maxOutputTokens }, clients),
  );
  return {
    tokens: Math.max(0, ...each.map(({ tokens }) => tokens)),
    cost: Math.max(0, ...each.map(({ cost }) => cost)),
  };
}

function spentBy(
  connection: string,
  { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number },
  clients: BudgetOptions['clients'],
): Spent {
  const { inputPerMillionTokens = 0, outputPerMillionTokens = 0 } =
    clients.find(({ id }) => id === connection)?.price ?? {};
  const cost = (inputTokens * inputPerMillionTokens + outputTokens * outputPerMillionTokens) / 1_000_000;
  return { tokens: inputTokens + outputTokens, cost };
}

function budgetSpent({ tokensPerDay, costPerDay }: SpendingLimit): PermanentError {
  const limits = limitWords(tokensPerDay, costPerDay);
  return new PermanentError(
    'MODEL_BUDGET_SPENT',
    `No model was asked: what is left of the day's budget of ${limits} does not cover the question.`,
  );
}

function isDatabaseGone(error: unknown): boolean {
  return PipelineError.is(error) && error.code === 'DATABASE_UNAVAILABLE';
}
