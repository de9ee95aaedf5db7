import { ServiceName } from '../contracts/names.ts';
import { keptName } from '../masking/kept-name.ts';
import { fits } from '../policy/match-rule.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { type SloCompliance, sloCompliance } from '../policy/slo/slo-compliance.ts';
import { sloPoints } from '../policy/slo/slo-points.ts';
import type { SloRule } from '../policy/slo/slo-rule.ts';
import { type Door, json, problem } from './door.ts';

interface SloPorts {
  readonly tenant: string;
  readonly index: RunIndex;
  readonly clock: Clock;
  readonly maskerOf: (key: string) => Masker;
  readonly policy: () => Promise<LoadedPolicy>;
}

const MOST_POINTS = 20_000;
const MOST_COMMITS = 2_000;

/** Compliance with one objective, as the API says it. */
export interface SloView extends SloCompliance {
  readonly id: string;
  readonly service: string;
  readonly objective: number;
  readonly windowDays: number;
  /** Measurements in the window, and those left out since they tell no number of events. */
  readonly measurements: number;
  readonly leftOut: number;
  /** True when there was more than could be read: older measurements did not count. */
  readonly truncated: boolean;
}

/** `GET /api/v1/slos?service=`: the policy's objectives for the service, from what was measured on its branch in the window. */
export function readSlos(ports: SloPorts): Door {
  return async ({ url, signal }) => {
    const asked = ServiceName.safeParse(url.searchParams.get('service') ?? '');
    if (!asked.success)
      return problem(400, 'INPUT_INVALID', 'service: the name that results are handed in under');
    // As the door of the results calls it.
    const service = keptName(asked.data, ports);
    const { policy, version } = await ports.policy();
    // Who wrote the policy knows the service by its own name, or by the one that reports say.
    const rules = policy.slos.filter((rule) => fits(asked.data, rule.service) || fits(service, rule.service));
    const slos: SloView[] = [];
    for (const rule of rules) slos.push(await complianceOf(rule, service, ports, signal));
    return json(200, {
      service,
      at: ports.clock.now().toISOString(),
      policyVersion: version,
      slos,
    });
  };
}

async function complianceOf(
  rule: SloRule,
  service: string,
  ports: SloPorts,
  signal: AbortSignal,
): Promise<SloView> {
  const { tenant, index } = ports;
  const { metric, statistic } = rule.indicator;
  const labels = Object.entries(rule.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const onBranch = new Set(
    await index.listBranchCommits(
      { tenant, service, branch: keptName(rule.branch, ports), limit: MOST_COMMITS },
      signal,
    ),
  );
  const noted = await index.listHistory(
    {
      tenant,
      service,
      environment: rule.environment,
      exceptCommits: [],
      series: [JSON.stringify([metric, labels, statistic])],
      limit: MOST_POINTS,
    },
    signal,
  );
  const now = ports.clock.now().getTime();
  const from = now - rule.windowDays * 86_400_000;
  const inWindow = noted.filter(
    ({ commit, at }) => onBranch.has(commit) && at.getTime() > from && at.getTime() <= now,
  );
  const { points, leftOut } = sloPoints(inWindow, rule.indicator);
  return {
    id: rule.id,
    service,
    objective: rule.objective,
    windowDays: rule.windowDays,
    measurements: inWindow.length,
    leftOut,
    truncated: noted.length === MOST_POINTS && (noted.at(-1)?.at.getTime() ?? 0) > from,
    ...sloCompliance(points, rule, now),
  };
}
