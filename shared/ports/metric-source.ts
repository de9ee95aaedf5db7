import type { Direction, Scale } from '../contracts/measurement.ts';

/** A reply as it came, bytes untouched, on its way to the raw vault. */
export interface RawPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** A window of a monitored service. Times in UTC. */
export interface MetricWindow {
  readonly from: Date;
  readonly to: Date;
}

/** A parsed series, text still raw. Samples in time order; `at` in milliseconds since 1970. */
export interface RawSeries {
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly scale: Scale;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly at: number; readonly value: number }[];
  /** What the reader should know, raw: warnings of the system, samples left out. */
  readonly notes?: readonly string[];
}

/**
 * A monitoring system. Fetch and parse are apart, so that raw bytes go to the raw vault and parsing happens behind the masker.
 * Promises (test/conformance/metric-source.ts): says what was asked, null for no data, unit declared, times sorted,
 * honours the signal, query text escaped, no secret in an error, errors of HttpClient unchanged.
 */
export interface MetricSource {
  /** Validates a query of the policy. @throws PermanentError(`INPUT_INVALID`) naming the field. */
  checkQuery(query: Readonly<Record<string, unknown>>): void;
  /** @returns null when the source answers that it has no data for the window. */
  fetch(
    query: Readonly<Record<string, unknown>>,
    window: MetricWindow,
    signal: AbortSignal,
  ): Promise<RawPayload | null>;
  /** @throws PermanentError(`REMOTE_REPLY_INVALID`) saying where. */
  parse(query: Readonly<Record<string, unknown>>, payload: RawPayload): readonly RawSeries[];
}
