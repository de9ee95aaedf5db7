import type { LoadedPolicy } from './policy/policy.ts';
import type { ModelClient } from './platform/language-model/ask-model.ts';
import { createLanguageModel } from './platform/language-model/create-language-model.ts';
import { withinBudget } from './platform/language-model/within-budget.ts';
import type { Clock } from './ports/clock.ts';
import type { DependencyStates } from './ports/dependency-states.ts';
import type { LanguageModel } from './ports/language-model.ts';
import type { ModelSpending } from './ports/model-spending.ts';
import type { Telemetry } from './ports/telemetry.ts';

interface ModelPorts {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly shared: DependencyStates;
  readonly spending: ModelSpending;
}

/** The configured models with failover, circuits that instances share and the policy's budget; null when none is configured. */
export function connectModels(
  clients: readonly ModelClient[],
  { policy }: LoadedPolicy,
  { telemetry, clock, shared, spending }: ModelPorts,
): LanguageModel | null {
  if (clients.length === 0) return null;
  const model = createLanguageModel(clients, telemetry, shared);
  return withinBudget(model, { clients, limit: policy.modelBudget, spending, clock });
}
