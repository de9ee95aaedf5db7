import { AuditEntry } from '../../shared/contracts/audit-note.ts';
import { SignedLeaves } from '../../shared/audit/signed-leaves.ts';
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

/** Values that JSON libraries read, print or order differently. In an entry that is hashed anew, none of them is the one form of an entry. */
const ODD_VALUES: Readonly<Record<string, string>> = {
  'a number with an exponent too many': '1e+5',
  'a fraction that ends in a nought': '0.10',
  'a number of more digits than a double has': '9007199254740993',
  'a small number without its exponent': '0.0000001',
  'a number below nought that is nought': '-0.0',
  'a value that is no JSON': 'NaN',
  'members ordered by code points instead of UTF-16': '{"\ue000":1,"\u{1f600}":2}',
  'half a pair of surrogates': '"\\ud83d"',
  'lists in lists without end': '['.repeat(9_000) + ']'.repeat(9_000),
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
  'the first entry counts itself as true'(log) {
    const text = rehashed((log.entries[0] ?? '').replace(/"sequence":1\}$/, '"sequence":true}'));
    return { log: { ...log, entries: log.entries.with(0, text) }, names: [1] };
  },
  'the leaves of a checkpoint are others'(log, pick) {
    const [size = 0, { note = '', leaves = '' } = {}] =
      [...log.checkpoints][pick(log.checkpoints.size)] ?? [];
    const noted = SignedLeaves.parse(JSON.parse(leaves));
    const at = pick(noted.leaves.length);
    const forged = { ...noted, leaves: noted.leaves.with(at, 'f'.repeat(64)) };
    const checkpoints = new Map(log.checkpoints).set(size, { note, leaves: JSON.stringify(forged) });
    return { log: { ...log, checkpoints }, names: [size] };
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
  ...Object.fromEntries(
    Object.entries(ODD_VALUES).map(([what, value]) => [
      `${what} is put in, and the entry is hashed anew`,
      respelled((text) => rehashed(text.replace('"late":false', `"late":${value}`))),
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
