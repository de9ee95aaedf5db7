import type * as z from 'zod';
import type { Envelope } from '../contracts/envelope.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Emit, StepName } from '../contracts/run-record.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/** A record of an earlier step, read and checked. */
export interface StepOutput<T> {
  readonly value: T;
  readonly ref: string;
  readonly sha256: string;
}

/** All a stage may touch beyond the ports it was built with. */
export interface StageContext {
  readonly runId: string;
  readonly envelope: Envelope;
  readonly part: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
  readonly artifacts: ArtifactStore;
  /** Reads another step's output and notes it as an input of this one. @returns null when that step has not run. */
  find<S extends z.ZodType>(
    step: StepName,
    schema: S,
    part?: string,
  ): Promise<StepOutput<z.output<S>> | null>;
  /** As `find`. @throws TransientError(`STEP_MISSING`): the message came before the record it follows from. */
  read<S extends z.ZodType>(step: StepName, schema: S, part?: string): Promise<StepOutput<z.output<S>>>;
  /** Parts of a step written so far, in order. */
  parts(step: StepName): Promise<readonly string[]>;
}

/** What a stage says it did, for the audit log, beyond its own record. */
export interface AuditRemark {
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, Masked | number | boolean | null>>;
}

export interface StageResult<Out> {
  /** Null: looked, there is nothing to say; recorded as such. */
  readonly output: Out | null;
  readonly emits: readonly Emit[];
  readonly remarks?: readonly AuditRemark[];
}

/** One step of the pipeline. The runner writes the record once, then emits; see shared/pipeline/run-stage.ts. */
export interface Stage<Out> {
  readonly step: StepName;
  readonly output: z.ZodType<Out>;
  run(context: StageContext): Promise<StageResult<Out>>;
  /** Messages that depend on what others have written by now (fan-in): asked after the record exists, on every delivery. */
  emitAfter?(context: StageContext, output: Out | null): Promise<readonly Emit[]>;
}
