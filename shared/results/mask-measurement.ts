import { Measurement } from '../contracts/measurement.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { RawMeasurement, RawMetric } from './raw-measurement.ts';
import { shownText } from './shown-text.ts';

const LONGEST_LABEL = 200;
const LONGEST_NOTE = 1_000;

/** The part of a masker that is needed here; what comes out is checked as a Measurement again. */
interface TextMasker {
  mask(text: string): Masked;
  maskValue(value: Readonly<Record<string, string>>): Readonly<Record<string, Masked>>;
}

/**
 * Masks every text of a measurement; from here on it may be stored.
 * @throws PermanentError(`INPUT_INVALID`) naming the field that no measurement may hold.
 */
export function maskMeasurement(raw: RawMeasurement, masker: TextMasker): Measurement {
  const parsed = Measurement.safeParse({
    ...raw,
    service: maskPath(raw.service, masker),
    branch: raw.branch === null ? null : maskPath(raw.branch, masker),
    environment: { name: masker.mask(raw.environment.name), facts: masker.maskValue(raw.environment.facts) },
    metrics: raw.metrics.map((metric) => ({
      ...metric,
      name: masker.mask(metric.name),
      labels: maskLabels(metric.labels, masker),
    })),
    notes: raw.notes.map((note) => shownText(masker.mask(note), note, LONGEST_NOTE)),
  });
  if (parsed.success) return parsed.data;
  throw new PermanentError('INPUT_INVALID', `The result does not fit: ${describeIssues(parsed.error)}`);
}

/** The name of a label may say what its value is, and the value may be a route. */
function maskLabels(labels: RawMetric['labels'], masker: TextMasker): Record<string, string> {
  const raw = Object.values(labels);
  const masked = Object.entries(masker.maskValue(labels));
  return Object.fromEntries(
    masked.map(([name, value], index) => [
      name,
      shownText(maskPath(value, masker), raw[index] ?? '', LONGEST_LABEL),
    ]),
  );
}
