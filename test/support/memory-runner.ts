import type { Envelope } from '../../shared/contracts/envelope.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import type { QueueName } from '../../shared/contracts/queue-name.ts';
import type { RunnerServices } from '../../shared/pipeline/services.ts';
import type { LogFields } from '../../shared/ports/logger.ts';
import type { MaskedValue } from '../../shared/ports/masker.ts';
import type { OutgoingMessage } from '../../shared/ports/message-sender.ts';
import type { RunIndex, RunPatch } from '../../shared/ports/run-index.ts';
import { createMemoryArtifacts } from './memory-stores.ts';

export const TEST_RUN = 'run-0123456789abcdef01234567';
export const TEST_NOW = new Date('2026-05-04T10:00:00.000Z');

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** Services of the runner without a cloud: what was sent, indexed and logged can be read back. */
export function createMemoryRunner(): {
  readonly services: RunnerServices;
  readonly artifacts: ReturnType<typeof createMemoryArtifacts>;
  readonly sent: OutgoingMessage[];
  readonly patches: RunPatch[];
  readonly lines: LogLine[];
} {
  const artifacts = createMemoryArtifacts();
  const sent: OutgoingMessage[] = [];
  const patches: RunPatch[] = [];
  const lines: LogLine[] = [];
  const line =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields });
    };
  const services: RunnerServices = {
    artifacts,
    sender: {
      send(messages) {
        sent.push(...messages);
        return Promise.resolve();
      },
    },
    index: createPatchIndex(patches),
    telemetry: {
      span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }),
    },
    clock: { now: () => TEST_NOW },
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    maskerOf: () => ({
      mask: maskSecret,
      maskValue<T>(value: T): MaskedValue<T> {
        throw new TypeError(`The runner masks texts only, not ${typeof value}.`);
      },
      counts: () => ({}),
    }),
    producer: 'perf-agent/test',
  };
  return { services, artifacts, sent, patches, lines };
}

/** An envelope as the pipeline sends it. */
export function testEnvelope(queue: QueueName, more: Partial<Envelope> = {}): Envelope {
  return {
    specversion: '1.0',
    id: `${TEST_RUN}:${queue}`,
    type: `perf.${queue}.v1`,
    source: 'perf-agent/test',
    subject: TEST_RUN,
    tenant: 'default',
    time: TEST_NOW.toISOString(),
    ...more,
  };
}

function maskSecret(text: string): Masked {
  return Masked.parse(text.replaceAll('hunter2', '[secret]'));
}

/** An index that only takes patches; the runner asks it nothing. */
function createPatchIndex(patches: RunPatch[]): RunIndex {
  const unasked = (): Promise<never> => Promise.reject(new TypeError('The runner does not ask the index.'));
  return {
    putRun(patch) {
      patches.push(patch);
      return Promise.resolve();
    },
    getRun: unasked,
    listRuns: unasked,
    listChangeRuns: unasked,
    putResult: unasked,
    listResults: unasked,
    newestMeasuredCommit: unasked,
    listBranchCommits: unasked,
    putHistory: unasked,
    listHistory: unasked,
    putBaseline: unasked,
    getBaseline: unasked,
    putPin: unasked,
    getPin: unasked,
    putAcknowledgement: unasked,
    listAcknowledgements: unasked,
    putApproval: unasked,
    listApprovals: unasked,
    replaceAll: unasked,
  };
}
