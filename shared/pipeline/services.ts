import type { Masker } from '../ports/masker.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { ValueKeeper } from '../ports/value-keeper.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** What the runner itself needs; stages get their own ports when they are built. */
export interface RunnerServices {
  readonly artifacts: ArtifactStore;
  readonly sender: MessageSender;
  readonly index: RunIndex;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly log: Logger;
  /** Masks errors and log lines before they are stored; keyed by run. */
  readonly maskerOf: (runId: string) => Masker;
  /** Absent where nothing is kept. */
  readonly values?: Pick<ValueKeeper, 'keep'>;
  /** Product name and version, as it stands in records. */
  readonly producer: string;
}

/** One delivery of one message. */
export interface Delivery {
  readonly body: unknown;
  readonly traceparent: string | null;
  /** 1 for the first delivery. */
  readonly deliveryCount: number;
  readonly signal: AbortSignal;
}
