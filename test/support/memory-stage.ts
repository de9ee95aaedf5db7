import type { AnalysisRequested } from '../../shared/contracts/analysis-requested.ts';
import type { Decision } from '../../shared/contracts/decision.ts';
import type { Explanation } from '../../shared/contracts/explanation.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import type { PlannedSource } from '../../shared/contracts/plan.ts';
import type { ReportPublished } from '../../shared/contracts/published.ts';
import { recordRef, type RunRecord } from '../../shared/contracts/run-record.ts';
import type { StepName } from '../../shared/contracts/step-name.ts';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { stageContext } from '../../shared/pipeline/stage-context.ts';
import type { Connections } from '../../shared/ports/connections.ts';
import type { Capabilities } from '../../shared/ports/connector.ts';
import type { Masker } from '../../shared/ports/masker.ts';
import type { RawVault } from '../../shared/ports/raw-vault.ts';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { rawChangeOf } from './memory-change-host.ts';
import { createMemoryRunner, TEST_NOW, TEST_RUN, testEnvelope } from './memory-runner.ts';

type Outputs = Partial<Record<StepName | `${StepName}/${string}`, unknown>>;

/** Context of a stage (left out: deliver) whose earlier steps wrote these outputs, keyed by step or step/part. */
export function stageFor(
  outputs: Outputs = {},
  more: {
    readonly step?: StepName;
    readonly part?: string;
    readonly data?: unknown;
    readonly failures?: number;
  } = {},
) {
  const runner = createMemoryRunner();
  for (const [key, output] of Object.entries(outputs)) {
    const [step, part] = key.split('/');
    runner.artifacts.put(
      recordRef(TEST_RUN, step as StepName, part),
      recordOf(step as StepName, part, output),
    );
  }
  const step = more.step ?? 'deliver';
  const ownRef = recordRef(TEST_RUN, step, more.part);
  const { context } = stageContext(testEnvelope('plan', more), ownRef, runner.services, {
    traceparent: null,
    signal: AbortSignal.timeout(10_000),
    recordNow: async ({ output }) => runner.artifacts.put(ownRef, recordOf(step, more.part, output)),
  });
  return { ...runner, context };
}

function recordOf(step: StepName, part: string | undefined, output: unknown): RunRecord {
  return {
    schema: 'perf-agent.run-record.v1',
    runId: TEST_RUN,
    tenant: 'default',
    step,
    part: part ?? null,
    at: TEST_NOW.toISOString(),
    producer: 'perf-agent/test',
    inputs: [],
    output,
    emits: [],
    remarks: [],
  };
}

/** A raw vault in memory. */
export function createMemoryRawVault(): RawVault {
  const stored = new Map<string, Uint8Array>();
  return {
    put(ref, bytes) {
      stored.set(ref, bytes.slice());
      return Promise.resolve();
    },
    take: (ref) => Promise.resolve(stored.get(ref) ?? null),
  };
}

/** The real masker, under a key of the tests. */
export function testMasker(key = 'test'): Masker {
  return createMasker({ runKey: key });
}

export function connectionsOf(byId: Readonly<Record<string, Capabilities>>): Connections {
  return {
    async get(id) {
      const found = byId[id];
      if (found !== undefined) return found;
      throw new PermanentError('CONFIG_INVALID', `There is no connection "${id}".`);
    },
  };
}

/** A request of the connection `git` to judge the change of rawChangeOf. */
export function requestRecord(
  change: Partial<AnalysisRequested['change']> = {},
  about: Partial<Omit<AnalysisRequested, 'change'>> = {},
): AnalysisRequested {
  const { title, author, url, sourceBranch, targetBranch, ...raw } = rawChangeOf();
  const maskedOrNull = (text: string | null): Masked | null => (text === null ? null : Masked.parse(text));
  return {
    tenant: 'default',
    intent: 'judge',
    service: null,
    rerun: 0,
    trigger: { kind: 'webhook', event: Masked.parse('push'), deliveryId: null, at: TEST_NOW.toISOString() },
    change: {
      ...raw,
      connection: 'git',
      title: Masked.parse(title),
      author: maskedOrNull(author),
      url: maskedOrNull(url),
      sourceBranch: maskedOrNull(sourceBranch),
      targetBranch: maskedOrNull(targetBranch),
      ...change,
    },
    ...about,
  };
}

export function decisionOf(verdict: Decision['verdict']): Decision {
  return {
    verdict,
    headline: Masked.parse(`The verdict is ${verdict}.`),
    reasons: [],
    policy: { id: 'test', version: 'v-test' },
  };
}

export function explanationOf(more: Partial<Explanation> = {}): Explanation {
  return {
    by: 'rules',
    model: null,
    summary: Masked.parse('One figure is worse.'),
    causes: [],
    fixes: [],
    dropped: [],
    failovers: [],
    usage: null,
    promptSha256: null,
    answerSha256: null,
    ...more,
  };
}

export function reportOf(more: Partial<ReportPublished> = {}): ReportPublished {
  const file = (format: 'html' | 'png', name: string): ReportPublished['files'][number] => ({
    format,
    ref: `reports/${TEST_RUN}/${name}`,
    sha256: 'f'.repeat(64),
    bytes: 10,
    url: `https://perf.example/${name}`,
  });
  return {
    files: [file('html', 'report.html'), file('png', 'report.png')],
    linksExpireAt: '2026-05-11T10:00:00.000Z',
    comment: Masked.parse('### The verdict'),
    ...more,
  };
}

export function sourceOf(more: Partial<PlannedSource> = {}): PlannedSource {
  return {
    part: 'results',
    kind: 'results',
    connection: 'intake',
    role: 'both',
    query: {},
    required: true,
    ...more,
  };
}
