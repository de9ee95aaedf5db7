import * as z from 'zod';
import { PermanentError, ThrottledError } from '../../errors/pipeline-error.ts';

/** GraphQL answers 200 even when it refuses; then `errors` says why. */
export const GraphqlReply = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ type: z.string().nullish() })).nullish(),
});

const RATE_LIMIT_WAIT_MS = 60_000;

/** `https://api.github.com` → `/graphql`; `https://HOST/api/v3` of an Enterprise Server → `https://HOST/api/graphql`. */
export function graphqlUrl(root: string): URL {
  return new URL(`${root.replace(/\/v3$/, '')}/graphql`);
}

/**
 * What was asked for.
 * @throws PermanentError(`REMOTE_FORBIDDEN|REMOTE_NOT_FOUND|REMOTE_REFUSED`), ThrottledError(`REMOTE_THROTTLED`) as the reply says;
 * PermanentError(`REMOTE_REPLY_INVALID`) when it is none
 */
export function dataOf<S extends z.ZodType>(
  reply: z.infer<typeof GraphqlReply> | undefined,
  schema: S,
  url: URL,
): z.output<S> {
  const refused = reply?.errors?.[0];
  if (refused !== undefined) {
    const type = refused.type ?? 'no reason given';
    const words = `GraphQL of ${url.host} refused the request: ${type}.`;
    if (type === 'RATE_LIMITED') throw new ThrottledError('REMOTE_THROTTLED', words, RATE_LIMIT_WAIT_MS);
    throw new PermanentError(CODES[type] ?? 'REMOTE_REFUSED', words);
  }
  const data = schema.safeParse(reply?.data);
  if (data.success) return data.data;
  throw new PermanentError('REMOTE_REPLY_INVALID', `GraphQL of ${url.host} did not answer what was asked.`);
}

const CODES: Readonly<Record<string, 'REMOTE_FORBIDDEN' | 'REMOTE_NOT_FOUND'>> = {
  FORBIDDEN: 'REMOTE_FORBIDDEN',
  NOT_FOUND: 'REMOTE_NOT_FOUND',
};
