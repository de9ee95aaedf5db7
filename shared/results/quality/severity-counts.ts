import type { RawMetric } from '../raw-measurement.ts';
import { countMetric } from './quality-document.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `Negligible` is low, whatever else is not one of the four is unknown. */
export function severityOf(text: string | undefined): Severity {
  const word = (text ?? '').toLowerCase();
  if (word === 'negligible' || word === 'informational') return 'low';
  return SEVERITIES.find((severity) => severity === word) ?? 'unknown';
}

/** A figure for all, and one for each severity: zeros too, since a gate on what a scanner did not find must not go without a figure. */
export function severityCounts(name: string, found: readonly Severity[]): RawMetric[] {
  return [
    countMetric(name, found.length),
    ...SEVERITIES.map((severity) =>
      countMetric(`${name}_${severity}`, found.filter((one) => one === severity).length),
    ),
  ];
}
