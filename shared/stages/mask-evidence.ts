import { sha256 } from '../audit/sha256.ts';
import { Collected } from '../contracts/collected.ts';
import { identityKey } from '../contracts/identity-key.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Measured } from '../contracts/measured.ts';
import type { Measurement } from '../contracts/measurement.ts';
import { Plan } from '../contracts/plan.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { MetricSource } from '../ports/metric-source.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { compareLogs } from './compare-logs.ts';
import { measurementFromSeries } from './measurement-from-series.ts';
import { orNothing } from './or-nothing.ts';
import { queryOf } from './planned-query.ts';
import { readMeasurement } from './read-measurement.ts';

interface MaskPorts {
  readonly connections: Connections;
  readonly rawVault: RawVault;
  readonly maskerOf: (runId: string) => Masker;
}

/**
 * Raw reference in, masked evidence out. Fan-in: after its own record is written it lists the run's parts; who sees them all
 * emits `analyse`, under one id from all of them, so one survives.
 */
export function maskEvidence(ports: MaskPorts): Stage<Measured> {
  return {
    step: 'mask',
    output: Measured,
    async run(context) {
      const part = context.part ?? '';
      const { value: collected } = await context.read('collect', Collected, part);
      const { value: plan } = await context.read('plan', Plan);
      const masker = ports.maskerOf(context.runId);
      const names = ports.maskerOf(identityKey(context.tenant));
      const metrics = collected.source.kind === 'metrics' ? await sourceOf(collected, ports) : null;
      const read = await orNothing(collected.source, plan, context, masker, async () => {
        const sides = { baseline: [] as Measurement[], candidate: [] as Measurement[] };
        for (const payload of collected.payloads.filter(({ kind }) => kind === 'raw' || kind === 'masked')) {
          sides[payload.role].push(
            payload.kind === 'masked' || metrics === null
              ? await readMeasurement(context, payload.ref)
              : await fromRaw(payload, metrics, plan, context),
          );
        }
        return sides;
      });
      const why = 'why' in read ? read.why : collected.why;
      const sides = 'found' in read ? read.found : { baseline: [], candidate: [] };
      const { source } = collected;
      const notes =
        why === undefined ? [] : [maskedText`The source "${maskedName(source.part)}" gave nothing: ${why}`];
      const quality: Measurement[] = [];
      for (const { kind, ref } of collected.payloads) {
        if (kind === 'quality') quality.push(await readMeasurement(context, ref));
      }
      const logs = await compareLogs(
        collected.payloads.filter(({ kind }) => kind === 'log'),
        context,
      );
      const told = logs !== null && 'why' in logs ? [...notes, logs.why] : notes;
      const compared = logs !== null && 'logs' in logs ? { logs: logs.logs } : {};
      return {
        output: { source, ...sides, ...(quality.length === 0 ? {} : { quality }), ...compared, notes: told },
        emits: [],
      };

      async function fromRaw(
        payload: Collected['payloads'][number],
        source: MetricSource,
        { service }: Plan,
        { signal }: StageContext,
      ): Promise<Measurement> {
        const bytes = await ports.rawVault.take(payload.ref, signal);
        if (bytes === null) {
          throw new PermanentError(
            'RAW_EXPIRED',
            `The raw payload "${payload.ref}" is no longer in the raw vault.`,
          );
        }
        context.noteInput(`raw/${payload.ref}`, sha256(bytes));
        const query = await queryOf(collected.source, ports.rawVault, signal);
        const series = source.parse(query, { bytes, contentType: payload.contentType });
        return measurementFromSeries(series, {
          service,
          payload,
          tool: collected.source.connection,
          masker: names,
        });
      }
    },
    async emitAfter(context) {
      const { value: plan } = await context.read('plan', Plan);
      const written = new Set(await context.parts('mask'));
      return plan.sources.every((source) => written.has(source.part)) ? [{ queue: 'analyse' }] : [];
    },
  };
}

async function sourceOf(collected: Collected, ports: MaskPorts): Promise<MetricSource> {
  const { metrics } = await ports.connections.get(collected.source.connection);
  if (metrics !== undefined) return metrics;
  throw new PermanentError(
    'CONFIG_INVALID',
    `The connection "${collected.source.connection}" has no metrics to offer.`,
  );
}
