import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';

const Sample = z.tuple([z.number(), z.string()]);

/** The reply of `/api/v1/query_range`, the fields that are used. */
const RangeReply = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(Sample).optional(),
        histograms: z.array(z.unknown()).optional(),
      }),
    ),
  }),
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
});
export type RangeReply = z.infer<typeof RangeReply>;

/** @throws PermanentError(`REMOTE_REPLY_INVALID`) saying where */
export function rangeReplyFrom(bytes: Uint8Array): RangeReply {
  const parsed = RangeReply.safeParse(jsonFrom(bytes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PermanentError(
    'REMOTE_REPLY_INVALID',
    `Prometheus answered a range query in another shape than documented: "${issue?.path.join('.') ?? ''}" is wrong (${issue?.code ?? 'unknown'}).`,
  );
}

function jsonFrom(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    throw new PermanentError(
      'REMOTE_REPLY_INVALID',
      'Prometheus answered a range query with something that is not JSON; check the base address.',
    );
  }
}
