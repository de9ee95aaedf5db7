import { sha256 } from '../audit/sha256.ts';
import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { EventNamed, EventRead } from '../contracts/event-named.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Emit } from '../contracts/run-record.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { requestOf } from '../pipeline/request-of.ts';
import { whyUnwanted } from '../pipeline/why-unwanted.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { ReadEvent } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Masker } from '../ports/masker.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { checksOfHead } from './newest-judged.ts';

interface EventPorts {
  readonly connections: Connections;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly index: RunIndex;
  readonly maskerOf: (runId: string) => Masker;
}
type Asked = NonNullable<Emit['other']>;
type ChangeRead = Extract<ReadEvent, { readonly kind: 'change' }>;

/**
 * Asks the host what is true of an event that only named something, and asks for what follows. It belongs to no run; the record stands before
 * the runs are asked for, so that a second delivery asks for the same ones.
 */
export function readEvent(ports: EventPorts): Stage<EventRead> {
  return {
    step: 'event',
    output: EventRead,
    async run(context) {
      const parsed = EventNamed.safeParse(context.envelope.data);
      if (!parsed.success) {
        throw new PermanentError('INPUT_INVALID', `The event does not fit: ${describeIssues(parsed.error)}`);
      }
      const named = parsed.data;
      const { events } = await ports.connections.get(named.connection);
      if (events?.read === undefined) {
        const why = `The connection "${named.connection}" reads no events.`;
        throw new PermanentError('CONFIG_INVALID', why);
      }
      const read = await events.read(named, context.signal);
      const why = read.kind === 'ignored' ? read.why : whyUnwanted(read, (await ports.policy()).policy);
      if (read.kind === 'ignored' || why !== null) return ignored(named, maskedName(why ?? ''));
      const asked = await askedFor(read, named, ports, context);
      return {
        output: { did: 'asked', why: ASKED, runIds: asked.map(({ runId }) => runId) },
        // Another event about the same run is heard all the same: its head may have come back after another (returned-head.ts).
        emits: asked.map((other) => ({ queue: 'requests', occasion: occasionOf(context), other })),
        remarks: [remarkOf(named, 'event.read', ASKED)],
      };
    },
  };
}

const ASKED = maskedText`The host was asked what is true, and the change is judged or learnt from.`;

function ignored(named: EventNamed, why: Masked): StageResult<EventRead> {
  const output = { did: 'ignored' as const, why, runIds: [] };
  return { output, emits: [], remarks: [remarkOf(named, 'event.ignored', why)] };
}

function remarkOf({ connection, event }: EventNamed, action: string, why: Masked) {
  return { action, subject: `${connection}:${event}`, details: { why } };
}

function occasionOf({ runId }: StageContext): string {
  return sha256(runId).slice(0, 16);
}

async function askedFor(
  read: ChangeRead,
  { connection, deliveryId }: EventNamed,
  ports: EventPorts,
  context: StageContext,
): Promise<readonly Asked[]> {
  const trigger = {
    kind: 'webhook' as const,
    event: read.event,
    deliveryId,
    at: context.clock.now().toISOString(),
  };
  const { tenant } = context;
  const { maskerOf } = ports;
  const request = (about: Pick<AnalysisRequested, 'rerun' | 'approved'> & { service: string | null }) =>
    requestOf({ tenant, maskerOf }, connection, read.change, { intent: read.intent, trigger, ...about });
  if (read.again === undefined) {
    return [request({ service: null, rerun: 0, ...(read.labels === undefined ? {} : { approved: true }) })];
  }
  const { beside, rerun, approved } = await checksOfHead(ports.index, connection, read.change, context);
  const services = read.again.beside === undefined ? beside : [read.again.beside];
  return services.map((service) => request({ service, rerun, ...(approved ? { approved } : {}) }));
}
