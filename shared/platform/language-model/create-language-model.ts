import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { BreakerRule, DependencyStates } from '../../ports/dependency-states.ts';
import type { LanguageModel, ModelAnswer } from '../../ports/language-model.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { createDependencyGate } from '../http-client/dependency-gate.ts';
import { askModel, type ModelClient, type ModelRequest } from './ask-model.ts';

/** A model's time-out is long, so few of them are enough. */
const RULE: BreakerRule = { failuresToBreak: 5, halfOpenAfterMs: 10_000 };
const PROBE_GRACE_MS = 5_000;

/**
 * Asks the models in order until one keeps to the schema. A model that does not answer in its time, refuses or answers with something
 * else is noted and the next one is asked.
 */
export function createLanguageModel(
  clients: readonly ModelClient[],
  telemetry: Telemetry,
  shared?: DependencyStates,
): LanguageModel {
  const holder = randomUUID();
  const gates = new Map(
    clients.map(({ id, timeoutMs }) => {
      const probeLeaseMs = timeoutMs + PROBE_GRACE_MS;
      const gate = { dependency: `model ${id}`, holder, rule: RULE, probeLeaseMs };
      return [id, createDependencyGate(shared === undefined ? gate : { ...gate, shared })];
    }),
  );

  /** A model that failed again and again is passed over at once, instead of after its time-out. */
  function askThrough<S extends z.ZodType>(
    client: ModelClient,
    request: ModelRequest<S>,
    signal: AbortSignal,
  ): ReturnType<typeof askModel<S>> {
    const ask = () => askModel(client, request, signal);
    return gates.get(client.id)?.pass(`The model "${client.id}"`, ask, signal) ?? ask();
  }

  return {
    async complete<S extends z.ZodType>(
      request: ModelRequest<S> & { readonly traceparent: string | null },
      signal: AbortSignal,
    ): Promise<ModelAnswer<z.output<S>>> {
      const failovers: { connection: string; why: string }[] = [];
      for (const client of clients) {
        try {
          const answer = await telemetry.span(
            `chat ${client.model}`,
            {
              kind: 'client',
              parent: request.traceparent,
              attributes: {
                'gen_ai.operation.name': 'chat',
                'gen_ai.provider.name': client.kind === 'azure-openai' ? 'azure.ai.openai' : 'openai',
                'gen_ai.request.model': client.model,
                'gen_ai.output.type': 'json',
              },
            },
            async (span) => {
              const given = await askThrough(client, request, signal);
              if (given.usage !== null) {
                span.set({
                  'gen_ai.usage.input_tokens': given.usage.inputTokens,
                  'gen_ai.usage.output_tokens': given.usage.outputTokens,
                });
              }
              return given;
            },
          );
          return { ...answer, connection: client.id, model: client.model, failovers };
        } catch (error) {
          if (signal.aborted || !PipelineError.is(error)) throw error;
          failovers.push({ connection: client.id, why: error.message });
        }
      }
      const all = failovers.map(({ connection, why }) => `${connection}: ${why}`).join(' ');
      throw new TransientError('MODEL_UNAVAILABLE', `No model answered. ${all}`);
    },
  };
}
