import * as z from 'zod';
import { RunId } from './envelope.ts';
import { Masked } from './masked.ts';

/** Characters (UTF-16 units) of one thing that a connector needs to ask. */
export const LONGEST_ABOUT = 1_000;

/** An event that a code host's connector does not believe further than that something happened; what is true is asked of the host. */
export const EventNamed = z.object({
  connection: z.string().min(1).max(60),
  /** Kind of event, in the vendor's words. */
  event: z.string().min(1).max(200),
  deliveryId: Masked.nullable(),
  /** What the connector needs to ask: addresses, raw, as those of a change. */
  about: z.record(
    z.string().max(40),
    z.union([z.string().max(LONGEST_ABOUT), z.number(), z.boolean(), z.null()]),
  ),
});
export type EventNamed = z.infer<typeof EventNamed>;

/** What became of it. */
export const EventRead = z.object({
  did: z.enum(['asked', 'ignored']),
  /** In one sentence, for the audit log. */
  why: Masked,
  /** The runs that were asked for. */
  runIds: z.array(RunId).max(20),
});
export type EventRead = z.infer<typeof EventRead>;
