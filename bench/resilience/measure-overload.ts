import { type Installation, startInstallation } from '../../test/support/start-installation.ts';
import { quantile } from '../spine/measured.ts';
import type { OpenLoopAnswer } from '../spine/open-loop.ts';
import { runOpenLoop } from '../spine/run-open-loop.ts';
import {
  acceptedRun,
  commentsOf,
  type CrowdChange,
  crowdProject,
  measureCrowd,
  openCrowdChange,
  signedOpening,
} from '../../test/support/crowd.ts';
import { askBeside, type Beside } from './ask-beside.ts';
import { watchMemory } from './watch-memory.ts';

export interface OverloadOptions {
  readonly seconds: number;
  /** How many times what can be processed is offered. */
  readonly times: number;
  /** Webhooks that come within a second on top over 200 open connections, all of them redeliveries, so that they make no work but their acceptance. */
  readonly flood: number;
  /** Runs from which the rate that can be processed is taken. */
  readonly calibration: number;
}

export interface OverloadReport {
  readonly processedPerSecond: number;
  readonly offeredPerSecond: number;
  readonly overload: Acceptance;
  readonly flood: Acceptance;
  /** The same flood, each webhook over a connection of its own. */
  readonly newcomers: Acceptance;
  /** A person's requests during both floods. */
  readonly beside: readonly Beside[];
  /** Accepted and without a comment in the end. */
  readonly lost: number;
  /** Accepted and with more than one comment. */
  readonly twice: number;
  readonly drainSeconds: number;
  readonly hostPeakMiB: number;
  readonly cloudPeakMiB: number;
}

/** How webhooks were answered. */
export interface Acceptance {
  readonly offered: number;
  readonly accepted: number;
  readonly refused: number;
  /** Refused with 429 and no Retry-After. */
  readonly refusedWithoutTime: number;
  /** Answered with anything but 202 and 429, or not at all; a few of them in words. */
  readonly failed: readonly string[];
  /** Of the accepted, from sent to answered. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How late the load generator was: more than a few milliseconds, and the machine had no time for this measurement. */
  readonly lateP99Ms: number;
}

const PROJECTS = 10;
const WARM_UP = 10;
const FLOOD_CONNECTIONS = 200;

/** More webhooks than can be worked on, for a time, and then a flood of them within a second; then the waiting until all is done. */
export async function measureOverload(
  options: OverloadOptions,
  tell: (line: string) => void,
): Promise<OverloadReport> {
  const installation = await startInstallation();
  const host = watchMemory(() => installation.cloud.host.pid);
  const cloud = watchMemory(() => process.pid);
  try {
    await measureCrowd(installation);
    const warm = open(installation, WARM_UP, 0);
    await send(installation, warm, 100);
    await commentsOf(installation, warm);
    const calibrated = open(installation, options.calibration, WARM_UP);
    const startedAt = performance.now();
    await send(installation, calibrated, 100);
    await commentsOf(installation, calibrated);
    const processedPerSecond = calibrated.length / ((performance.now() - startedAt) / 1_000);
    const offeredPerSecond = options.times * processedPerSecond;
    tell(
      `${processedPerSecond.toFixed(2)} webhooks/s can be processed; ${offeredPerSecond.toFixed(1)}/s follow.`,
    );

    const changes = open(
      installation,
      Math.round(offeredPerSecond * options.seconds),
      WARM_UP + calibrated.length,
    );
    const answers = await send(installation, changes, offeredPerSecond);
    const endedAt = performance.now();
    tell(
      `Offered ${changes.length}, accepted ${answers.filter(({ status }) => status === 202).length}; draining.`,
    );
    const accepted = changes.filter((_, number) => {
      const answer = answers[number];
      return answer !== undefined && acceptedRun(answer) !== null;
    });
    const seen = await commentsOf(installation, accepted);
    const drainSeconds = (Math.max(endedAt, ...seen.values()) - endedAt) / 1_000;
    const flooded = Array.from({ length: options.flood }, (_, number) => accepted[number % accepted.length]);
    // Signed when they are sent: the draining may take longer than a signature is good for.
    const again = (): readonly CrowdChange[] =>
      flooded
        .filter((change) => change !== undefined)
        .map((change) => ({ ...change, webhook: signedOpening(installation, change) }));
    const flood = await askBeside(
      installation,
      send(installation, again(), options.flood, FLOOD_CONNECTIONS),
    );
    const newcomers = await askBeside(installation, send(installation, again(), options.flood));
    const notes = ({ project, iid }: CrowdChange): number => installation.gitlab.notes(project, iid).length;
    return {
      processedPerSecond,
      offeredPerSecond,
      overload: acceptanceOf(answers),
      flood: acceptanceOf(flood.flood),
      newcomers: acceptanceOf(newcomers.flood),
      beside: [flood.beside, newcomers.beside],
      lost: accepted.length - seen.size,
      twice: accepted.filter((change) => notes(change) > 1).length,
      drainSeconds,
      hostPeakMiB: host.peakMiB(),
      cloudPeakMiB: cloud.peakMiB(),
    };
  } finally {
    await installation.stop();
  }
}

/** Changes of all projects in turn, numbered from `from`. */
function open(installation: Installation, count: number, from: number): readonly CrowdChange[] {
  return Array.from({ length: count }, (_, number) => {
    const at = from + number;
    return openCrowdChange(installation, crowdProject(at % PROJECTS), Math.floor(at / PROJECTS) + 1);
  });
}

function send(
  { cloud }: Installation,
  changes: readonly CrowdChange[],
  perSecond: number,
  connections?: number,
): Promise<readonly OpenLoopAnswer[]> {
  return runOpenLoop({
    url: `${cloud.urls.functions}/api/webhooks/gitlab`,
    requests: changes.map(({ webhook }, number) => ({ atMs: (number * 1_000) / perSecond, ...webhook })),
    ...(connections === undefined ? {} : { connections }),
  });
}

function acceptanceOf(answers: readonly OpenLoopAnswer[]): Acceptance {
  const accepted = answers.filter(({ status }) => status === 202).map(({ ms, lateMs }) => ms - lateMs);
  const refused = answers.filter(({ status }) => status === 429);
  const failed = answers.filter(({ status }) => status !== 202 && status !== 429);
  return {
    offered: answers.length,
    accepted: accepted.length,
    refused: refused.length,
    refusedWithoutTime: refused.filter(({ retryAfter }) => !/^[1-9]\d*$/.test(retryAfter ?? '')).length,
    failed: failed.map(({ status, body }) => `${status} ${body.slice(0, 200)}`),
    p50Ms: quantile(accepted, 0.5),
    p99Ms: quantile(accepted, 0.99),
    lateP99Ms: quantile(
      answers.map(({ lateMs }) => lateMs),
      0.99,
    ),
  };
}
