import type { Transition } from './explore.ts';

/** The steps that are modelled; what they stand for is told in run-protocol.ts. */
export type Step = 'plan' | 'mask:a' | 'mask:b' | 'deadline' | 'analyse' | 'deliver';

/** How a step ends; the order is the heart of the protocol. `list` asks the stores what follows from the record. */
export type End = 'write' | 'list' | 'send' | 'complete';
/** What a step does next. Between any two of these the process may die. */
export type At = 'read' | 'work' | 'find' | 'create' | 'look' | End | 'gone';

export const PARTS = ['mask:a', 'mask:b'] as const;

export interface Worker {
  readonly step: Step;
  readonly at: At;
  /** The number of the message that is worked on; the lock on it may be lost. */
  readonly message: number;
  readonly holdsMessage: boolean;
  /** What the record will hold: parts that the analysis saw, or the emission of the deadline. */
  readonly output: string;
  readonly sends: readonly Step[];
  readonly holdsLease: boolean;
  readonly ownComment: number | null;
}

interface Comment {
  readonly id: number;
  readonly text: string;
}

export interface Budgets {
  readonly crash: number;
  /** A worker goes on after its lock on the message has run out. */
  readonly messageLockLost: number;
  /** A worker goes on after its lease on the change has run out. */
  readonly leaseLost: number;
  /** The broker no longer knows the ids that it saw. */
  readonly forget: number;
  /** The host sends its webhook again. */
  readonly webhookAgain: number;
}

/** The protections of the protocol; a test takes each away and finds what goes wrong. */
export interface Protections {
  readonly order: readonly End[];
  readonly writeOnce: boolean;
  readonly deadline: boolean;
  readonly findBeforeCreate: boolean;
  readonly lookAgain: boolean;
  readonly lease: boolean;
}

export const ALL_PROTECTIONS: Protections = {
  order: ['write', 'list', 'send', 'complete'],
  writeOnce: true,
  deadline: true,
  findBeforeCreate: true,
  lookAgain: true,
  lease: true,
};

export interface State {
  readonly messages: readonly { readonly id: number; readonly step: Step }[];
  readonly nextMessage: number;
  readonly known: readonly Step[];
  readonly records: Readonly<Partial<Record<Step, string>>>;
  /** How often a record was replaced by one that says something else. */
  readonly rewritten: boolean;
  readonly workers: readonly (Worker | null)[];
  readonly comments: readonly Comment[];
  readonly nextComment: number;
  readonly budgets: Budgets;
  /** A source that never answers: its part is left to the deadline. */
  readonly silent: Step | null;
}

/** Duplicate detection: an id that the broker knows is accepted and dropped. */
export function send(state: State, step: Step): State {
  if (state.known.includes(step)) return state;
  return {
    ...state,
    messages: [...state.messages, { id: state.nextMessage, step }],
    nextMessage: state.nextMessage + 1,
    known: [...state.known, step],
  };
}

export function withWorker(state: State, slot: number, worker: Worker | null): State {
  return { ...state, workers: state.workers.map((one, at) => (at === slot ? worker : one)) };
}

export function own(label: string, next: State): Transition<State> {
  return { label, fault: false, next };
}

export function fault(label: string, next: State): Transition<State> {
  return { label, fault: true, next };
}

/** Numbers of messages and comments and the order of workers are names only; their order of age is not. */
export function keyOf(state: State): string {
  const rank = new Map(state.comments.map(({ id }, at) => [id, at]));
  const held = new Map(state.messages.map(({ id, step }) => [id, step]));
  const workers = state.workers
    .map((worker) =>
      worker === null
        ? ''
        : [
            worker.step,
            worker.at,
            worker.holdsMessage,
            held.has(worker.message),
            worker.output,
            worker.sends.join(),
            worker.holdsLease,
            worker.ownComment === null ? '' : (rank.get(worker.ownComment) ?? 'gone'),
          ].join(':'),
    )
    .sort();
  return JSON.stringify([
    state.messages.map(({ step }) => step).sort(),
    [...state.known].sort(),
    Object.entries(state.records).sort(),
    state.rewritten,
    workers,
    state.comments.map(({ text }) => text),
    state.budgets,
  ]);
}
