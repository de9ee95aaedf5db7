import { RestError } from '@azure/storage-blob';
import { TransientError } from '../../errors/pipeline-error.ts';

/** Status of a refusal by Blob storage; null for anything else. */
export function statusOf(error: unknown): number | null {
  return error instanceof RestError ? (error.statusCode ?? null) : null;
}

/** Blob storage's failures are all worth another delivery: the product's own requests are well formed. */
export function storeUnavailable(what: string, error: unknown): TransientError {
  const status = statusOf(error);
  const why =
    status === null ? (error instanceof Error ? error.name : 'unknown failure') : `status ${status}`;
  return new TransientError('STORE_UNAVAILABLE', `Blob storage failed to ${what} (${why}).`, {
    cause: error,
  });
}
