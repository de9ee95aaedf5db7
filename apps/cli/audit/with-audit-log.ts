import { storedAuditLog } from '../../../shared/pipeline/stored-audit-log.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';
import type { Services } from '../../../shared/wiring.ts';
import { withServices } from '../operator.ts';
import type { AuditOptions } from './audit-options.ts';
import { exportedLog } from './exported-log.ts';

/** Runs work on the log that the options name; `services` is null offline. */
export async function withAuditLog<T>(
  options: AuditOptions,
  work: (log: AuditLog, services: Services | null, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (options.export !== undefined)
    return work(exportedLog(options.export), null, new AbortController().signal);
  return withServices(options, (services, signal) =>
    work(storedAuditLog(services.audit, options.tenant, signal), services, signal),
  );
}
