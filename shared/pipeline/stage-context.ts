import type * as z from 'zod';
import type { Envelope } from '../contracts/envelope.ts';
import { recordRef } from '../contracts/run-record.ts';
import type { StepName } from '../contracts/step-name.ts';
import { TransientError } from '../errors/pipeline-error.ts';
import { sha256 as hashOf } from '../audit/sha256.ts';
import type { StageContext, StageResult, StepOutput } from '../ports/stage.ts';
import { readRecord } from './run-record-store.ts';
import type { RunnerServices } from './services.ts';
import { MOST_FAILURES } from './settlement.ts';

const MOST_PARTS = 200;
/** As many as a record and an audit entry take (contracts/run-record.ts). */
const MOST_INPUTS = 100;

interface Delivery {
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
  readonly recordNow: (result: StageResult<unknown>) => Promise<void>;
}

/** Context of one run of a stage, and the inputs it turned out to read. @param ownRef where the record of this step will stand. */
export function stageContext(
  envelope: Envelope,
  ownRef: string,
  services: RunnerServices,
  { traceparent, signal, recordNow }: Delivery,
): { readonly context: StageContext; readonly inputs: () => readonly { ref: string; sha256: string }[] } {
  const inputs = new Map<string, string>();
  const runId = envelope.subject;

  async function find<T>(step: StepName, schema: z.ZodType<T>, part?: string): Promise<StepOutput<T> | null> {
    const ref = recordRef(runId, step, part);
    const stored = await readRecord(services.artifacts, ref, schema, signal);
    if (stored?.output === undefined || stored.output === null) return null;
    inputs.set(ref, stored.sha256);
    return { value: stored.output, ref, sha256: stored.sha256 };
  }

  const context: StageContext = {
    runId,
    tenant: envelope.tenant,
    envelope,
    part: envelope.part ?? null,
    clock: services.clock,
    log: services.log,
    signal,
    isLastTry: (envelope.failures ?? 0) + 1 >= MOST_FAILURES,
    traceparent,
    artifacts: {
      ...services.artifacts,
      // Measurements, logs and pictures that a step read led to what it says as much as records did.
      async read(ref, readSignal) {
        const stored = await services.artifacts.read(ref, readSignal);
        if (stored !== null) inputs.set(ref, stored.sha256);
        return stored;
      },
    },
    find,
    async read(step, schema, part) {
      const found = await find(step, schema, part);
      if (found !== null) return found;
      throw new TransientError('STEP_MISSING', `The run ${runId} has no output of the step "${step}" yet.`);
    },
    async refuseWhenDone() {
      if ((await services.artifacts.read(ownRef, signal)) === null) return;
      throw new TransientError(
        'STEP_DONE',
        `Another delivery of the message has written ${ownRef} meanwhile.`,
      );
    },
    recordNow,
    noteInput(ref, sha256) {
      inputs.set(ref, sha256);
    },
    async parts(step) {
      const prefix = `runs/${runId}/${step}/`;
      const refs = await services.artifacts.list(prefix, MOST_PARTS, signal);
      return refs.map((ref) => ref.slice(prefix.length).replace(/\.json$/, ''));
    },
  };
  return { context, inputs: () => withinBound([...inputs].map(([ref, sha256]) => ({ ref, sha256 }))) };
}

interface Input {
  readonly ref: string;
  readonly sha256: string;
}

/** What is too many to name stands under one hash, over a line "<sha256> <reference>" for each in order. */
function withinBound(inputs: readonly Input[]): readonly Input[] {
  if (inputs.length <= MOST_INPUTS) return inputs;
  const rest = inputs.slice(MOST_INPUTS - 1);
  const lines = rest.map(({ ref, sha256 }) => `${sha256} ${ref}\n`).join('');
  return [
    ...inputs.slice(0, MOST_INPUTS - 1),
    { ref: `${rest.length} further artifacts`, sha256: hashOf(lines) },
  ];
}
