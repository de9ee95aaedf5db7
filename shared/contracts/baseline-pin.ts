import * as z from 'zod';
import { Sha } from './analysis-requested.ts';
import { Tenant } from './envelope.ts';
import { Masked } from './masked.ts';

/** A person's word on what a branch is compared with: a write-once artifact, so that `rebuild` finds it again. */
export const BaselinePin = z.object({
  schema: z.literal('perf-agent.baseline-pin.v1'),
  tenant: Tenant,
  service: z.string().min(1).max(100),
  branch: z.string().min(1).max(300),
  /** Null: no longer pinned. */
  commit: Sha.nullable(),
  at: z.iso.datetime(),
  by: Masked,
  reason: Masked,
});
export type BaselinePin = z.infer<typeof BaselinePin>;

export const PINS_PREFIX = 'pins/';

/** Where the word is kept; a later one has a later name. */
export function pinRef({
  tenant,
  service,
  branch,
  at,
}: Pick<BaselinePin, 'tenant' | 'service' | 'branch' | 'at'>): string {
  const names = [tenant, service, branch].map(encodeURIComponent).join('/');
  return `${PINS_PREFIX}${names}/${at.replaceAll(':', '-')}.json`;
}

/** `pinned by anna: the last release`, as reports say it. */
export function pinCause({ by, reason }: Pick<BaselinePin, 'by' | 'reason'>): string {
  return reason === '' ? `pinned by ${by}` : `pinned by ${by}: ${reason}`;
}
