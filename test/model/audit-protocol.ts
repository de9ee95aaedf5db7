import type { Model, Transition } from './explore.ts';

/**
 * Appending to the audit log, made small: two writers that were given overlapping notes, a lease that may run out while its holder
 * works, and writers that die and begin again. It shares no code with the product.
 */
type At = 'look' | 'lease' | 'end' | 'choose' | 'entry' | 'key' | 'head' | 'done';

interface Writer {
  readonly at: At;
  readonly notes: readonly string[];
  readonly todo: readonly string[];
  /** The last entry that this writer knows of, counted from 1; 0 is the empty log. */
  readonly last: number;
  readonly holdsLease: boolean;
}

interface State {
  readonly entries: readonly string[];
  readonly keys: readonly string[];
  /** A hint only: it may stand behind the end. */
  readonly head: number;
  readonly writers: readonly Writer[];
  readonly crashes: number;
  readonly leasesLost: number;
}

export interface AuditProtections {
  readonly lease: boolean;
  /** An entry's number is taken once: a second writer of it is refused. */
  readonly createOnce: boolean;
  /** Entries beyond the noted end are found, and their keys are recorded. */
  readonly findEnd: boolean;
  /** Known keys are asked for again after the end was found. */
  readonly chooseAgain: boolean;
}

export const ALL_AUDIT_PROTECTIONS: AuditProtections = {
  lease: true,
  createOnce: true,
  findEnd: true,
  chooseAgain: true,
};

export function auditProtocol(
  faults: { readonly crashes: number; readonly leasesLost: number },
  protections: AuditProtections = ALL_AUDIT_PROTECTIONS,
): Model<State> {
  const writer = (...notes: string[]): Writer => ({
    at: 'look',
    notes,
    todo: [],
    last: 0,
    holdsLease: false,
  });
  return {
    initial: { entries: [], keys: [], head: 0, writers: [writer('x', 'y'), writer('y', 'z')], ...faults },
    key: (state) => JSON.stringify({ ...state, keys: [...state.keys].sort() }),
    violated: ({ entries }) => (new Set(entries).size < entries.length ? 'a note is entered once' : null),
    isDone: ({ entries, writers }) =>
      entries.length === 3 && writers.every(({ at, holdsLease }) => at === 'done' && !holdsLease),
    transitions: (state) => [
      ...state.writers.flatMap((one, slot) => advance(state, one, slot, protections)),
      ...state.writers.flatMap((one, slot) => faultsOf(state, one, slot)),
    ],
  };
}

interface Turn {
  readonly state: State;
  readonly writer: Writer;
  readonly protections: AuditProtections;
  /** Notes that no key is recorded of. */
  readonly unknown: readonly string[];
  to(changes: Partial<Writer>, base?: Partial<State>): Transition<State>[];
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
    unknown: writer.notes.filter((note) => !state.keys.includes(note)),
    to(changes, base = {}) {
      const next = withWriter({ ...state, ...base }, slot, { ...writer, ...changes });
      return [{ label: `${slot} ${writer.at}`, fault: false, next }];
    },
  });
}

const MOVES: Readonly<Record<At, (turn: Turn) => Transition<State>[]>> = {
  done: () => [],
  look: ({ unknown, to }) => to({ at: unknown.length === 0 ? 'done' : 'lease', todo: unknown }),
  lease: ({ state, protections, to }) =>
    protections.lease && state.writers.some(({ holdsLease }) => holdsLease)
      ? []
      : to({ at: 'end', holdsLease: true, last: state.head }),
  end({ state, writer, protections, to }) {
    const found = protections.findEnd ? state.entries[writer.last] : undefined;
    if (found === undefined) return to({ at: 'choose' });
    return to({ last: writer.last + 1 }, { keys: withKey(state.keys, found) });
  },
  choose: ({ writer, protections, unknown, to }) =>
    to({ at: 'entry', todo: protections.chooseAgain ? unknown : writer.todo }),
  entry({ state, writer, protections, to }) {
    const [note] = writer.todo;
    if (note === undefined) return to({ at: 'head' });
    const isTaken = state.entries.length > writer.last;
    // Refused: another writer was there. The message comes back and all is asked anew.
    if (isTaken && protections.createOnce) return to({ at: 'look', todo: [], last: 0, holdsLease: false });
    const entries = [...state.entries];
    entries[writer.last] = note;
    return to({ at: 'key', last: writer.last + 1 }, { entries });
  },
  key({ state, writer, to }) {
    const [note, ...rest] = writer.todo;
    return to({ at: 'entry', todo: rest }, note === undefined ? {} : { keys: withKey(state.keys, note) });
  },
  head: ({ writer, to }) => to({ at: 'done', holdsLease: false }, { head: writer.last }),
};

function faultsOf(state: State, writer: Writer, slot: number): Transition<State>[] {
  const fault = (label: string, changes: Partial<Writer>, base: Partial<State>): Transition<State>[] => [
    {
      label: `${slot} ${label} at ${writer.at}`,
      fault: true,
      next: withWriter({ ...state, ...base }, slot, { ...writer, ...changes }),
    },
  ];
  const again = { at: 'look', todo: [], last: 0, holdsLease: false } as const;
  return [
    ...(state.crashes > 0 && writer.at !== 'done'
      ? fault('killed', again, { crashes: state.crashes - 1 })
      : []),
    ...(state.leasesLost > 0 && writer.holdsLease
      ? fault('lease lost', { holdsLease: false }, { leasesLost: state.leasesLost - 1 })
      : []),
  ];
}

function withKey(keys: readonly string[], note: string): readonly string[] {
  return keys.includes(note) ? keys : [...keys, note];
}

function withWriter(state: State, slot: number, writer: Writer): State {
  return { ...state, writers: state.writers.map((one, at) => (at === slot ? writer : one)) };
}
