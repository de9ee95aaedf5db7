import { type Installation, startInstallation } from '../../test/support/start-installation.ts';
import { quantile } from '../spine/measured.ts';
import { runOpenLoop } from '../spine/run-open-loop.ts';
import {
  acceptedRun,
  commentsOf,
  type CrowdChange,
  crowdProject,
  measureCrowd,
  openCrowdChange,
} from '../../test/support/crowd.ts';

export interface FairnessOptions {
  readonly seconds: number;
  /** Time between two webhooks of one quiet project. */
  readonly everySeconds: number;
  /** The noisy project sends so many times what a quiet one does. */
  readonly times: number;
}

export interface FairnessReport {
  readonly alone: Waits;
  readonly besideNoise: Waits;
  readonly noise: Waits & { readonly drainSeconds: number };
}

/** Seconds from the moment that a webhook was due to its comment. */
export interface Waits {
  readonly asked: number;
  readonly answered: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

interface Planned {
  readonly atMs: number;
  readonly change: CrowdChange;
}

const QUIET = 9;

/** Nine quiet projects by themselves, then the same beside a noisy one. */
export async function measureFairness(
  options: FairnessOptions,
  tell: (line: string) => void,
): Promise<FairnessReport> {
  const installation = await startInstallation();
  let iid = 0;
  /** Webhooks of a project at even distances, from `fromMs` on. */
  const plan = (project: string, everyMs: number, fromMs: number): Planned[] =>
    Array.from({ length: Math.floor((options.seconds * 1_000) / everyMs) }, (_, number) => ({
      atMs: fromMs + number * everyMs,
      change: openCrowdChange(installation, project, (iid += 1)),
    }));
  const everyMs = options.everySeconds * 1_000;
  const quiet = (): Planned[] =>
    Array.from({ length: QUIET }, (_, number) =>
      plan(crowdProject(number), everyMs, ((number + 1) * everyMs) / (QUIET + 1)),
    ).flat();

  try {
    await measureCrowd(installation);
    // The first run loads the app.
    await measured(installation, [
      { atMs: 0, change: openCrowdChange(installation, crowdProject(0), (iid += 1)) },
    ]);
    const alone = await measured(installation, quiet());
    tell(told('quiet projects alone', waitsOf(alone)));
    const quietBeside = quiet();
    const noisy = plan('noisy/orders', everyMs / options.times, 0);
    const startedAt = performance.now();
    const all = await measured(installation, [...quietBeside, ...noisy]);
    const drainSeconds = (performance.now() - startedAt) / 1_000 - options.seconds;
    const of = (planned: readonly Planned[]): Waits =>
      waitsOf(new Map(planned.map(({ change }) => [change, all.get(change) ?? null])));
    tell(told('quiet projects beside the noisy one', of(quietBeside)));
    return { alone: waitsOf(alone), besideNoise: of(quietBeside), noise: { ...of(noisy), drainSeconds } };
  } finally {
    await installation.stop();
  }
}

/** One line for people. */
export function told(name: string, { asked, answered, p50, p95, most }: Waits): string {
  return `${name}: ${answered} of ${asked} answered; webhook to comment p50 ${p50.toFixed(2)} s, p95 ${p95.toFixed(2)} s, most ${most.toFixed(2)} s`;
}

/** Sends what is planned and waits for the comments. @returns seconds for each, null for one without a comment */
async function measured(
  installation: Installation,
  planned: readonly Planned[],
): Promise<ReadonlyMap<CrowdChange, number | null>> {
  const inOrder = [...planned].sort((a, b) => a.atMs - b.atMs);
  const startedAt = performance.now();
  const [answers, seen] = await Promise.all([
    runOpenLoop({
      url: `${installation.cloud.urls.functions}/api/webhooks/gitlab`,
      requests: inOrder.map(({ atMs, change }) => ({ atMs, ...change.webhook })),
    }),
    commentsOf(
      installation,
      inOrder.map(({ change }) => change),
    ),
  ]);
  const refused = answers.find((answer) => acceptedRun(answer) === null);
  if (refused !== undefined)
    throw new Error(`A webhook was answered with ${refused.status}: ${refused.body}`);
  return new Map(
    inOrder.map(({ atMs, change }) => {
      const at = seen.get(change);
      return [change, at === undefined ? null : (at - startedAt - atMs) / 1_000];
    }),
  );
}

function waitsOf(seconds: ReadonlyMap<CrowdChange, number | null>): Waits {
  const answered = [...seconds.values()].filter((each) => each !== null);
  return {
    asked: seconds.size,
    answered: answered.length,
    p50: quantile(answered, 0.5),
    p95: quantile(answered, 0.95),
    most: Math.max(...answered),
  };
}
