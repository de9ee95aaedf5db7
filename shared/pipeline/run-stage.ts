import type { AuditNote } from '../contracts/audit-note.ts';
import type { Envelope } from '../contracts/envelope.ts';
import { recordRef, type RunRecord } from '../contracts/run-record.ts';
import { PipelineError, ThrottledError } from '../errors/pipeline-error.ts';
import type { Stage, StageResult } from '../ports/stage.ts';
import type { OutgoingMessage } from '../ports/message-sender.ts';
import { auditMessage, messageOf } from './messages.ts';
import { createRecord, readRecord, type StoredRecord } from './run-record-store.ts';
import { runPatchOf } from './run-patch.ts';
import type { RunnerServices } from './services.ts';
import { stageContext } from './stage-context.ts';

const INDEX_AGAIN_AFTER_MS = 15_000;

/**
 * Runs one step once and hands on. Read the record; when there is none, run and write it once; then emit what follows
 * from the record. A second delivery finds the record and only emits again, under the same message ids.
 * @throws whatever the stage throws; `settle.ts` turns that into the message's fate.
 */
export async function runStage<Out>(
  stage: Stage<Out>,
  envelope: Envelope,
  services: RunnerServices,
  traceparent: string | null,
  signal: AbortSignal,
): Promise<void> {
  const ref = recordRef(envelope.subject, stage.step, envelope.part);
  let recorded: StoredRecord<Out> | null = null;
  const recordNow = async (result: StageResult<unknown>): Promise<void> => {
    recorded = await write(result);
  };
  const { context, inputs } = stageContext(envelope, ref, services, { traceparent, signal, recordNow });
  const before = await readRecord(services.artifacts, ref, stage.output, signal);
  const stored = before ?? (await produceOrFind());

  const emits = [...stored.record.emits, ...((await stage.emitAfter?.(context, stored.output)) ?? [])];
  const now = services.clock.now();
  const from = { runId: envelope.subject, tenant: envelope.tenant, step: stage.step, ref, now };
  const messages: OutgoingMessage[] = [
    ...emits.map((emit) => messageOf(emit, from, traceparent)),
    ...auditNotes(stored, ref).map((note) => auditMessage(note, envelope.subject, now, traceparent)),
  ];
  await services.sender.send(messages, signal);
  await indexRun(stored.record, services, signal);

  /** Of two deliveries of one message the other may have done the step meanwhile: then what stands counts, and not that this one failed. */
  async function produceOrFind(): Promise<StoredRecord<Out>> {
    try {
      return await produce();
    } catch (error) {
      // A second look that fails as well is no better reason than the first one.
      const standing = await readRecord(services.artifacts, ref, stage.output, signal).catch(() => null);
      if (standing === null) throw error;
      return standing;
    }
  }

  async function produce(): Promise<StoredRecord<Out>> {
    const result = await stage.run(context);
    return recorded ?? write(result);
  }

  async function write(result: StageResult<unknown>): Promise<StoredRecord<Out>> {
    const asked = result.emits.flatMap(({ other }) => (other === undefined ? [] : [other.runId]));
    for (const runId of [envelope.subject, ...asked]) await services.values?.keep(runId, signal);
    const record: RunRecord = {
      schema: 'perf-agent.run-record.v1',
      runId: envelope.subject,
      tenant: envelope.tenant,
      step: stage.step,
      part: envelope.part ?? null,
      at: services.clock.now().toISOString(),
      producer: services.producer,
      inputs: [...inputs()],
      output: result.output,
      emits: [...result.emits],
      remarks: [...(result.remarks ?? [])],
    };
    return createRecord(services.artifacts, ref, record, stage.output, signal);
  }
}

/**
 * The list of runs follows the artifacts. A step whose messages are sent has not failed because the list cannot be written: it waits for the
 * database, and what the database refuses for good is logged, since `rebuild` makes the list anew.
 */
async function indexRun(record: RunRecord, services: RunnerServices, signal: AbortSignal): Promise<void> {
  const patch = runPatchOf(record);
  if (patch === null) return;
  try {
    await services.index.putRun(patch, signal);
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    if (error.disposition !== 'dead-letter') {
      throw new ThrottledError(error.code, error.message, INDEX_AGAIN_AFTER_MS, { cause: error });
    }
    const reason = services.maskerOf(record.runId).mask(error.message);
    services.log.error('run not listed', {
      runId: record.runId,
      step: record.step,
      code: error.code,
      reason,
    });
  }
}

/** One entry for the step itself and one for each remark; keys follow from run, step and part. */
function auditNotes(stored: StoredRecord<unknown>, ref: string): AuditNote[] {
  const { record } = stored;
  const key = [record.runId, record.step, ...(record.part === null ? [] : [record.part])].join(':');
  const common = { at: record.at, tenant: record.tenant, runId: record.runId, actor: record.producer };
  const step: AuditNote = {
    ...common,
    key,
    action: `step.${record.step}`,
    subject: ref,
    inputs: record.inputs,
    outputs: [{ ref, sha256: stored.sha256 }],
    details: {},
  };
  const remarks = record.remarks.map((remark, number): AuditNote => ({
    ...common,
    key: `${key}:${number + 1}`,
    action: remark.action,
    subject: remark.subject,
    inputs: [],
    outputs: [{ ref, sha256: stored.sha256 }],
    details: remark.details,
  }));
  return [step, ...remarks];
}
