import { APIConnectionTimeoutError, APIError, type OpenAI } from 'openai';
import * as z from 'zod';
import { describeIssues } from '../../errors/describe-issues.ts';
import {
  PermanentError,
  PipelineError,
  ThrottledError,
  TransientError,
} from '../../errors/pipeline-error.ts';
import type { Masked } from '../../contracts/masked.ts';
import { stoppedBy } from './content-filter.ts';

/** One configured model, ready to be asked. */
export interface ModelClient {
  readonly id: string;
  readonly kind: 'azure-openai' | 'openai-compatible';
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly timeoutMs: number;
  readonly price?:
    { readonly inputPerMillionTokens: number; readonly outputPerMillionTokens: number } | undefined;
  readonly client: () => Promise<OpenAI>;
}

export interface ModelRequest<S extends z.ZodType> {
  readonly system: Masked;
  readonly prompt: Masked;
  readonly schemaName: string;
  readonly schema: S;
}

/** What is read of a completion; what a server answers is not what its client's types promise. */
const Completion = z.object({
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish() }).nullish(),
      }),
    )
    .max(100),
  usage: z
    .object({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() })
    .nullish()
    .catch(null),
});

interface Given<T> {
  readonly value: T;
  readonly text: string;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

/**
 * One question with structured output; one try, since failover is the caller's.
 * @throws TransientError, ThrottledError (`MODEL_UNAVAILABLE`), PermanentError (`MODEL_REPLY_INVALID`).
 */
export async function askModel<S extends z.ZodType>(
  model: ModelClient,
  request: ModelRequest<S>,
  signal: AbortSignal,
): Promise<Given<z.output<S>>> {
  const client = await model.client();
  let completion;
  try {
    completion = await client.chat.completions.create(
      {
        model: model.model,
        messages: [
          { role: 'system', content: request.system },
          { role: 'user', content: request.prompt },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: request.schemaName, strict: true, schema: z.toJSONSchema(request.schema) },
        },
        max_completion_tokens: model.maxOutputTokens,
      },
      { signal, timeout: model.timeoutMs, maxRetries: 0 },
    );
  } catch (error) {
    throw modelError(error);
  }
  const told = Completion.safeParse(completion);
  if (!told.success) throw invalid(`answered with no completion: ${describeIssues(told.error)}`);
  const { choices, usage } = told.data;
  const [choice] = choices;
  if (choice === undefined) throw invalid('gave no choice');
  if (choice.finish_reason === 'length') throw invalid('ran out of tokens before its answer ended');
  if (choice.finish_reason === 'content_filter') {
    throw invalid(`was stopped by its content filter (${stoppedBy(choice)})`);
  }
  const text = choice.message?.content ?? '';
  if (text === '') throw invalid('answered nothing');
  return {
    value: parseReply(text, request.schema),
    text,
    usage:
      usage === undefined || usage === null
        ? null
        : { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
  };
}

function parseReply<S extends z.ZodType>(text: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    // Small models like to wrap their JSON in a code fence.
    value = JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''));
  } catch (error) {
    throw new PermanentError('MODEL_REPLY_INVALID', 'The model did not answer with JSON.', { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(`did not keep to the schema: ${describeIssues(parsed.error)}`);
}

function invalid(what: string): PermanentError {
  return new PermanentError('MODEL_REPLY_INVALID', `The model ${what}.`);
}

/** The client's errors carry the server's text, which may repeat the prompt: only status and kind go on. */
function modelError(error: unknown): PipelineError | Error {
  const ours = error instanceof Error ? error.cause : undefined;
  if (PipelineError.is(ours)) return ours;
  // The client reads the body itself.
  if (error instanceof SyntaxError) return invalid('answered with something that is not JSON');
  if (error instanceof APIConnectionTimeoutError) {
    return new TransientError('MODEL_UNAVAILABLE', 'The model did not answer in time.', { cause: error });
  }
  if (error instanceof APIError) {
    const status: unknown = error.status;
    if (status === 429) {
      return new ThrottledError('MODEL_UNAVAILABLE', 'The model is over its quota (429).', 10_000, {
        cause: error,
      });
    }
    const why = typeof status === 'number' ? `status ${status}` : 'no connection';
    return new TransientError('MODEL_UNAVAILABLE', `The model could not be asked (${why}).`, {
      cause: error,
    });
  }
  return error instanceof Error
    ? error
    : new TransientError('MODEL_UNAVAILABLE', 'The model could not be asked.');
}
