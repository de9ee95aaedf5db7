import type { Transition } from './explore.ts';
import {
  type At,
  type End,
  own,
  PARTS,
  type Protections,
  send,
  type State,
  type Step,
  withWorker,
  type Worker,
} from './run-state.ts';

/** One step of one worker: what it sees, and how it goes on. */
interface Turn {
  readonly state: State;
  readonly worker: Worker;
  readonly protections: Protections;
  to(changes: Partial<Worker>, base?: State): Transition<State>[];
  after(end: End): At;
  /** Where the work of every step leads. */
  readonly ending: At;
}

export function advance(
  state: State,
  worker: Worker,
  slot: number,
  protections: Protections,
): Transition<State>[] {
  const { order } = protections;
  return MOVES[worker.at]({
    state,
    worker,
    protections,
    ending: order[0] ?? 'gone',
    after: (end) => order[order.indexOf(end) + 1] ?? 'gone',
    to(changes, base = state) {
      const next = { ...worker, ...changes };
      return [own(`${worker.step} ${worker.at}`, withWorker(base, slot, next.at === 'gone' ? null : next))];
    },
  });
}

const MOVES: Readonly<Record<At, (turn: Turn) => Transition<State>[]>> = {
  gone: () => [],
  read: ({ state, worker, to, after }) =>
    to({ at: state.records[worker.step] === undefined ? 'work' : after('write') }),
  work({ state, worker, protections, to, ending }) {
    if (worker.step !== 'deliver') return to({ at: ending, output: outputOf(state, worker.step) });
    // Waiting for the lease is no transition: it goes on when the other one gives it back.
    return leaseIsFree(state, protections) ? to({ at: 'find', holdsLease: true }) : [];
  },
  find({ state, protections, to, ending }) {
    const text = state.records.analyse ?? '';
    const [oldest] = state.comments;
    if (oldest === undefined || !protections.findBeforeCreate) return to({ at: 'create', output: text });
    const comments = [{ ...oldest, text }];
    return to({ at: ending, output: text, holdsLease: false }, { ...state, comments });
  },
  create({ state, worker, to }) {
    const comment = { id: state.nextComment, text: worker.output };
    const comments = [...state.comments, comment];
    return to({ at: 'look', ownComment: comment.id }, { ...state, nextComment: comment.id + 1, comments });
  },
  look({ state, worker, protections, to, ending }) {
    const keepsOwn = !protections.lookAgain || state.comments[0]?.id === worker.ownComment;
    const others = state.comments.filter(({ id }) => id !== worker.ownComment);
    const comments = keepsOwn ? state.comments : others.map((one) => ({ ...one, text: worker.output }));
    return to({ at: ending, holdsLease: false, ownComment: null }, { ...state, comments });
  },
  write({ state, worker, protections, to, after }) {
    const standing = state.records[worker.step];
    const writes = standing === undefined || !protections.writeOnce;
    const records = writes ? { ...state.records, [worker.step]: worker.output } : state.records;
    const rewritten = state.rewritten || (writes && standing !== undefined && standing !== worker.output);
    return to({ at: after('write') }, { ...state, records, rewritten });
  },
  list: ({ state, worker, protections, to, after }) =>
    to({ at: after('list'), sends: emitsOf(state, worker, protections) }),
  send({ state, worker, to, after }) {
    const [first, ...rest] = worker.sends;
    return first === undefined ? to({ at: after('send') }) : to({ sends: rest }, send(state, first));
  },
  complete({ state, worker, to, after }) {
    const { holdsMessage } = worker;
    const messages = state.messages.filter(({ id }) => !holdsMessage || id !== worker.message);
    return to({ at: after('complete'), holdsMessage: false }, { ...state, messages });
  },
};

function leaseIsFree(state: State, { lease }: Protections): boolean {
  return !lease || !state.workers.some((worker) => worker?.holdsLease === true);
}

function outputOf(state: State, step: Step): string {
  if (step === 'analyse') return partsOf(state).join('+');
  if (step === 'deadline') return state.records.analyse === undefined ? 'analyse' : 'in time';
  return step;
}

function partsOf(state: State): Step[] {
  return PARTS.filter((part) => state.records[part] !== undefined);
}

/** What follows from a record; for a part of the evidence, from the listing made now. */
function emitsOf(state: State, worker: Worker, { deadline }: Protections): Step[] {
  switch (worker.step) {
    case 'plan':
      return [...PARTS, ...(deadline ? (['deadline'] as const) : [])];
    case 'mask:a':
    case 'mask:b':
      return partsOf(state).length === PARTS.length ? ['analyse'] : [];
    case 'deadline':
      return (state.records.deadline ?? worker.output) === 'analyse' ? ['analyse'] : [];
    case 'analyse':
      return ['deliver'];
    case 'deliver':
      return [];
  }
}
