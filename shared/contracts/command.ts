import * as z from 'zod';
import { RunId } from './envelope.ts';
import { Masked } from './masked.ts';

/** A comment with a command as its webhook named it. Nothing of what it says travels: the host is asked for it. */
export const CommandAsked = z.object({
  connection: z.string().min(1).max(60),
  /** Raw: the address under which the code host is asked, a name or an id. */
  project: z.string().min(1).max(300),
  number: z.string().min(1).max(40),
  comment: z.string().min(1).max(100),
  /** Hash of what it asked for when it was heard. */
  words: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CommandAsked = z.infer<typeof CommandAsked>;

/** What became of a command. */
export const CommandDone = z.object({
  /** `refused`: it was answered with a reason; `ignored`: nobody was answered. */
  did: z.enum(['acknowledged', 'revoked', 'refused', 'ignored']),
  /** Who asked, as the host names them. */
  by: Masked.nullable(),
  /** In one sentence, for the audit log. */
  why: Masked,
  /** The run that judges the change with it. */
  runId: RunId.nullable(),
  /** What became of the answer on the change; null: nobody was answered. */
  reply: z.enum(['created', 'updated', 'unchanged', 'unneeded', 'refused']).nullable(),
});
export type CommandDone = z.infer<typeof CommandDone>;
