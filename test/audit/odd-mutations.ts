import { AuditEntry } from '../../shared/contracts/audit-note.ts';
import { MUTATIONS, type Mutation, type Pick } from './mutations.ts';
import { type ExportedLog, rehashed, signedLog, signerOf } from './signed-log.ts';

type Mutate = (log: ExportedLog, pick: Pick) => Omit<Mutation, 'kind'>;

/** Spellings of the same value that a careless reader takes for the same entry. */
const RESPELLED: Readonly<Record<string, (text: string) => string>> = {
  'a number is written in another way': (text) => text.replace(/"sequence":(\d+)\}$/, '"sequence":$1.0}'),
  'a member is written twice': (text) => text.replace('"actor":', '"action":"step.deliver","actor":'),
  'a blank is put in': (text) => text.replace('"details":{', '"details": {'),
  'a letter is written as an escape': (text) => text.replace('step.plan', '\\u0073tep.plan'),
  'text is written in another normal form': (text) => text.normalize('NFD'),
  'members change places': (text) => text.replace(/("inputs":\[.*?\]),("key":"[^"]*")/, '$2,$1'),
  'blanks follow': (text) => `${text}  `,
  'a byte order mark stands before': (text) => `\uFEFF${text}`,
  'bytes follow': (text) => `${text}{"more":1}`,
};

/** The same installation's log of another tenant: the same secret signs it under another name. */
const foreign = await signedLog(150, 25, signerOf(7, 'other'), undefined, 'other');

const OTHERS: Readonly<Record<string, Mutate>> = {
  'an entry of another tenant stands in its place'(log, pick) {
    const at = pick(log.entries.length);
    const theirs = AuditEntry.parse(JSON.parse(foreign.entries[at % foreign.entries.length] ?? ''));
    const text = rehashed(JSON.stringify(sorted({ ...theirs, note: { ...theirs.note, tenant: 'other' } })));
    return { log: { ...log, entries: log.entries.with(at, text) }, names: [at + 1] };
  },
  'the log of another tenant is passed off as this one'(log) {
    return {
      log: { ...foreign, entries: foreign.entries.slice(0, log.entries.length) },
      names: [...foreign.checkpoints.keys()],
    };
  },
  'two checkpoints change places'(log, pick) {
    const sizes = [...log.checkpoints.keys()];
    const a = sizes[pick(sizes.length - 1)] ?? 0;
    const b = sizes[sizes.indexOf(a) + 1] ?? 0;
    const nothing = { note: '', leaves: '' };
    const checkpoints = new Map(log.checkpoints);
    checkpoints.set(a, log.checkpoints.get(b) ?? nothing).set(b, log.checkpoints.get(a) ?? nothing);
    return { log: { ...log, checkpoints }, names: [a, b] };
  },
  'the end is taken back to an older checkpoint'(log, pick) {
    const size = [...log.checkpoints.keys()].slice(0, -1)[pick(log.checkpoints.size - 1)] ?? 0;
    return { log: { ...log, entries: log.entries.slice(0, size) }, names: [size + 1] };
  },
  'an entry is copied over its neighbour'(log, pick) {
    const at = pick(log.entries.length - 1);
    return {
      log: { ...log, entries: log.entries.with(at + 1, log.entries[at] ?? '') },
      names: [at + 2, at + 1],
    };
  },
};

/** Attacks that leave what an entry says as it was, and others that a fresh pair of eyes thought of. */
export const ODD_MUTATIONS: Readonly<Record<string, Mutate>> = {
  ...Object.fromEntries(
    Object.entries(RESPELLED).flatMap(([kind, respell]): readonly (readonly [string, Mutate])[] => [
      [kind, respelled(respell)],
      [`${kind}, and the entry is hashed anew`, respelled((text) => rehashed(respell(text)))],
    ]),
  ),
  ...OTHERS,
};

export const ALL_MUTATIONS = { ...MUTATIONS, ...ODD_MUTATIONS };

function respelled(respell: (text: string) => string): Mutate {
  return (log, pick) => {
    const at = pick(log.entries.length);
    return {
      log: { ...log, entries: log.entries.with(at, respell(log.entries[at] ?? '')) },
      names: [at + 1],
    };
  };
}

function sorted({ hash, note, previous, schema, sequence }: AuditEntry): object {
  const names = Object.keys(note).sort();
  return {
    hash,
    note: Object.fromEntries(names.map((name) => [name, Reflect.get(note, name)])),
    previous,
    schema,
    sequence,
  };
}
