import { sha256 } from '../../shared/audit/sha256.ts';
import { PermanentError, ThrottledError } from '../../shared/errors/pipeline-error.ts';
import type { ArtifactStore, StoredArtifact } from '../../shared/ports/artifact-store.ts';
import type { AuditStore } from '../../shared/ports/audit-store.ts';

/** Artifacts in a map; write-once like the real store. `beforeCreate` lets a test write first, as another process would. */
export function createMemoryArtifacts(): ArtifactStore & {
  readonly refs: () => string[];
  /** Every artifact as text, by reference. */
  readonly texts: () => Readonly<Record<string, string>>;
  readonly put: (ref: string, value: unknown) => void;
  readonly putText: (ref: string, text: string) => void;
  beforeCreate: (ref: string) => void;
} {
  const stored = new Map<string, StoredArtifact>();
  const write = (ref: string, bytes: Uint8Array, contentType: string): void => {
    stored.set(ref, { ref, bytes: bytes.slice(), sha256: sha256(bytes), contentType });
  };
  const putText = (ref: string, text: string): void =>
    write(ref, new TextEncoder().encode(text), 'application/json');
  return {
    beforeCreate: () => undefined,
    refs: () => [...stored.keys()].sort(),
    texts: () =>
      Object.fromEntries([...stored].map(([ref, { bytes }]) => [ref, new TextDecoder().decode(bytes)])),
    put: (ref, value) => putText(ref, JSON.stringify(value)),
    putText,
    read: (ref) => Promise.resolve(stored.get(ref) ?? null),
    create(ref, bytes, contentType) {
      this.beforeCreate(ref);
      const standing = stored.get(ref);
      if (standing !== undefined) return Promise.resolve({ created: false, sha256: standing.sha256 });
      write(ref, bytes, contentType);
      return Promise.resolve({ created: true, sha256: sha256(bytes) });
    },
    list: (prefix, limit) =>
      Promise.resolve(
        [...stored.keys()]
          .filter((ref) => ref.startsWith(prefix))
          .sort()
          .slice(0, limit),
      ),
  };
}

/** Audit chains in maps. `crashAt` makes the named write throw once; while `held`, other writers are always faster. */
export function createMemoryAudit(): AuditStore & {
  readonly entries: string[];
  readonly keys: Map<string, ReadonlySet<string>>;
  readonly checkpoints: Map<number, { note: string; leaves: string }>;
  readonly rotations: Map<string, string>;
  end: number;
  checkpointHint: number;
  held: boolean;
  crashAt: 'addKeys' | 'writeEnd' | null;
} {
  const entries: string[] = [];
  const keys = new Map<string, ReadonlySet<string>>();
  const checkpoints = new Map<number, { note: string; leaves: string }>();
  const rotations = new Map<string, string>();
  return {
    entries,
    keys,
    checkpoints,
    rotations,
    end: 0,
    checkpointHint: 0,
    held: false,
    crashAt: null,
    readEntry: (_tenant, sequence) => Promise.resolve(entries[sequence - 1] ?? null),
    createEntry(tenant, sequence, text) {
      if (this.held) {
        const why = `Other writers append to "${tenant}" all the time.`;
        return Promise.reject(new ThrottledError('LOCK_HELD', why, 1_000));
      }
      if (entries[sequence - 1] !== undefined) return Promise.resolve(false);
      entries[sequence - 1] = text;
      return Promise.resolve(true);
    },
    readKeys: (_tenant, group) => Promise.resolve(keys.get(group) ?? new Set<string>()),
    addKeys(_tenant, group, added) {
      if (this.crashAt === 'addKeys') return crash(this);
      keys.set(group, new Set([...(keys.get(group) ?? []), ...added]));
      return Promise.resolve();
    },
    readEnd() {
      return Promise.resolve(this.end);
    },
    writeEnd(_tenant, sequence) {
      if (this.crashAt === 'writeEnd') return crash(this);
      this.end = sequence;
      return Promise.resolve();
    },
    listCheckpoints: () => Promise.resolve([...checkpoints.keys()].sort((a, b) => a - b)),
    readCheckpoint: (_tenant, size) => Promise.resolve(checkpoints.get(size)?.note ?? null),
    readLeaves: (_tenant, size) => Promise.resolve(checkpoints.get(size)?.leaves ?? null),
    createCheckpoint(_tenant, size, checkpoint) {
      if (!checkpoints.has(size)) checkpoints.set(size, checkpoint);
      this.checkpointHint = size;
      return Promise.resolve();
    },
    readRotations: () => Promise.resolve([...rotations.values()]),
    createRotation(_tenant, formerKeyId, note) {
      if (!rotations.has(formerKeyId)) rotations.set(formerKeyId, note);
      return Promise.resolve();
    },
    readCheckpointHint() {
      return Promise.resolve(this.checkpointHint);
    },
  };
}

function crash(store: { crashAt: string | null }): Promise<never> {
  store.crashAt = null;
  return Promise.reject(new PermanentError('INPUT_INVALID', 'the process died here'));
}
