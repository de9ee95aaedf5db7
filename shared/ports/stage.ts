import type * as z from 'zod';
import type { Envelope, RunId } from '../contracts/envelope.ts';
import type { Emit, Remark } from '../contracts/run-record.ts';
import type { StepName } from '../contracts/step-name.ts';
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
  readonly runId: RunId;
  readonly tenant: string;
  readonly envelope: Envelope;
  readonly part: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Whether the message is rejected when this try fails. */
  readonly isLastTry: boolean;
  readonly traceparent: string | null;
  readonly artifacts: ArtifactStore;
  /** Reads another step's output and notes it as an input of this one. @returns null when that step has not run. */
  find<T>(step: StepName, schema: z.ZodType<T>, part?: string): Promise<StepOutput<T> | null>;
  /** As `find`. @throws TransientError(`STEP_MISSING`): the message came before the record it follows from. */
  read<T>(step: StepName, schema: z.ZodType<T>, part?: string): Promise<StepOutput<T>>;
  /**
   * To be asked right before something is told that must not be told late, under the lock of those that tell.
   * @throws TransientError(`STEP_DONE`) when another delivery has done this step meanwhile; the runner goes on from that one's record.
   */
  refuseWhenDone(): Promise<void>;
  /**
   * Writes the step's record now, while the stage holds the lock under which it told something: whoever takes the lock next sees what was told.
   * The stage returns the same result afterwards.
   */
  recordNow(result: StageResult<unknown>): Promise<void>;
  /** Notes what led to the step's output and is no artifact: a raw payload, an answer of the index. */
  noteInput(ref: string, sha256: string): void;
  /** Parts of a step written so far, in order. */
  parts(step: StepName): Promise<readonly string[]>;
}

export interface StageResult<Out> {
  /** Null: looked, there is nothing to say; recorded as such. */
  readonly output: Out | null;
  readonly emits: readonly Emit[];
  readonly remarks?: readonly Remark[];
}

/** One step of the pipeline. The runner writes the record once, then emits; see shared/pipeline/run-stage.ts. */
export interface Stage<Out> {
  readonly step: StepName;
  readonly output: z.ZodType<Out>;
  run(context: StageContext): Promise<StageResult<Out>>;
  /** Messages that depend on what others have written by now (fan-in): asked after the record exists, on every delivery. */
  emitAfter?(context: StageContext, output: Out | null): Promise<readonly Emit[]>;
}
