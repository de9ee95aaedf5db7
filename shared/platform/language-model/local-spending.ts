import type { ModelSpending, Spent } from '../../ports/model-spending.ts';

/** The spending of this process alone: what counts while the database does not answer. Only the newest day is kept. */
export function createLocalSpending(): ModelSpending {
  let day = '';
  let so: Spent = { tokens: 0, cost: 0 };

  function on(asked: string): Spent {
    if (asked !== day) so = { tokens: 0, cost: 0 };
    day = asked;
    return so;
  }

  return {
    async reserve(asked, expected, { tokensPerDay, costPerDay }) {
      const before = on(asked);
      const after = { tokens: before.tokens + expected.tokens, cost: before.cost + expected.cost };
      if (after.tokens > (tokensPerDay ?? Infinity) || after.cost > (costPerDay ?? Infinity)) return false;
      so = after;
      return true;
    },
    async settle(asked, expected, spent) {
      const before = on(asked);
      so = {
        tokens: Math.max(0, before.tokens + spent.tokens - expected.tokens),
        cost: Math.max(0, before.cost + spent.cost - expected.cost),
      };
    },
  };
}
