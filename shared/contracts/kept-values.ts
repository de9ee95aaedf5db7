import * as z from 'zod';

/** What a step of a run masked, encrypted: AES-256-GCM under a key that follows from the run's key; Base64 throughout. */
export const KeptValues = z.object({
  schema: z.literal('perf-agent.kept-values.v1'),
  runId: z.string(),
  nonce: z.string(),
  tag: z.string(),
  sealed: z.string(),
});
export type KeptValues = z.infer<typeof KeptValues>;

/** Folder of a run's sealed values; not under `runs/`, whose artifacts make the index. */
export function valuesPrefix(runId: string): string {
  return `values/${runId}/`;
}
