import type { Model, Transition } from './explore.ts';
import { faults } from './run-faults.ts';
import { advance } from './run-moves.ts';
import {
  ALL_PROTECTIONS,
  type Budgets,
  keyOf,
  own,
  type Protections,
  type State,
  type Step,
  withWorker,
  type Worker,
} from './run-state.ts';

/**
 * The way of one run, made small: two parts of evidence, a deadline, an analysis and a comment; two workers; and every fault of
 * docs/reliability.md with a budget. It shares no code with the product: it says what the product's protocol is.
 */

export function runProtocol(
  budgets: Budgets,
  protections: Protections = ALL_PROTECTIONS,
  silent: Step | null = null,
): Model<State> {
  const initial: State = {
    messages: [{ id: 0, step: 'plan' }],
    nextMessage: 1,
    known: ['plan'],
    records: {},
    rewritten: false,
    workers: [null, null],
    comments: [],
    nextComment: 0,
    budgets,
    silent,
  };
  return {
    initial,
    key: keyOf,
    violated,
    isDone,
    transitions: (state) => [...progress(state, protections), ...faults(state)],
  };
}

function violated(state: State): string | null {
  if (state.rewritten) return 'a record that stands is never replaced';
  const told = state.records.deliver;
  if (told !== undefined && told !== state.records.analyse) return 'what is told is what was found';
  return null;
}

function isDone(state: State): boolean {
  const { records, comments } = state;
  return (
    state.messages.every(({ step }) => step === state.silent) &&
    state.workers.every((worker) => worker === null) &&
    records.analyse !== undefined &&
    records.deliver === records.analyse &&
    comments.length === 1 &&
    comments[0]?.text === records.analyse
  );
}

function progress(state: State, protections: Protections): Transition<State>[] {
  const free = state.workers.indexOf(null);
  const begun = new Set(state.workers.filter((one) => one?.holdsMessage).map((one) => one?.message));
  const taken =
    free === -1
      ? []
      : state.messages
          .filter(({ id, step }) => !begun.has(id) && step !== state.silent)
          .map((message) => own(`take ${message.step}`, withWorker(state, free, fresh(message))));
  const worked = state.workers.flatMap((worker, slot) =>
    worker === null ? [] : advance(state, worker, slot, protections),
  );
  return [...taken, ...worked];
}

function fresh({ id, step }: State['messages'][number]): Worker {
  return {
    step,
    at: 'read',
    message: id,
    holdsMessage: true,
    output: '',
    sends: [],
    holdsLease: false,
    ownComment: null,
  };
}
