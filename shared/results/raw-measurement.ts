import type { Measurement, Metric } from '../contracts/measurement.ts';

/** A metric before masking. */
export type RawMetric = Omit<Metric, 'name' | 'labels'> & {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
};

export interface RawEnvironment {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A Measurement before masking: the door of the results masks every text of it. */
export type RawMeasurement = Omit<Measurement, 'service' | 'branch' | 'environment' | 'metrics' | 'notes'> & {
  readonly service: string;
  readonly branch: string | null;
  readonly environment: RawEnvironment;
  readonly metrics: readonly RawMetric[];
  readonly notes: readonly string[];
};

/** What the sender says about the run; no load test output tells it. */
export interface RunFacts {
  readonly service: string;
  readonly commit: string;
  readonly branch: string | null;
  readonly environment: RawEnvironment;
}

/** Reads output of a load test as it comes. Memory does not grow with its length. */
export interface ResultReader {
  /** @throws PermanentError(`INPUT_INVALID`) naming the line and what was expected */
  push(chunk: Uint8Array): void;
  /** @throws PermanentError(`INPUT_INVALID`) when nothing readable came */
  end(): RawMeasurement;
}
