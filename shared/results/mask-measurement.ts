import { Measurement } from '../contracts/measurement.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Masked } from '../contracts/masked.ts';
import type { RawMeasurement } from './raw-measurement.ts';

/** The part of a masker that is needed here; what comes out is checked as a Measurement again. */
interface TextMasker {
  mask(text: string): Masked;
  maskValue(value: unknown): unknown;
}

/**
 * Masks every text of a measurement; from here on it may be stored.
 * @throws PermanentError(`INPUT_INVALID`) naming the field that no measurement may hold.
 */
export function maskMeasurement(raw: RawMeasurement, masker: TextMasker): Measurement {
  const parsed = Measurement.safeParse({
    ...raw,
    environment: masker.maskValue(raw.environment),
    metrics: raw.metrics.map((metric) => ({
      ...metric,
      name: masker.mask(metric.name),
      labels: masker.maskValue(metric.labels),
    })),
    notes: raw.notes.map((note) => masker.mask(note)),
  });
  if (parsed.success) return parsed.data;
  throw new PermanentError('INPUT_INVALID', `The result does not fit: ${describeIssues(parsed.error)}`);
}
