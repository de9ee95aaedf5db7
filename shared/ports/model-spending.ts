/** What questions to models cost; `cost` in the currency of the configured prices, 0 where none is configured. */
export interface Spent {
  readonly tokens: number;
  readonly cost: number;
}

/** Most that a tenant spends on models a day; null is no limit. */
export interface SpendingLimit {
  readonly tokensPerDay: number | null;
  readonly costPerDay: number | null;
}

/** What the tenant spent on models, day by day (UTC), over all instances. Methods throw TransientError(`DATABASE_UNAVAILABLE`). */
export interface ModelSpending {
  /** Takes from the day's budget what a question may cost, in one atomic step. @returns false, and takes nothing, when that is more than is left */
  reserve(day: string, expected: Spent, limit: SpendingLimit): Promise<boolean>;
  /** Puts what was spent in the place of what was expected. */
  settle(day: string, expected: Spent, spent: Spent): Promise<void>;
}
