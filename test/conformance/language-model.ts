import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { LanguageModel, ModelAnswer } from '../../shared/ports/language-model.ts';

/** How the model behaves for the next question. */
export type ModelTurn =
  /** It says this, in the way of its kind. */
  | { readonly says: string }
  | { readonly fails: 429 | 500 | 401 }
  | { readonly breaks: 'off' }
  | { readonly hangs: true };

export interface ModelUnderTest {
  readonly model: LanguageModel;
  /** Who answers, as the configuration names it. */
  readonly connection: string;
  readonly name: string;
  readonly next: (turn: ModelTurn) => void;
  /** What must not stand in an error. */
  readonly secrets: readonly string[];
  readonly stop: () => Promise<void>;
}

const PROMPT = 'p95 rose from 100 ms to 184 ms';
const Reply = z.object({
  causes: z.array(z.object({ text: z.string(), evidence: z.array(z.string()) })).max(3),
});
const ANSWER = { causes: [{ text: 'a query for each item — « naïve » 性能', evidence: ['f1'] }] };

/** Promises of the LanguageModel port. */
export function itIsALanguageModel(kind: string, start: () => Promise<ModelUnderTest>): void {
  describe(`${kind} as a language model`, () => {
    let t: ModelUnderTest;
    beforeAll(async () => {
      t = await start();
    });
    afterAll(() => t.stop());

    const ask = (signal = AbortSignal.timeout(20_000)): Promise<ModelAnswer<z.output<typeof Reply>>> =>
      t.model.complete(
        {
          system: Masked.parse('Explain.'),
          prompt: Masked.parse(PROMPT),
          schemaName: 'reply',
          schema: Reply,
          traceparent: null,
        },
        signal,
      );

    it('gives an answer in the shape that was asked for, its text as it came, and says who gave it', async () => {
      t.next({ says: JSON.stringify(ANSWER) });

      const answer = await ask();

      expect(answer).toMatchObject({ value: ANSWER, connection: t.connection, model: t.name, failovers: [] });
      expect(answer.text).toContain(JSON.stringify(ANSWER));
    });

    it('leaves out what nobody asked for', async () => {
      t.next({ says: JSON.stringify({ ...ANSWER, verdict: 'pass', tool: 'merge' }) });

      expect((await ask()).value).toEqual(ANSWER);
    });

    it.each<[string, ModelTurn]>([
      ['says something that is no JSON', { says: 'The cause is a query.' }],
      ['says half of an answer', { says: JSON.stringify(ANSWER).slice(0, 40) }],
      ['answers in another shape', { says: '{"causes":"a query"}' }],
      ['says more than it may', { says: JSON.stringify({ causes: Array(4).fill(ANSWER.causes[0]) }) }],
      ['is over its quota', { fails: 429 }],
      ['fails', { fails: 500 }],
      ['refuses the key', { fails: 401 }],
      ['breaks off', { breaks: 'off' }],
    ])('is not available when it %s, without a word of prompt or key', async (_what, turn) => {
      t.next(turn);

      const failure: unknown = await ask().catch((error: unknown) => error);

      expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE', disposition: 'retry' });
      for (const secret of [PROMPT, ...t.secrets]) expect(String(failure)).not.toContain(secret);
    });

    it('answers again after it failed', async () => {
      t.next({ fails: 500 });
      await ask().catch(() => undefined);
      t.next({ says: JSON.stringify(ANSWER) });

      expect((await ask()).value).toEqual(ANSWER);
    });

    it('is waited for no longer than the caller waits', async () => {
      t.next({ hangs: true });
      const begun = performance.now();

      await expect(ask(AbortSignal.timeout(150))).rejects.toThrow();
      expect(performance.now() - begun).toBeLessThan(30_000);
    });
  });
}
