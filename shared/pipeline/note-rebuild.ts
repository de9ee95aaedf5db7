import type { Clock } from '../ports/clock.ts';
import { appendPatiently, type PatientServices } from './append-patiently.ts';
import type { rebuildIndex } from './rebuild-index.ts';

interface NotePorts extends PatientServices {
  readonly tenant: string;
  readonly clock: Clock;
}

/** Notes in the audit log that the index was made again, from how much. */
export async function noteRebuild(
  { runs, records, results, historyPoints, unreadable }: Awaited<ReturnType<typeof rebuildIndex>>,
  actor: string,
  ports: NotePorts,
  signal: AbortSignal,
): Promise<void> {
  const at = ports.clock.now().toISOString();
  const note = {
    key: `rebuild:${at}`,
    at,
    tenant: ports.tenant,
    runId: null,
    actor,
    action: 'index.rebuilt',
    subject: 'index',
    inputs: [],
    outputs: [],
    details: { runs, records, results, historyPoints, unreadable: unreadable.length },
  };
  await appendPatiently(note, ports, signal);
}
