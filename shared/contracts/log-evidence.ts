import * as z from 'zod';
import { Masked } from './masked.ts';

const Numbers = z.array(z.number()).max(2_000);

/** What a miner counted of lines that are equal but for their variables (logs/shape.ts); all texts are of masked lines. */
const Shape = z.object({
  id: z.number(),
  texts: z.array(z.string()).max(2_000),
  kinds: Numbers,
  hashes: Numbers,
  spaces: Numbers,
  types: Numbers,
  softs: Numbers,
  count: z.number(),
  /** Records by severity and class of HTTP status (logs/tally.ts); what was kept before they were counted has none. */
  tally: z.array(z.number()).max(11).default([]),
  detail: z.number(),
  firstLine: z.number(),
  lastLine: z.number(),
  severity: z.number(),
  component: z.string(),
  firstTime: z.string(),
  example: z.string(),
  causes: z.array(z.string()).max(100),
});

/** As shared/logs names them; what is compared there has to fit here, which the compiler checks. */
const LogSeverity = z.enum(['trace', 'debug', 'info', 'warning', 'error', 'fatal']);
const LogCause = z.enum([
  'memory',
  'disk',
  'database',
  'access',
  'dependency',
  'timeout',
  'overload',
  'configuration',
  'data',
  'code',
  'restart',
  'exception',
  'component',
  'other',
]);

/** The log of one run of one commit, masked and mined when it came in; the lines themselves are not kept. */
export const LogWindow = z.object({
  schema: z.literal('perf-agent.log-window.v1'),
  service: Masked,
  commit: z.string().max(64),
  branch: Masked.nullable(),
  environment: Masked,
  /** Time that the log covers; null when the sender did not say. */
  durationSeconds: z.number().positive().nullable(),
  /** Kinds of the fields before each message; logs that are laid out differently are not compared. */
  header: z.string().max(200),
  mined: z.object({
    version: z.literal(1),
    lines: z.int().nonnegative(),
    records: z.int().nonnegative(),
    store: z.object({
      shapes: z.array(Shape).max(10_000),
      watched: z.array(z.object({ skeleton: z.number(), wild: Numbers, minima: Numbers })).max(20_000),
      rest: Shape.nullable(),
    }),
  }),
});
export type LogWindow = z.infer<typeof LogWindow>;

/** How many of a pattern's records that say so at all are of a class. */
const LogShare = z.object({ count: z.int().nonnegative(), of: z.int().nonnegative() });

/** A message whose rate differs between the logs of baseline and change, or what its records are. */
export const LogChange = z.object({
  /** Evidence id, `L1`, `L2` …, the most telling first. */
  id: z.string().regex(/^L\d+$/),
  kind: z.enum(['new', 'vanished', 'surging', 'falling', 'shift']),
  /** Which share of its records changed: those of a level (errors with what is worse) or of a class of HTTP status; null for other kinds. */
  shift: z
    .object({
      property: z.enum(['level', 'status']),
      value: z.enum(['warning', 'error', '4xx', '5xx']),
      baseline: LogShare,
      candidate: LogShare,
    })
    .nullable()
    .default(null),
  /** Stable over runs: the hash of the template. */
  pattern: z.string().max(60),
  template: Masked,
  example: Masked,
  severity: LogSeverity.nullable(),
  component: Masked.nullable(),
  baselineCount: z.int().nonnegative(),
  candidateCount: z.int().nonnegative(),
  /** The change's rate over the baseline's, of a shift its share; null when the baseline has none. */
  rateRatio: z.number().nullable(),
  /** 95 % interval of the ratio; `high` null when it has no upper end. */
  interval: z.object({ low: z.number(), high: z.number().nullable() }),
  pValue: z.number(),
  /** Corrected for the number of patterns and shares that were tested (false discovery rate). */
  adjustedPValue: z.number(),
  significant: z.boolean(),
  firstSeen: z.object({ line: z.int(), time: Masked.nullable() }).nullable(),
});
export type LogChange = z.infer<typeof LogChange>;

const LogSize = z.object({
  files: z.int(),
  lines: z.int(),
  records: z.int(),
  /** Records that found no room among the patterns kept; of which pattern they are is not known. */
  unsorted: z.int().default(0),
});

/** Difference of the logs of both sides. */
export const LogDifference = z.object({
  baseline: LogSize,
  candidate: LogSize,
  comparedBy: z.enum(['duration', 'typical ratio of counts']),
  /** Patterns in either log; each was tested. */
  tested: z.int(),
  changes: z.array(LogChange).max(100),
  /** Changes beyond those listed. */
  more: z.int().nonnegative(),
  /** Changes that probably have one cause, by evidence id. */
  causes: z
    .array(
      z.object({
        kind: LogCause,
        evidence: z.array(Masked).max(20),
        changes: z.array(z.string()).max(100),
      }),
    )
    .max(100),
});
export type LogDifference = z.infer<typeof LogDifference>;
