import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { MetricSource } from '../../ports/metric-source.ts';
import { expandPromql } from './expand-promql.ts';
import { checkedQuery } from './prometheus-query.ts';
import { queryRowsFrom } from './query-rows.ts';
import { seriesFromRows } from './series-from-rows.ts';
import type { PrometheusSettings } from './settings.ts';

/** Prometheus answers 400 to more points for each series. */
const MOST_POINTS = 11_000;
const LARGEST_REPLY_BYTES = 64 * 1024 * 1024;
const CONNECTION_SECONDS = 5;

/** Range queries of Prometheus, asked as a form so that long expressions fit. */
export function createMetrics(settings: PrometheusSettings, kit: ConnectorKit): MetricSource {
  const url = new URL(`${settings.baseUrl.replace(/\/+$/, '')}/api/v1/query_range`);

  async function headers(): Promise<Record<string, string>> {
    const { tokenSecret, orgId } = settings;
    return {
      ...(tokenSecret === undefined
        ? {}
        : { authorization: `Bearer ${(await kit.secret(tokenSecret)).trim()}` }),
      ...(orgId === undefined ? {} : { 'x-scope-orgid': orgId }),
    };
  }

  return {
    checkQuery(query) {
      const { promql, service } = checkedQuery(query);
      // The service may be filled in later; whether the placeholder stands rightly can be said now.
      expandPromql(promql, service ?? 'service');
    },
    async fetch(query, window, signal) {
      const { promql, service, stepSeconds } = checkedQuery(query);
      const start = window.from.getTime() / 1_000;
      const end = window.to.getTime() / 1_000;
      checkWindow(start, end, stepSeconds);
      const reply = await kit.http.postForm(
        url,
        {
          query: expandPromql(promql, service),
          start: String(start),
          end: String(end),
          step: String(stepSeconds),
          timeout: `${settings.queryTimeoutSeconds}s`,
        },
        {
          headers: await headers(),
          signal,
          timeoutMs: (settings.queryTimeoutSeconds + CONNECTION_SECONDS) * 1_000,
          maxBytes: LARGEST_REPLY_BYTES,
        },
      );
      if (reply === null || queryRowsFrom(reply.body).rows.length === 0) return null;
      return { bytes: reply.body, contentType: 'application/json' };
    },
    parse: (query, payload) => seriesFromRows(queryRowsFrom(payload.bytes), checkedQuery(query)),
  };
}

function checkWindow(start: number, end: number, stepSeconds: number): void {
  if (!(end > start)) {
    throw new PermanentError('INPUT_INVALID', 'The window asked of Prometheus ends before it begins.');
  }
  if ((end - start) / stepSeconds <= MOST_POINTS) return;
  const smallest = Math.ceil((end - start) / MOST_POINTS);
  throw new PermanentError(
    'INPUT_INVALID',
    `Field "stepSeconds" of the Prometheus query is ${stepSeconds}, too fine for a window of ${end - start} s: Prometheus gives at most ${MOST_POINTS} points. Use ${smallest} or more.`,
  );
}
