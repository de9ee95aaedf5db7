import * as z from 'zod';
import { Masked } from './masked.ts';

export const ReportFormat = z.enum(['html', 'svg', 'png', 'json', 'csv', 'markdown']);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const ReportPublished = z.object({
  files: z
    .array(
      z.object({
        format: ReportFormat,
        ref: z.string(),
        sha256: z.string(),
        bytes: z.int(),
        url: z.string(),
      }),
    )
    .max(20),
  linksExpireAt: z.iso.datetime(),
  /** The comment as it will be delivered. */
  comment: Masked,
});
export type ReportPublished = z.infer<typeof ReportPublished>;

export const Delivered = z.object({
  comment: z.union([
    /** `unneeded`: the policy wants no comment for this, and none stood there. */
    z.object({
      status: z.enum(['created', 'updated', 'unchanged', 'unneeded']),
      url: z.string().nullable(),
    }),
    z.object({ status: z.literal('superseded'), by: z.string() }),
    z.object({ status: z.literal('not-a-change') }),
    /** The host takes no comment (locked, no right, gone); trying again would not help, so it is said once and the run goes on. */
    z.object({ status: z.literal('refused'), code: z.string(), why: Masked }),
  ]),
  commitStatus: z.enum([
    'pending',
    'success',
    'failed',
    'not-supported',
    'superseded',
    'not-a-change',
    'refused',
  ]),
  /** What became of the notes on lines of the diff; absent when none was asked for. */
  lineNotes: z
    .union([
      z.object({
        created: z.int(),
        updated: z.int(),
        unchanged: z.int(),
        resolved: z.int(),
        /** On lines that the host does not show: what they say stands in the comment. */
        unplaced: z.int(),
      }),
      z.object({ status: z.literal('refused'), code: z.string(), why: Masked }),
    ])
    .optional(),
  /** Why the host took no status; the verdict stands in the report and in the list of runs. */
  statusRefused: z.object({ code: z.string(), why: Masked }).optional(),
});
export type Delivered = z.infer<typeof Delivered>;

export const Ticketed = z.object({
  tickets: z
    .array(z.object({ connection: z.string(), key: z.string(), url: z.string(), action: z.string() }))
    .max(10),
  reason: Masked,
});
export type Ticketed = z.infer<typeof Ticketed>;

export const Learned = z.object({
  history: z.object({ series: z.int(), points: z.int() }),
  service: z.string().nullable(),
  /** `mergedAt` decides which of two merges the baseline follows; left out in old records, where the record's time does. */
  baseline: z
    .object({ branch: z.string(), commit: z.string(), mergedAt: z.iso.datetime().optional() })
    .nullable(),
  reason: Masked,
});
export type Learned = z.infer<typeof Learned>;

/** How a run ended badly, in words for the author of the change and a code for the operator. */
export const RunFailed = z.object({
  step: z.string(),
  part: z.string().nullable(),
  code: z.string(),
  message: Masked,
  /** `went-on`: another delivery of the same message did the step, so nothing failed. `unreached`: the code host did not answer to the end. */
  told: z.enum(['commented', 'not-a-change', 'superseded', 'refused', 'went-on', 'unreached']),
});
export type RunFailed = z.infer<typeof RunFailed>;

/** What a channel was told of a run. `unconfirmed`: sent once, the answer was lost, and not repeated. */
export const Notified = z.object({
  connection: z.string(),
  status: z.enum(['posted', 'updated', 'unchanged', 'gathered', 'unconfirmed', 'nothing']),
  reason: Masked,
});
export type Notified = z.infer<typeof Notified>;
