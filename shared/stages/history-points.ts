import type { Measurement } from '../contracts/measurement.ts';
import type { HistoryPoint } from '../ports/run-index.ts';
import { seriesKey } from './group-series.ts';

/** Every figure of a measurement as a point of its series; keyed by where it came from, so that a repeat changes nothing. */
export function historyPoints(
  tenant: string,
  measurement: Measurement,
  resultRef: string,
  receivedAt: Date,
): HistoryPoint[] {
  const at = measurement.startedAt === null ? receivedAt : new Date(measurement.startedAt);
  return measurement.metrics.flatMap((metric) =>
    metric.statistics.map((statistic) => ({
      tenant,
      service: measurement.service,
      environment: measurement.environment.name,
      series: seriesKey(metric, statistic.name),
      commit: measurement.commit,
      resultRef,
      at,
      value: statistic.value,
      withinVariance: statistic.withinVariance ?? null,
      count: statistic.count ?? null,
      events: statistic.events ?? null,
    })),
  );
}
