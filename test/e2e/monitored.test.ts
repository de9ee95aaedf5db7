import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram, startRealPrometheus } from '../support/prometheus-server/start-real-prometheus.ts';
import { BASE, HEAD, type Installation, startInstallation } from '../support/start-installation.ts';

const missing = ['prometheus', 'promtool'].filter((program) => findProgram(program) === null);

if (missing.length > 0) {
  describe('a run with a monitored service', () => {
    it.skip(`needs ${missing.join(' and ')} on the PATH, which this machine does not have`, () => undefined);
  });
} else {
  describe('a run with a monitored service', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-policy-'));
    let installation: Installation;
    let prometheus: { readonly url: string; stop(): Promise<void> };

    beforeAll(async () => {
      const policy = path.join(folder, 'policy.yaml');
      writeFileSync(policy, POLICY);
      prometheus = await startRealPrometheus(cpuOfTheRuns());
      installation = await startInstallation({
        configuration: { policy },
        connections: [{ id: 'prometheus', connector: 'prometheus', settings: { baseUrl: prometheus.url } }],
      });
      installation.openMergeRequest();
      await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
      await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 20, seed: 101 });
    });

    afterAll(async () => {
      await installation.stop();
      await prometheus.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('judges what Prometheus saw while each load run was on', async () => {
      const runId = await installation.sendWebhook();
      const view = await installation.waitFor('the analysis', async () => {
        const found = (await installation.api(`/api/v1/runs/${runId}`)) as {
          readonly steps?: readonly {
            readonly step: string;
            readonly part: string | null;
            readonly output: Analysis;
          }[];
        };
        return found.steps?.some(({ step }) => step === 'deliver') === true ? found : null;
      });

      const analysis = view.steps?.find(({ step }) => step === 'analyse')?.output;
      expect(analysis?.parts).toEqual({ used: ['metrics-cpu', 'results'], missing: [] });
      const cpu = analysis?.findings.find(({ metric }) => metric === 'cpu_cores');
      expect(cpu).toMatchObject({ answer: 'regression', statistic: 'mean', labels: { pod: 'orders-1' } });
      expect(cpu?.effect).toBeCloseTo(0.5, 1);
      expect(cpu?.baseline.values).toHaveLength(5);
      expect(analysis?.moved).toMatchObject([{ metric: 'cpu_cores', node: 'orders-1', leads: null }]);
    });
  });
}

interface Analysis {
  readonly parts: unknown;
  readonly moved: readonly unknown[];
  readonly findings: readonly {
    readonly metric: string;
    readonly effect: number;
    readonly baseline: { readonly values: readonly number[] };
  }[];
}

const POLICY = `
schema: perf-agent.policy.v1
id: monitored
sources:
  - name: cpu
    connection: prometheus
    query:
      promql: cpu_cores{service="$service"}
      stepSeconds: 1
      metric: cpu_cores
      unit: cores
      direction: lower-is-better
      scale: ratio-scale
metrics:
  - { id: cpu, match: cpu_cores, statistics: [mean], margin: 0.1, onRegression: fail }
  - { id: latency, match: http_req_duration, statistics: [p50], margin: 0.1, onRegression: fail }
`;

/** OpenMetrics text: about 1 core in the windows of the baseline's runs, 1.5 in those of the change (test/support/k6-lines.ts). */
function cpuOfTheRuns(): string {
  const lines = ['# TYPE cpu_cores gauge'];
  for (const [first, cores] of [
    [1, 1],
    [101, 1.5],
  ] as const) {
    for (let run = 0; run < 5; run += 1) {
      const start = Date.UTC(2026, 0, 1) / 1_000 + (first + run) * 60;
      for (let second = -1; second <= 8; second += 1) {
        const value = cores * (1 + 0.01 * ((run * 7 + second * 3) % 5));
        lines.push(`cpu_cores{service="orders",pod="orders-1"} ${value} ${start + second}`);
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
