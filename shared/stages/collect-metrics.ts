import { sha256 } from '../audit/sha256.ts';
import type { Collected } from '../contracts/collected.ts';
import type { PlannedSource } from '../contracts/plan.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { StageContext } from '../ports/stage.ts';
import type { BaselineResults } from './find-baseline.ts';
import { queryOf } from './planned-query.ts';
import { readMeasurement } from './read-measurement.ts';

type Payload = Collected['payloads'][number];

interface MeasuredSides {
  readonly candidate: readonly string[];
  readonly baseline: BaselineResults | null;
  readonly headSha: string;
}

/** Asks a monitoring system for the very windows in which the load ran, one payload for each run of each side. */
export async function collectMetrics(
  context: StageContext,
  source: PlannedSource,
  sides: MeasuredSides,
  ports: { readonly connections: Connections; readonly rawVault: RawVault },
): Promise<Payload[]> {
  const { metrics } = await ports.connections.get(source.connection);
  if (metrics === undefined) {
    throw new PermanentError(
      'CONFIG_INVALID',
      `The connection "${source.connection}" has no metrics to offer.`,
    );
  }
  const runs = [
    ...sides.candidate.map((ref) => ({ ref, role: 'candidate' as const, commit: sides.headSha })),
    ...(sides.baseline?.refs ?? []).map((ref) => ({
      ref,
      role: 'baseline' as const,
      commit: sides.baseline?.commit ?? '',
    })),
  ];
  const query = await queryOf(source, ports.rawVault, context.signal);
  const payloads: Payload[] = [];
  for (const [number, run] of runs.entries()) {
    const { startedAt, durationSeconds } = await readMeasurement(context, run.ref);
    if (startedAt === null || durationSeconds === null) continue;
    const from = new Date(startedAt);
    const to = new Date(from.getTime() + durationSeconds * 1_000);
    const payload = await metrics.fetch(query, { from, to }, context.signal);
    if (payload === null) continue;
    const ref = `${context.runId}/${source.part}/${number}`;
    await ports.rawVault.put(ref, payload.bytes, payload.contentType, context.signal);
    context.noteInput(`raw/${ref}`, sha256(payload.bytes));
    payloads.push({
      kind: 'raw',
      ref,
      role: run.role,
      contentType: payload.contentType,
      commit: run.commit,
      window: { from: from.toISOString(), to: to.toISOString() },
    });
  }
  return payloads;
}
