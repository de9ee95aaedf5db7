import { ApprovalEvent, APPROVALS_PREFIX } from '../contracts/approval.ts';
import { Acknowledgement, ACKNOWLEDGEMENTS_PREFIX } from '../contracts/acknowledgement.ts';
import { BaselinePin, PINS_PREFIX } from '../contracts/baseline-pin.ts';
import { Measured } from '../contracts/measured.ts';
import { Measurement } from '../contracts/measurement.ts';
import { RunRecord } from '../contracts/run-record.ts';
import { Learned } from '../contracts/published.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { isQualityTool } from '../results/quality/quality-document.ts';
import { rowOfEvents } from '../stages/act-on-event.ts';
import { historyPoints } from '../stages/history-points.ts';
import { QUALITY_PREFIX } from '../stages/quality-refs.ts';
import { learnMonitoring } from '../stages/learn-monitoring.ts';
import { pinRowOf } from './pin-baseline.ts';
import { runPatchOf } from './run-patch.ts';

const MOST_ARTIFACTS = 10_000_000;

export interface RebuildReport {
  readonly runs: number;
  readonly records: number;
  readonly results: number;
  readonly historyPoints: number;
  /** Words on pinned baselines, of which the last on each branch counts. */
  readonly pins: number;
  /** Words of people on figures that may be worse; the last on each counts. */
  readonly acknowledgements: number;
  /** Events of approvals; what those of one run add up to is its row. */
  readonly approvalEvents: number;
  /** Artifacts that could not be read, with the reason; the rest is rebuilt all the same. */
  readonly unreadable: readonly { readonly ref: string; readonly why: string }[];
}

/** Makes the index again from the artifacts alone, and puts it in the place of the old one when it is whole. History of monitoring windows comes back from the mask step's records. */
export async function rebuildIndex(
  artifacts: ArtifactStore,
  standing: RunIndex,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<RebuildReport> {
  return standing.replaceAll((index) => fillIndex(artifacts, index, progress, signal), signal);
}

async function fillIndex(
  artifacts: ArtifactStore,
  index: RunIndex,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<RebuildReport> {
  const unreadable: { ref: string; why: string }[] = [];
  const runs = new Set<string>();
  const counts = {
    records: 0,
    results: 0,
    historyPoints: 0,
    pins: 0,
    acknowledgements: 0,
    approvalEvents: 0,
  };
  for (const ref of await artifacts.list('runs/', MOST_ARTIFACTS, signal)) {
    await reading(ref, async (value) => {
      const record = RunRecord.parse(value);
      const patch = runPatchOf(record);
      if (patch !== null) await index.putRun(patch, signal);
      await putBaseline(record, index, signal);
      counts.historyPoints += await putMonitoringHistory(ref, record, index, signal);
      if (patch !== null) runs.add(record.runId);
      counts.records += 1;
    });
  }
  const measurements = [
    ...(await artifacts.list('results/', MOST_ARTIFACTS, signal)),
    ...(await artifacts.list(QUALITY_PREFIX, MOST_ARTIFACTS, signal)),
  ];
  for (const ref of measurements) {
    await reading(ref, async (value) => {
      const measurement = Measurement.parse(value);
      const tenant = ref.split('/')[1] ?? 'default';
      counts.historyPoints += await indexMeasurement(tenant, ref, measurement, index, signal);
      counts.results += 1;
    });
  }
  for (const ref of await artifacts.list(PINS_PREFIX, MOST_ARTIFACTS, signal)) {
    await reading(ref, async (value) => {
      await index.putPin(pinRowOf(BaselinePin.parse(value)), signal);
      counts.pins += 1;
    });
  }
  for (const ref of await artifacts.list(ACKNOWLEDGEMENTS_PREFIX, MOST_ARTIFACTS, signal)) {
    await reading(ref, async (value) => {
      await index.putAcknowledgement(Acknowledgement.parse(value), signal);
      counts.acknowledgements += 1;
    });
  }
  let history: readonly ApprovalEvent[] = [];
  for (const ref of await artifacts.list(APPROVALS_PREFIX, MOST_ARTIFACTS, signal)) {
    await reading(ref, async (value) => {
      const event = ApprovalEvent.parse(value);
      // In lexical order the events of one run come in a row, by their numbers.
      history = [...(history[0]?.runId === event.runId ? history : []), event];
      const row = rowOfEvents(history);
      if (row !== null) await index.putApproval(row, signal);
      counts.approvalEvents += 1;
    });
  }
  return { runs: runs.size, ...counts, unreadable };

  async function reading(ref: string, use: (value: unknown) => Promise<void>): Promise<void> {
    const stored = await artifacts.read(ref, signal);
    if (stored === null) return;
    const parsed = valueOf(stored.bytes);
    if (parsed instanceof Error) unreadable.push({ ref, why: parsed.message });
    else await use(parsed.value).catch((error: unknown) => noteUnfit(ref, error));
    progress(counts.records + counts.results);
  }

  /** A schema misfit, or a value that the index cannot hold, is one artifact's fault and is reported; anything else ends the rebuild. */
  function noteUnfit(ref: string, error: unknown): void {
    if (PipelineError.is(error) && error.code === 'INPUT_INVALID') {
      unreadable.push({ ref, why: error.message });
      return;
    }
    if (!(error instanceof Error) || error.name !== 'ZodError') throw error;
    unreadable.push({ ref, why: 'does not fit its schema' });
  }
}

/** Notes a measurement: which commit and branch it measured, and every figure as history. @returns points noted. */
export async function indexMeasurement(
  tenant: string,
  ref: string,
  measurement: Measurement,
  index: RunIndex,
  signal: AbortSignal,
): Promise<number> {
  const { service, commit, branch, environment } = measurement;
  // A report of a build that failed is held by gates, and moves none.
  if (isQualityTool(measurement.tool) && !measurement.complete) return 0;
  const at = new Date(measurement.startedAt ?? measurement.receivedAt ?? 0);
  await index.putResult({ tenant, service, commit, branch, environment: environment.name, ref, at }, signal);
  const points = historyPoints(tenant, measurement, ref, at);
  await index.putHistory(points, signal);
  return points.length;
}

async function putBaseline(record: RunRecord, index: RunIndex, signal: AbortSignal): Promise<void> {
  if (record.step !== 'learn' || record.output === null) return;
  const { baseline, service } = Learned.parse(record.output);
  if (baseline === null || service === null) return;
  const { branch, commit, mergedAt = record.at } = baseline;
  const movedAt = new Date(mergedAt);
  const row = { tenant: record.tenant, service, branch, commit, movedAt, runId: record.runId };
  await index.putBaseline(row, signal);
}

/** What the learn step noted of monitoring windows, from the mask step's record. */
async function putMonitoringHistory(
  ref: string,
  record: RunRecord,
  index: RunIndex,
  signal: AbortSignal,
): Promise<number> {
  if (record.step !== 'mask' || record.output === null) return 0;
  const measured = Measured.parse(record.output);
  if (measured.source.kind !== 'metrics') return 0;
  return learnMonitoring({ tenant: record.tenant, ref, at: new Date(record.at) }, measured, index, signal);
}

function valueOf(bytes: Uint8Array): { readonly value: unknown } | Error {
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return new Error('is no JSON');
  }
}
