import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { TransientError } from '../../errors/pipeline-error.ts';

/** Breaker and bulkhead of one host, with and without a second try. */
interface HostPolicies {
  readonly once: IPolicy;
  readonly twice: IPolicy;
}

export interface PolicyLimits {
  readonly concurrency: number;
  readonly queue: number;
  readonly failuresToBreak: number;
  readonly halfOpenAfterMs: number;
  readonly backoffMs: number;
}

/** Hosts come from the configuration, so a few hundred are more than there are; the bound is for mistakes. */
const MOST_HOSTS = 500;

/** Keeps one set of policies for each host, so that a host that fails does not hold up the others. */
export function createHostPolicies(limits: PolicyLimits): (host: string) => HostPolicies {
  const byHost = new Map<string, HostPolicies>();
  return (host) => {
    const known = byHost.get(host);
    if (known !== undefined) return known;
    const made = policiesOfHost(limits);
    const oldest = byHost.keys().next();
    if (byHost.size >= MOST_HOSTS && oldest.done !== true) byHost.delete(oldest.value);
    byHost.set(host, made);
    return made;
  };
}

function policiesOfHost(limits: PolicyLimits): HostPolicies {
  // Refusals and throttling are answers: the host works. Only failures of the host open its circuit.
  const failures = handleWhen((error) => error instanceof TransientError && !isCancelled(error));
  const breaker = circuitBreaker(failures, {
    halfOpenAfter: limits.halfOpenAfterMs,
    breaker: new ConsecutiveBreaker(limits.failuresToBreak),
  });
  const once = wrap(bulkhead(limits.concurrency, limits.queue), breaker);
  const again = retry(failures, {
    maxAttempts: 1,
    backoff: new ExponentialBackoff({ initialDelay: limits.backoffMs, maxDelay: limits.backoffMs * 4 }),
  });
  return { once, twice: wrap(again, once) };
}

function isCancelled(error: TransientError): boolean {
  return error.details['reason'] === 'cancelled';
}
