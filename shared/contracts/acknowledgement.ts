import * as z from 'zod';
import { Tenant } from './envelope.ts';
import { Masked } from './masked.ts';

/** A person's word that figures of a service may be worse until a day: a write-once artifact, so that `rebuild` finds it again. */
export const Acknowledgement = z.object({
  schema: z.literal('perf-agent.acknowledgement.v1'),
  tenant: Tenant,
  service: z.string().min(1).max(100),
  /** Target branch of the changes that it is for. */
  branch: z.string().min(1).max(300),
  /** The one change that it is for; null: every change onto the branch. */
  change: z.object({ project: z.string().min(1).max(300), number: z.string().min(1).max(200) }).nullable(),
  /** Pattern of the metric's name, `*` for any run of characters. */
  metric: z.string().min(1).max(200),
  /** Null: every statistic of it. */
  statistic: z.string().min(1).max(200).nullable(),
  /**
   * Largest change for the worse that it covers, on the finding's scale (0.3 is 30 % of a latency, 0.01 a percentage point of a rate);
   * null: any.
   */
  upTo: z.number().nonnegative().nullable(),
  at: z.iso.datetime(),
  /** First moment at which it no longer holds. At or before `at`: taken back. */
  until: z.iso.datetime(),
  /** Who answers for it. */
  owner: Masked,
  by: Masked,
  via: z.enum(['api', 'command-line', 'comment']),
  reason: Masked,
  /** Set: when its change is merged, a pin of the branch's baseline moves to what was merged. */
  asBaseline: z.literal(true).optional(),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

export const ACKNOWLEDGEMENTS_PREFIX = 'acknowledgements/';

/** Where the word is kept; a later one on the same has a later name. */
export function acknowledgementRef(
  word: Pick<Acknowledgement, 'tenant' | 'service' | 'branch' | 'at'>,
  id: string,
): string {
  const names = [word.tenant, word.service, word.branch].map(encodeURIComponent).join('/');
  return `${ACKNOWLEDGEMENTS_PREFIX}${names}/${word.at.replaceAll(':', '-')}-${id}.json`;
}

/** What a later word must name to stand in place of an earlier one. */
export function acknowledgementKey({ service, branch, change, metric, statistic }: Acknowledgement): string {
  return JSON.stringify([
    service,
    branch,
    change === null ? null : [change.project, change.number],
    metric,
    statistic,
  ]);
}
