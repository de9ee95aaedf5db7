import type { AnalysisRequested } from '../../shared/contracts/analysis-requested.ts';
import { QUEUE_NAMES } from '../../shared/contracts/queue-name.ts';
import { PermanentError, ThrottledError } from '../../shared/errors/pipeline-error.ts';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { handleMessage } from '../../shared/pipeline/handle-message.ts';
import { messageWithData } from '../../shared/pipeline/messages.ts';
import { type PipelinePorts, pipelineOf } from '../../shared/pipeline/pipeline.ts';
import { requestOf } from '../../shared/pipeline/request-of.ts';
import { indexMeasurement } from '../../shared/pipeline/rebuild-index.ts';
import type { Measurement } from '../../shared/contracts/measurement.ts';
import { createApprovalLinks } from '../../shared/platform/system/create-approval-links.ts';
import { Policy } from '../../shared/policy/policy.ts';
import type { RawChange } from '../../shared/ports/change-host.ts';
import type { Capabilities } from '../../shared/ports/connector.ts';
import type { LanguageModel } from '../../shared/ports/language-model.ts';
import type { Lock } from '../../shared/ports/lock.ts';
import type { OutgoingMessage } from '../../shared/ports/message-sender.ts';
import { resultsPrefix } from '../../shared/stages/result-refs.ts';
import { createMemoryChangeHost, rawChangeOf } from './memory-change-host.ts';
import { createMemoryIndex } from './memory-index.ts';
import { createMemoryRunner, TEST_NOW } from './memory-runner.ts';
import { createMemoryAudit } from './memory-stores.ts';
import { testAuditSigner } from './audit-signer.ts';

const MOST_MESSAGES = 2_000;

/** A policy that judges p95 of durations; sections of it may be replaced. */
export function testPolicy(more: Readonly<Record<string, unknown>> = {}): Policy {
  const latency = { id: 'latency', match: 'http_req_duration', statistics: ['p95'], margin: 0.05 };
  const metrics = [{ ...latency, onRegression: 'fail' }];
  return Policy.parse({ schema: 'perf-agent.policy.v1', id: 'test', metrics, ...more });
}

export interface MemoryPipelineOptions {
  readonly policy?: Policy;
  readonly model?: LanguageModel;
  readonly connections?: Readonly<Record<string, Capabilities>>;
}

