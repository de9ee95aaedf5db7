import type { Transition } from './explore.ts';
import { type Budgets, fault, send, type State, withWorker, type Worker } from './run-state.ts';

/** Every fault that is left in the budgets, at every place where it may happen. */
export function faults(state: State): Transition<State>[] {
  const { budgets } = state;
  const spend = (kind: keyof Budgets): State => ({
    ...state,
    budgets: { ...budgets, [kind]: budgets[kind] - 1 },
  });
  const each = (
    kind: keyof Budgets,
    of: (worker: Worker, slot: number) => readonly [string, Worker | null] | null,
  ) =>
    budgets[kind] === 0
      ? []
      : state.workers.flatMap((worker, slot) => {
          const after = worker === null ? null : of(worker, slot);
          return after === null ? [] : [fault(after[0], withWorker(spend(kind), slot, after[1]))];
        });
  return [
    ...each('crash', (worker) => [`kill at ${worker.step} ${worker.at}`, null]),
    ...each('messageLockLost', (worker) =>
      worker.holdsMessage
        ? [`lock lost at ${worker.step} ${worker.at}`, { ...worker, holdsMessage: false }]
        : null,
    ),
    ...each('leaseLost', (worker) =>
      worker.holdsLease
        ? [`lease lost at ${worker.step} ${worker.at}`, { ...worker, holdsLease: false }]
        : null,
    ),
    ...(budgets.forget === 0 ? [] : [fault('ids forgotten', { ...spend('forget'), known: [] })]),
    ...(budgets.webhookAgain === 0 ? [] : [fault('webhook again', send(spend('webhookAgain'), 'plan'))]),
  ];
}
