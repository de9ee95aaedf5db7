import { type ErrorCode } from './codes.ts';

/** What the queue does with the message: STYLE "error taxonomy"; the type of the error is the retry policy. */
export type Disposition = 'retry' | 'retry-later' | 'dead-letter';

interface PipelineErrorOptions {
  readonly cause?: unknown;
  /** Facts for the operator; never a secret, a token or a body. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

const BRAND = Symbol.for('perf-agent.pipeline-error');

/** Root of all expected failures. The brand survives two copies of this module in one process (bundle and source). */
export abstract class PipelineError extends Error {
  readonly [BRAND] = true;
  abstract readonly disposition: Disposition;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: ErrorCode, message: string, options: PipelineErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
  }

  static is(error: unknown): error is PipelineError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }
}

/** The outside failed in a way that may pass: redelivered until the queue's maximum. */
export class TransientError extends PipelineError {
  override readonly disposition = 'retry';
}

/** The outside said when to come back: the message returns as a scheduled copy. */
export class ThrottledError extends PipelineError {
  override readonly disposition = 'retry-later';
  readonly retryAfterMs: number;

  constructor(code: ErrorCode, message: string, retryAfterMs: number, options: PipelineErrorOptions = {}) {
    super(code, message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** No retry will help: the message goes to the rejected queue with code and reason. */
export class PermanentError extends PipelineError {
  override readonly disposition = 'dead-letter';
}
