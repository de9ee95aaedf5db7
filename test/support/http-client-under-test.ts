import * as z from 'zod';
import {
  createHttpClient,
  type HttpClientOptions,
} from '../../shared/platform/http-client/create-http-client.ts';
import type { HttpClient } from '../../shared/ports/http-client.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';

export const SECRET = 'glpat-very-secret-token';
export const Thing = z.object({ name: z.string() });

/** A client with short waits and a fixed time. */
export function clientWith(options: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({
    telemetry: { span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }) },
    clock: { now: () => new Date('2026-11-21T08:00:00Z') },
    defaultTimeoutMs: 10_000,
    ...options,
    limits: { backoffMs: 5, ...options.limits },
  });
}

export function options() {
  return { headers: { 'private-token': SECRET }, signal: AbortSignal.timeout(30_000) };
}

/** The error that the work ends with; fails when it does not, or with one that is not ours. */
export async function failureOf(work: Promise<unknown>): Promise<PipelineError> {
  try {
    await work;
  } catch (error) {
    if (PipelineError.is(error)) return error;
    throw error;
  }
  throw new TypeError('The work did not fail.');
}
