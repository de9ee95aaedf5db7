import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';

const Sample = z.tuple([z.number(), z.string()]);

/** The text of an error may quote the query, so only its kind is told. */
const ErrorReply = z.object({ status: z.literal('error'), errorType: z.string().regex(/^[a-z_]{1,40}$/) });

const Labels = z.record(z.string(), z.string());

/** Replies of `/api/v1/query_range` (matrix) and `/api/v1/query` (vector, scalar), the fields that are used. */
const QueryReply = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(
        z.object({
          metric: Labels,
          values: z.array(Sample).optional(),
          histograms: z.array(z.unknown()).optional(),
        }),
      ),
    }),
    z.object({
      resultType: z.literal('vector'),
      result: z.array(
        z.object({ metric: Labels, value: Sample.optional(), histogram: z.unknown().optional() }),
      ),
    }),
    z.object({ resultType: z.literal('scalar'), result: Sample }),
  ]),
  warnings: z.array(z.string()).nullish(),
  infos: z.array(z.string()).nullish(),
});

/** A reply of either kind as rows of samples. */
export interface QueryRows {
  readonly rows: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [number, string])[];
    /** How many native histogram samples it had, which are no numbers. */
    readonly histograms: number;
  }[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** @throws PermanentError(`REMOTE_REPLY_INVALID`) saying where */
export function queryRowsFrom(bytes: Uint8Array): QueryRows {
  const reply = jsonFrom(bytes);
  const failed = ErrorReply.safeParse(reply);
  if (failed.success) {
    throw new PermanentError(
      'REMOTE_REPLY_INVALID',
      `Prometheus answered a query with an error of kind "${failed.data.errorType}".`,
    );
  }
  const parsed = QueryReply.safeParse(reply);
  if (parsed.success) {
    const { data, warnings, infos } = parsed.data;
    return { rows: rowsFrom(data), warnings: warnings ?? [], infos: infos ?? [] };
  }
  const issue = parsed.error.issues[0];
  throw new PermanentError(
    'REMOTE_REPLY_INVALID',
    `Prometheus answered a query in another shape than documented: "${issue?.path.join('.') ?? ''}" is wrong (${issue?.code ?? 'unknown'}).`,
  );
}

function rowsFrom(data: z.infer<typeof QueryReply>['data']): QueryRows['rows'] {
  switch (data.resultType) {
    case 'matrix':
      return data.result.map(({ metric, values = [], histograms = [] }) => ({
        labels: metric,
        values,
        histograms: histograms.length,
      }));
    case 'vector':
      return data.result.map(({ metric, value, histogram }) => ({
        labels: metric,
        values: value === undefined ? [] : [value],
        histograms: histogram === undefined ? 0 : 1,
      }));
    case 'scalar':
      return [{ labels: {}, values: [data.result], histograms: 0 }];
  }
}

function jsonFrom(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch {
    throw new PermanentError(
      'REMOTE_REPLY_INVALID',
      'Prometheus answered a query with something that is not JSON; check the base address.',
    );
  }
}
