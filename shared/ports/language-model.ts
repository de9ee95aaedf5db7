import type * as z from 'zod';
import type { Masked } from '../contracts/masked.ts';

export interface ModelAnswer<T> {
  readonly value: T;
  /** Answer text as received, for its hash. */
  readonly text: string;
  readonly connection: string;
  readonly model: string;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /** Connections that failed before, in order. */
  readonly failovers: readonly { readonly connection: string; readonly why: string }[];
}

/** A model with failover behind it. Prompts are Masked: nothing raw leaves. */
export interface LanguageModel {
  /**
   * `limit`: most tokens and money that the question may take; null is no limit.
   * @throws TransientError(`MODEL_UNAVAILABLE`) when no connection gave an answer that keeps to the schema, saying why of each
   * @throws PermanentError(`MODEL_BUDGET_SPENT`) when a budget does not cover the question
   */
  complete<S extends z.ZodType>(
    request: {
      readonly system: Masked;
      readonly prompt: Masked;
      readonly schemaName: string;
      readonly schema: S;
      readonly traceparent: string | null;
      readonly limit?: { readonly tokens: number | null; readonly cost: number | null };
    },
    signal: AbortSignal,
  ): Promise<ModelAnswer<z.output<S>>>;
}
