import type { Connector } from '../../ports/connector.ts';
import { createMetrics } from './metrics.ts';
import { PrometheusSettings } from './settings.ts';

/** Prometheus and what speaks its query API. See docs/connectors/prometheus.md. */
export const connector: Connector<PrometheusSettings> = {
  id: 'prometheus',
  title: 'Prometheus',
  settings: PrometheusSettings,
  connect: (settings, kit) => ({ metrics: createMetrics(settings, kit) }),
};
