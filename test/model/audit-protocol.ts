import type { Model, Transition } from './explore.ts';

/**
 * Appending to the audit log, made small: two writers that were given overlapping notes and ask nobody before they write, and that die and begin
 * again without their memory. It shares no code with the product.
 */
type At = 'end' | 'read on' | 'keys' | 'enter' | 'record' | 'note end' | 'done';

interface Writer {
  readonly at: At;
  readonly notes: readonly string[];
  /** Null before the recorded keys were asked for. */
  readonly recorded: readonly string[] | null;
  /** Notes of the entries that this writer read or wrote itself, and those of them that are its own. */
  readonly seen: readonly string[];
  readonly own: readonly string[];
  /** The last entry that this writer knows of, counted from 1; 0 is the empty log. */
  readonly last: number;
}

interface State {
  readonly entries: readonly string[];
  readonly keys: readonly string[];
  /** A hint only: it may stand behind the end. */
  readonly end: number;
  readonly writers: readonly Writer[];
  readonly crashes: number;
}

export interface AuditProtections {
  /** An entry's number is taken once: a second writer of it is refused. */
  readonly createOnce: boolean;
  /** Entries beyond the noted end are read. */
  readonly readOn: boolean;
  /** Recorded keys are asked for after the noted end. */
  readonly keysAfterEnd: boolean;
  /** Before the end is noted the keys of all entries up to it are recorded, those of others, too. */
  readonly recordAll: boolean;
}

export const ALL_AUDIT_PROTECTIONS: AuditProtections = {
  createOnce: true,
  readOn: true,
  keysAfterEnd: true,
  recordAll: true,
};

export function auditProtocol(
  faults: { readonly crashes: number },
  protections: AuditProtections = ALL_AUDIT_PROTECTIONS,
): Model<State> {
  const writer = (...notes: string[]): Writer => begun(notes, protections);
  return {
    initial: { entries: [], keys: [], end: 0, writers: [writer('x', 'y'), writer('y', 'z')], ...faults },
    key: (state) => JSON.stringify({ ...state, keys: [...state.keys].sort() }),
    violated: ({ entries }) => (new Set(entries).size < entries.length ? 'a note is entered once' : null),
    isDone: ({ entries, writers }) => entries.length === 3 && writers.every(({ at }) => at === 'done'),
    transitions: (state) => [
      ...state.writers.flatMap((one, slot) => advance(state, one, slot, protections)),
      ...state.writers.flatMap((one, slot) => deathOf(state, one, slot, protections)),
    ],
  };
}

function begun(notes: readonly string[], { keysAfterEnd }: AuditProtections): Writer {
  return { at: keysAfterEnd ? 'end' : 'keys', notes, recorded: null, seen: [], own: [], last: 0 };
}

interface Turn {
  readonly state: State;
  readonly writer: Writer;
  readonly protections: AuditProtections;
  to(changes: Partial<Writer>, base?: Partial<State>): Transition<State>;
}

function advance(
  state: State,
  writer: Writer,
  slot: number,
  protections: AuditProtections,
): Transition<State>[] {
  return MOVES[writer.at]({
    state,
    writer,
    protections,
    to(changes, base = {}) {
      const next = withWriter({ ...state, ...base }, slot, { ...writer, ...changes });
      return { label: `${slot} ${writer.at}`, fault: false, next };
    },
  });
}

const MOVES: Readonly<Record<At, (turn: Turn) => Transition<State>[]>> = {
  done: () => [],
  end: ({ state, to }) => [to({ at: 'read on', last: state.end })],
  'read on'({ state, writer, protections, to }) {
    const found = protections.readOn ? state.entries[writer.last] : undefined;
    if (found !== undefined) return [to({ last: writer.last + 1, seen: [...writer.seen, found] })];
    return [to({ at: writer.recorded === null ? 'keys' : 'enter' })];
  },
  keys: ({ state, protections, to }) => [
    to({ at: protections.keysAfterEnd ? 'enter' : 'end', recorded: state.keys }),
  ],
  enter({ state, writer, protections, to }) {
    const { notes, recorded, seen, own, last } = writer;
    const note = notes.find((one) => !seen.includes(one) && recorded?.includes(one) !== true);
    // Keys are recorded now, or with those of later notes.
    if (note === undefined) return [to({ at: 'record' }), to({ at: 'done' })];
    const isTaken = state.entries.length > last;
    if (isTaken && protections.createOnce) return [to({ at: 'read on' })];
    const entries = [...state.entries];
    entries[last] = note;
    return [to({ last: last + 1, seen: [...seen, note], own: [...own, note] }, { entries })];
  },
  record({ state, writer, protections, to }) {
    const mine = protections.recordAll ? writer.seen : writer.own;
    const [next] = mine.filter((note) => !state.keys.includes(note));
    return [next === undefined ? to({ at: 'note end' }) : to({}, { keys: [...state.keys, next] })];
  },
  'note end': ({ writer, to }) => [to({ at: 'done' }, { end: writer.last })],
};

/** Its message comes back, also when it was done and the broker does not know it. */
function deathOf(
  state: State,
  writer: Writer,
  slot: number,
  protections: AuditProtections,
): Transition<State>[] {
  if (state.crashes === 0) return [];
  const next = withWriter({ ...state, crashes: state.crashes - 1 }, slot, begun(writer.notes, protections));
  return [{ label: `${slot} killed at ${writer.at}`, fault: true, next }];
}

function withWriter(state: State, slot: number, writer: Writer): State {
  return { ...state, writers: state.writers.map((one, at) => (at === slot ? writer : one)) };
}
