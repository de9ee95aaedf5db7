import type * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { HttpReply } from '../../ports/http-client.ts';
import type { OutgoingRequest } from './send-once.ts';

/**
 * The body as the schema says. An empty body is read as null, so a schema that does not look at the body is `z.unknown()`.
 * @throws PermanentError(`REMOTE_REPLY_INVALID`) naming the field, never its value
 */
export function parseJsonReply<S extends z.ZodType>(
  request: OutgoingRequest,
  reply: HttpReply<Uint8Array>,
  schema: S,
): z.output<S> {
  const call = `${request.method} ${request.url.host}${request.url.pathname}`;
  const parsed = schema.safeParse(jsonFrom(reply, call));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the reply' : `"${issue.path.join('.')}"`;
  throw new PermanentError(
    'REMOTE_REPLY_INVALID',
    `${call} answered in another shape than documented: ${field} is wrong (${issue?.code ?? 'unknown'}).`,
  );
}

function jsonFrom(reply: HttpReply<Uint8Array>, call: string): unknown {
  if (reply.body.byteLength === 0) return null;
  const type = reply.headers['content-type'] ?? '';
  if (type.includes('text/html')) {
    throw new PermanentError(
      'REMOTE_REPLY_INVALID',
      `${call} answered with an HTML page instead of JSON: a sign-in page, a proxy, or a wrong base address.`,
      { details: { status: reply.status, reason: 'html' } },
    );
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
    return value;
  } catch {
    throw new PermanentError('REMOTE_REPLY_INVALID', `${call} answered with something that is not JSON.`);
  }
}
