import { ThrottledError, TransientError } from '../../errors/pipeline-error.ts';
import type { BreakerRule, DependencyStates, RateRule } from '../../ports/dependency-states.ts';
import { createTokenTaker } from './create-token-taker.ts';
import { createLocalStates } from './local-states.ts';
import { createSharedView } from './shared-view.ts';

export interface GateOptions {
  readonly dependency: string;
  /** What all instances share; left out, this process stands alone. */
  readonly shared?: DependencyStates;
  readonly holder: string;
  readonly rule: BreakerRule;
  readonly rate?: RateRule;
  /** A probe that has not ended by then is given to another instance. */
  readonly probeLeaseMs: number;
}

/** What stands before every call to one dependency. */
export interface DependencyGate {
  /** Refuses at once while the circuit is known to be open or the dependency asked to wait. @throws as `pass` */
  check(call: string): void;
  /**
   * Does `work` unless the circuit is open, the dependency asked to wait, or the bucket stays empty.
   * @throws TransientError(`REMOTE_UNAVAILABLE`, reason `circuit-open`), ThrottledError(`REMOTE_THROTTLED`), or what `work` throws
   */
  pass<T>(call: string, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** A reply that said that nothing is left until then. */
  noteWait(waitMs: number): void;
}

/**
 * Circuit, waits and rate of one dependency. The process keeps its own view, which answers without I/O; what others learnt is read beside the calls and
 * what was learnt here is told to them. While the database does not answer, the process's own view decides.
 */
export function createDependencyGate(options: GateOptions): DependencyGate {
  const { dependency, rule, rate, holder, probeLeaseMs } = options;
  const view = createSharedView(dependency, options.shared);
  const alone = createLocalStates();
  const takeToken =
    rate === undefined
      ? null
      : createTokenTaker(
          rate,
          async (wanted) =>
            (await view.ask((states) => states.takeTokens(dependency, rate, wanted))) ??
            (await alone.takeTokens(dependency, rate, 1)),
        );
  let probing = false;

  function check(call: string): void {
    const { openMs, waitMs } = view.now();
    if (waitMs > 0) {
      throw new ThrottledError(
        'REMOTE_THROTTLED',
        `${call} waits: its host asked to be left alone.`,
        waitMs,
        {
          details: { reason: 'asked-to-wait' },
        },
      );
    }
    if (openMs !== null && (openMs > 0 || probing)) throw circuitOpen(call, openMs);
  }

  /** @returns whether the call is a probe */
  async function admit(call: string, signal: AbortSignal): Promise<boolean> {
    check(call);
    await view.refresh();
    check(call);
    if (view.now().openMs === null) {
      await takeToken?.(call, signal);
      return false;
    }
    probing = true;
    const given = await view.agree((states) => states.takeProbe(dependency, holder, probeLeaseMs));
    // Without the database nobody can be asked, and each process probes for itself.
    if (given !== false) return true;
    probing = false;
    view.noteProbed();
    throw circuitOpen(call, view.now().openMs ?? 0);
  }

  return {
    check,
    noteWait: (waitMs) => view.noteWait(waitMs),
    async pass(call, work, signal) {
      const probe = await admit(call, signal);
      try {
        const result = await work();
        await view.noteSuccess(probe);
        return result;
      } catch (error) {
        await learn(error, probe);
        throw error;
      } finally {
        if (probe) probing = false;
      }
    },
  };

  async function learn(error: unknown, probe: boolean): Promise<void> {
    if (error instanceof ThrottledError) view.noteWait(error.retryAfterMs);
    // Refusals and throttling are answers: the host works. Only failures of the host open its circuit.
    if (isFailureOfHost(error)) return view.noteFailure(rule, probe);
    if (!isCancelled(error)) await view.noteSuccess(probe);
  }
}

/** Whether an error says that the host does not work, rather than that it refused, that we gave up, or that nothing was sent. */
export function isFailureOfHost(error: unknown): boolean {
  return error instanceof TransientError && !isCancelled(error) && error.details['reason'] !== 'circuit-open';
}

function isCancelled(error: unknown): boolean {
  return error instanceof TransientError && error.details['reason'] === 'cancelled';
}

/** @param openMs how long it stays open; 0 while it is probed */
function circuitOpen(call: string, openMs: number): TransientError {
  const message = `${call} was not sent: the host failed repeatedly and is left alone for some seconds.`;
  return new TransientError('REMOTE_UNAVAILABLE', message, {
    details: { reason: 'circuit-open', openMs: Math.ceil(openMs) },
  });
}
