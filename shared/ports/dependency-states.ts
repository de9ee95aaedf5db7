/** What all instances know of one dependency. Durations, not times, so that the instances' clocks need not agree. */
export interface DependencyState {
  /** Failures in a row, over all instances. */
  readonly failures: number;
  /** How long its circuit stays open; 0 when a probe is due; null when it is closed. */
  readonly openMs: number | null;
  /** How long it asked not to be called; 0 when it may be. */
  readonly waitMs: number;
}

export interface BreakerRule {
  readonly failuresToBreak: number;
  /** Time that a circuit stays open before the first probe; doubled with each probe that fails, at most fourfold. */
  readonly halfOpenAfterMs: number;
}

/** A bucket of `burst` tokens that is filled by `requestsPerSecond`. */
export interface RateRule {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** Tokens taken from a bucket; when there was none, the time until the next. */
export interface TokensTaken {
  readonly tokens: number;
  readonly waitMs: number;
}

/**
 * State of dependencies that instances share. Each method is one atomic step and throws TransientError(`DATABASE_UNAVAILABLE`) when it cannot be asked; who
 * calls then goes on with what the process knows itself.
 */
export interface DependencyStates {
  read(dependency: string): Promise<DependencyState>;
  /** Counts a failure; the one that reaches the limit, or that of a probe, opens the circuit. @returns the state after it */
  noteFailure(dependency: string, rule: BreakerRule, probe: boolean): Promise<DependencyState>;
  /** Closes the circuit and forgets failures. */
  noteSuccess(dependency: string): Promise<void>;
  /** Nobody is to call for that long; a longer wait that stands stays. */
  noteWait(dependency: string, waitMs: number): Promise<void>;
  /** The right to probe an open circuit whose time is over, held until the state changes or `leaseMs` pass. @returns whether it was given */
  takeProbe(dependency: string, holder: string, leaseMs: number): Promise<boolean>;
  /** Takes up to `wanted` tokens. */
  takeTokens(dependency: string, rule: RateRule, wanted: number): Promise<TokensTaken>;
}
