import type * as z from 'zod';
import { PipelineError, TransientError } from '../../shared/errors/pipeline-error.ts';
import type { LanguageModel, ModelAnswer } from '../../shared/ports/language-model.ts';

/** What the model does when it is asked: answers a text, fails, or never answers (null). */
export type ScriptedTurn = string | PipelineError | null;

/** A model that answers what `turn` says, held to the schema as the real ones are. */
export function scriptedModel(turn: () => ScriptedTurn): LanguageModel {
  return {
    async complete<S extends z.ZodType>(
      { schema }: { readonly schema: S },
      signal: AbortSignal,
    ): Promise<ModelAnswer<z.output<S>>> {
      const text = turn();
      if (text === null) return new Promise((_, reject) => whenAborted(signal, reject));
      if (PipelineError.is(text)) throw unavailable(text.message);
      const parsed = schema.safeParse(jsonOf(text));
      if (!parsed.success) throw unavailable('The model did not keep to the schema.');
      return {
        value: parsed.data,
        text,
        connection: 'scripted',
        model: 'scripted',
        usage: null,
        failovers: [],
      };
    },
  };
}

function unavailable(why: string): TransientError {
  return new TransientError('MODEL_UNAVAILABLE', `No model answered. scripted: ${why}`);
}

function whenAborted(signal: AbortSignal, reject: (reason: unknown) => void): void {
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