/** All queues, steps and stores in this process: what a webhook sets off can be followed message by message. */
export function createMemoryPipeline(options: MemoryPipelineOptions = {}) {
  const runner = createMemoryRunner();
  const { artifacts } = runner;
  const host = createMemoryChangeHost();
  const index = createMemoryIndex();
  const audit = createMemoryAudit();
  const raw = new Map<string, Uint8Array>();
  const lock = createMemoryLock();
  let now = TEST_NOW.getTime();
  const waiting: OutgoingMessage[] = [];
  const seen = new Set<string>();
  const rejected: OutgoingMessage[] = [];
  const taken: string[] = [];
  const policy = { policy: options.policy ?? testPolicy(), version: 'v-test' };
  const connections: Readonly<Record<string, Capabilities>> = {
    git: { changes: host },
    ...options.connections,
  };
  const ports: PipelinePorts = {
    ...runner.services,
    index,
    audit,
    auditSigner: testAuditSigner,
    lock,
    clock: { now: () => new Date(now) },
    maskerOf: (runId) => createMasker({ runKey: runId }),
    sender: {
      async send(messages) {
        for (const message of messages) accept(message);
      },
    },
    rawVault: {
      async put(ref, bytes) {
        raw.set(ref, bytes);
      },
      take: async (ref) => raw.get(ref) ?? null,
    },
    connections: {
      async get(id) {
        const found = connections[id];
        if (found === undefined)
          throw new PermanentError('CONFIG_INVALID', `There is no connection "${id}".`);
        return found;
      },
    },
    pictures: { png: async () => new TextEncoder().encode('png') },
    links: { url: (ref) => `https://perf.example/${ref}`, verify: () => true },
    approvalLinks: createApprovalLinks('https://perf.example', 'key of the tests'),
    policy: async () => policy,
    model: async () => options.model ?? null,
  };
  const work = pipelineOf(ports);

  /** Duplicate detection as the broker does it: by queue and message id. */
  function accept(message: OutgoingMessage): void {
    const id = `${message.queue}/${message.messageId}`;
    if (seen.has(id)) return;
    seen.add(id);
    if (message.queue.endsWith('-rejected')) rejected.push(message);
    else waiting.push(message);
  }

  async function deliver(message: OutgoingMessage): Promise<string> {
    const queue = QUEUE_NAMES.find((name) => name === message.queue);
    if (queue === undefined) throw new TypeError(`There is no queue "${message.queue}".`);
    const { part } = message.envelope;
    const settlement = await handleMessage(
      queue,
      {
        body: structuredClone(message.envelope),
        traceparent: message.traceparent,
        deliveryCount: 1,
        signal: AbortSignal.timeout(60_000),
      },
      work[queue],
      ports,
    );
    return `${part === undefined ? queue : `${queue}/${part}`} ${settlement.do}`;
  }

  return {
    ports,
    host,
    index,
    artifacts,
    audit,
    raw,
    lock,
    rejected,
    waiting,
    lines: runner.lines,
    /** What was delivered so far, with its settlement, audit notes left out. */
    taken,
    deliver,
    /** Lets time pass and delivers what becomes due, in order of time, until nothing is; `stopAt` leaves messages of that queue waiting. */
    async drain(run: { readonly forMs?: number; readonly stopAt?: string } = {}): Promise<readonly string[]> {
      const end = now + (run.forMs ?? 0);
      const from = taken.length;
      for (let count = 0; count < MOST_MESSAGES; count += 1) {
        const due = waiting.filter((one) => dueAt(one) <= end && one.queue !== run.stopAt);
        const [message] = [...due].sort((a, b) => Math.max(now, dueAt(a)) - Math.max(now, dueAt(b)));
        now = message === undefined ? end : Math.max(now, dueAt(message));
        if (message === undefined) return taken.slice(from);
        waiting.splice(waiting.indexOf(message), 1);
        const told = await deliver(message);
        if (message.queue !== 'audit') taken.push(told);
      }
      throw new TypeError(`More than ${MOST_MESSAGES} messages: the pipeline goes in circles.`);
    },
    /** Keeps whoever asks next for a lock of that prefix from asking, as a process that is slow. @returns when it wants to ask, and the leave */
    holdUp(prefix: string): { readonly isHeld: Promise<undefined>; readonly go: () => void } {
      const withLock = lock.withLock.bind(lock);
      const held = Promise.withResolvers<undefined>();
      const leave = Promise.withResolvers<undefined>();
      lock.withLock = async (key, signal, run) => {
        if (!key.startsWith(prefix)) return withLock(key, signal, run);
        lock.withLock = withLock;
        held.resolve(undefined);
        await leave.promise;
        return withLock(key, signal, run);
      };
      return { isHeld: held.promise, go: () => leave.resolve(undefined) };
    },
    /** The broker knows no id any more, as after its window for duplicates. */
    forget: () => seen.clear(),
    /** As a webhook would. @returns the run's id */
    async request(
      change: Partial<RawChange> = {},
      about: Partial<Pick<AnalysisRequested, 'intent' | 'service' | 'rerun' | 'approved'>> = {},
      deliveryId = 'd',
    ): Promise<string> {
      const trigger = {
        kind: 'webhook' as const,
        event: 'push',
        deliveryId,
        at: ports.clock.now().toISOString(),
      };
      const asked = { intent: 'judge' as const, service: null, rerun: 0, trigger, ...about };
      const { runId, request } = requestOf(
        { tenant: 'default', maskerOf: ports.maskerOf },
        'git',
        rawChangeOf(change),
        asked,
      );
      const run = { runId, tenant: 'default' };
      const id = `${runId}:requests:${deliveryId}`;
      accept(messageWithData('requests', id, run, request, ports.clock.now(), null));
      return runId;
    },
    /** As the results door would. */
    async measure(measurements: readonly Measurement[]): Promise<void> {
      for (const [number, measurement] of measurements.entries()) {
        const prefix = resultsPrefix('default', measurement.service, measurement.commit);
        const ref = `${prefix}${String(artifacts.refs().length + number).padStart(6, '0')}.json`;
        artifacts.put(ref, measurement);
        await indexMeasurement('default', ref, measurement, index, AbortSignal.timeout(10_000));
      }
    },
    /** Output of a recorded step. */
    async output(runId: string, step: string, part?: string): Promise<unknown> {
      const ref = part === undefined ? `runs/${runId}/${step}.json` : `runs/${runId}/${step}/${part}.json`;
      const stored = await artifacts.read(ref, AbortSignal.timeout(10_000));
      if (stored === null) return undefined;
      return (JSON.parse(new TextDecoder().decode(stored.bytes)) as { readonly output: unknown }).output;
    },
  };
}

/** Milliseconds since 1970; 0 for a message that is not scheduled. */
function dueAt({ notBefore }: OutgoingMessage): number {
  return notBefore?.getTime() ?? 0;
}

/** One holder at a time, in order; a key in `held` is somebody else's. */
export function createMemoryLock(): Lock & { readonly held: Set<string>; readonly taken: string[] } {
  const held = new Set<string>();
  const taken: string[] = [];
  const tails = new Map<string, Promise<unknown>>();
  return {
    held,
    taken,
    async withLock(key, _signal, run) {
      if (held.has(key))
        throw new ThrottledError('LOCK_HELD', `Another process holds the lock "${key}".`, 1_000);
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(() => {
        taken.push(key);
        return run();
      });
      tails.set(
        key,
        mine.catch(() => undefined),
      );
      return mine;
    },
  };
}
