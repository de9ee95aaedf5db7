import { signAuditLog } from '../shared/pipeline/sign-audit-log.ts';
import { everyMinutes } from './binding/every-minutes.ts';

/** What was appended outside a run, and what a run left unsigned, does not wait for the next run's end. */
everyMinutes('sign-audit-log', 5, async (services, signal) => {
  await signAuditLog(services.tenant, services, signal);
});
