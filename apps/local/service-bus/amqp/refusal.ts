import { PermanentError } from '../../../../shared/errors/pipeline-error.ts';

/** An error as AMQP carries it: a symbolic condition and words for people. */
export interface AmqpFault {
  readonly condition: string;
  readonly description: string;
}

/** A refusal that the client gets to see: `condition` is what its error code is made from. */
export function refusal(condition: string, description: string): PermanentError {
  return new PermanentError('BUS_REQUEST_REFUSED', description, { details: { condition } });
}

/** What the client is told about `error`; anything but a refusal is the broker's own failure. */
export function faultFromError(error: unknown): AmqpFault {
  if (!(error instanceof Error)) return { condition: 'amqp:internal-error', description: String(error) };
  const condition = error instanceof PermanentError ? error.details['condition'] : undefined;
  return {
    condition: typeof condition === 'string' ? condition : 'amqp:internal-error',
    description: error.message,
  };
}
