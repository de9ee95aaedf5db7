import * as z from 'zod';
import { Direction, Scale } from '../../contracts/measurement.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';

/** What a policy asks of Prometheus. `$service` inside a quoted string of `promql` stands for the service judged. */
export const PrometheusQuery = z.strictObject({
  promql: z.string().min(1).max(10_000),
  service: z.string().min(1).max(100).optional(),
  stepSeconds: z.number().min(1).max(3_600),
  /** Name under which the series is judged, for rules of the policy. */
  metric: z.string().min(1).max(200),
  unit: z.string().max(20),
  direction: Direction,
  scale: Scale,
});
export type PrometheusQuery = z.infer<typeof PrometheusQuery>;

/** @throws PermanentError(`INPUT_INVALID`) naming the field */
export function checkedQuery(query: Readonly<Record<string, unknown>>): PrometheusQuery {
  const parsed = PrometheusQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
  throw new PermanentError(
    'INPUT_INVALID',
    `Field "${field ?? ''}" of the Prometheus query is wrong: ${issue?.message ?? 'not as documented'}.`,
  );
}
