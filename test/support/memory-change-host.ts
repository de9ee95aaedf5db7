import type { ChangeHost, DiffFile, RawChange, RawComment, Right } from '../../shared/ports/change-host.ts';
import {
  ensureStickyComment,
  type OwnComment,
} from '../../shared/connectors/common/ensure-sticky-comment.ts';
import { ensureLineNotes, type StandingNote } from '../../shared/connectors/common/ensure-line-notes.ts';
import { PermanentError, type PipelineError } from '../../shared/errors/pipeline-error.ts';

type Status = Parameters<ChangeHost['ensureStatus']>[0];

/** A code host in memory that tests look at and disturb. */
export interface MemoryChangeHost extends ChangeHost {
  showsAnnotations: boolean;
  readonly comments: () => readonly string[];
  /** Notes on lines, and which of them are resolved. */
  readonly lineNotes: () => readonly MemoryLineNote[];
  readonly statuses: readonly Status[];
  readonly writes: () => number;
  /** The change as the host tells it; pushing is setting another head. */
  change: RawChange | null;
  files: readonly DiffFile[];
  /** Who wrote its commits. */
  committers: readonly string[];
  /** Who changed a file last, by `ref:path`. */
  readonly lastAuthors: Map<string, string>;
  readonly repository: Map<string, string>;
  /** Tree ids by commit; a commit that is not in it has a tree of its own. */
  readonly trees: Map<string, string | null>;
  /** Paths by `from..to`; what is not in it cannot be compared. */
  readonly movements: Map<string, readonly string[]>;
  /** What people wrote, by id. */
  readonly said: Map<string, RawComment>;
  /** What each author may do, by name; who is not in it may read. */
  readonly rights: Map<string, Right>;
  /** The named call fails once with this error. */
  failNext: { readonly call: keyof ChangeHost; readonly error: PipelineError } | null;
}

export interface MemoryLineNote extends StandingNote {
  readonly path: string;
  readonly line: number;
  readonly resolved: boolean;
}

export const TEST_HEAD = 'b'.repeat(40);
export const TEST_BASE = 'a'.repeat(40);

/** A change of the shop as a host tells it. */
export function rawChangeOf(more: Partial<RawChange> = {}): RawChange {
  return {
    project: 'shop/orders',
    number: '7',
    title: 'Faster basket',
    url: 'https://git.example/shop/orders/-/merge_requests/7',
    author: 'ada',
    headSha: TEST_HEAD,
    baseSha: TEST_BASE,
    sourceBranch: 'feature',
    targetBranch: 'main',
    draft: false,
    fork: false,
    ...more,
  };
}

/** Comments and statuses in lists, kept by the rules that the real hosts share (connectors/common). */
export function createMemoryChangeHost(change: RawChange | null = rawChangeOf()): MemoryChangeHost {
  let comments: OwnComment[] = [];
  const statuses: Status[] = [];
  let writes = 0;
  const store = {
    listOwn: async () => comments,
    async create(body: string) {
      const made = { id: ++writes, body };
      comments = [...comments, made];
      return made;
    },
    async update(id: number, body: string) {
      writes += 1;
      comments = comments.map((one) => (one.id === id ? { id, body } : one));
    },
    async remove(id: number) {
      writes += 1;
      comments = comments.filter((one) => one.id !== id);
    },
  };
  let lineNotes: MemoryLineNote[] = [];
  function changeNote(id: number, how: Partial<MemoryLineNote>): void {
    writes += 1;
    lineNotes = lineNotes.map((one) => (one.id === id ? { ...one, ...how } : one));
  }
  const lineStore = {
    listOwn: async () => lineNotes,
    async create({ path, line }: { readonly path: string; readonly line: number }, body: string) {
      const made = { id: ++writes, body, path, line, resolved: false };
      lineNotes = [...lineNotes, made];
      return made;
    },
    update: async (id: number, body: string) => changeNote(id, { body }),
    async remove(id: number) {
      writes += 1;
      lineNotes = lineNotes.filter((one) => one.id !== id);
    },
    setResolved: async (id: number, resolved: boolean) => changeNote(id, { resolved }),
  };
  const flavour = { host: 'memory', longest: 100_000, inert: (text: string) => text };
  const host: MemoryChangeHost = {
    showsAnnotations: false,
    comments: () => comments.map(({ body }) => body),
    lineNotes: () => lineNotes,
    statuses,
    writes: () => writes,
    change,
    files: [],
    committers: [],
    lastAuthors: new Map<string, string>(),
    repository: new Map<string, string>(),
    trees: new Map<string, string | null>(),
    movements: new Map<string, readonly string[]>(),
    said: new Map<string, RawComment>(),
    rights: new Map<string, Right>(),
    failNext: null,
    async fetchChange(project, number) {
      fail('fetchChange');
      const { change: now } = host;
      return now?.project === project && now.number === number ? now : null;
    },
    async fetchDiff(_change, { maxFiles }) {
      fail('fetchDiff');
      return { files: host.files.slice(0, maxFiles), truncated: host.files.length > maxFiles };
    },
    fetchCommitAuthors: async () => host.committers,
    async fetchLastAuthor(_project, path, ref) {
      fail('fetchLastAuthor');
      return host.lastAuthors.get(`${ref}:${path}`) ?? null;
    },
    async fetchTree(_project, sha) {
      fail('fetchTree');
      const told = host.trees.get(sha);
      return told === undefined ? sha : told;
    },
    async fetchMovement(_project, { from, to }) {
      fail('fetchMovement');
      const paths = from === to ? [] : host.movements.get(`${from}..${to}`);
      return paths === undefined ? null : { paths, truncated: false };
    },
    async fetchComment(_project, _number, id) {
      fail('fetchComment');
      return host.said.get(id) ?? null;
    },
    fetchRight: async (_project, { name }) => host.rights.get(name) ?? 'read',
    codeOwners: { files: ['CODEOWNERS'], syntax: 'gitlab' },
    async fetchFile(project, path, ref) {
      fail('fetchFile');
      if (project.split('/').includes('..')) throw new PermanentError('INPUT_INVALID', 'No such project.');
      return host.repository.get(`${ref}:${path}`) ?? null;
    },
    async ensureComment(comment) {
      fail('ensureComment');
      const { status, id } = await ensureStickyComment(store, comment, flavour);
      return { status, url: id === null ? null : `https://git.example/note_${id}` };
    },
    async ensureLineNotes(wanted) {
      fail('ensureLineNotes');
      return ensureLineNotes(lineStore, wanted, flavour.inert);
    },
    async ensureStatus(status) {
      fail('ensureStatus');
      const standing = statuses.findLast(({ sha, beside }) => sha === status.sha && beside === status.beside);
      if (standing?.state === status.state && standing.description === status.description) return;
      writes += 1;
      statuses.push(status);
    },
  };
  return host;

  function fail(call: keyof ChangeHost): void {
    const { failNext } = host;
    if (failNext?.call !== call) return;
    host.failNext = null;
    throw failNext.error;
  }
}
