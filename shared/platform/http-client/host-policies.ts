import {
  bulkhead,
  type BulkheadPolicy,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import {
  createDependencyGate,
  type DependencyGate,
  type GateOptions,
  isFailureOfHost,
} from './dependency-gate.ts';
import { createPatience, type Patience, type PatienceRule } from './patience.ts';
import { createUsualTimes } from './usual-times.ts';

/** What stands between a caller and one host: the gate, and the bulkhead with and without a second try. */
export interface HostPolicies {
  readonly gate: DependencyGate;
  readonly patience: Patience;
  readonly once: BulkheadPolicy;
  readonly twice: IPolicy;
}

export interface PolicyLimits extends PatienceRule {
  readonly concurrency: number;
  readonly queue: number;
  readonly failuresToBreak: number;
  readonly halfOpenAfterMs: number;
  readonly backoffMs: number;
}

/** Hosts come from the configuration, so a few hundred are more than there are; the bound is for mistakes. */
const MOST_HOSTS = 500;

/** Keeps one set of policies for each host, so that a host that fails does not hold up the others. */
export function createHostPolicies(
  limits: PolicyLimits,
  gateOf: (host: string) => Omit<GateOptions, 'rule'>,
): (host: string) => HostPolicies {
  const byHost = new Map<string, HostPolicies>();
  return (host) => {
    const known = byHost.get(host);
    if (known !== undefined) return known;
    const made = policiesOfHost(limits, createDependencyGate({ ...gateOf(host), rule: limits }));
    const oldest = byHost.keys().next();
    if (byHost.size >= MOST_HOSTS && oldest.done !== true) byHost.delete(oldest.value);
    byHost.set(host, made);
    return made;
  };
}

function policiesOfHost(limits: PolicyLimits, gate: DependencyGate): HostPolicies {
  const once = bulkhead(limits.concurrency, limits.queue);
  const again = retry(handleWhen(isFailureOfHost), {
    maxAttempts: 1,
    backoff: new ExponentialBackoff({ initialDelay: limits.backoffMs, maxDelay: limits.backoffMs * 4 }),
  });
  return { gate, patience: createPatience(createUsualTimes(), limits), once, twice: wrap(again, once) };
}
