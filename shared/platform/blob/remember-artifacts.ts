import type { ArtifactStore, StoredArtifact } from '../../ports/artifact-store.ts';

interface MemoryBounds {
  readonly mostBytes: number;
  /** Larger ones are not worth the room of many small ones. */
  readonly largestBytes: number;
}

const BOUNDS: MemoryBounds = { mostBytes: 8 * 1024 * 1024, largestBytes: 128 * 1024 };

/**
 * Remembers small artifacts that were read or written of late: an artifact is written once, so what was read stays true. Steps of one run read the same
 * records again and again. That an artifact is missing is never remembered.
 */
export function rememberArtifacts(store: ArtifactStore, bounds: MemoryBounds = BOUNDS): ArtifactStore {
  const known = new Map<string, StoredArtifact>();
  let bytes = 0;

  function forget(ref: string): void {
    bytes -= known.get(ref)?.bytes.length ?? 0;
    known.delete(ref);
  }

  function remember(artifact: StoredArtifact): void {
    if (artifact.bytes.length > bounds.largestBytes) return;
    forget(artifact.ref);
    known.set(artifact.ref, artifact);
    bytes += artifact.bytes.length;
    for (const oldest of known.keys()) {
      if (bytes <= bounds.mostBytes) return;
      forget(oldest);
    }
  }

  return {
    async read(ref, signal) {
      const artifact = known.get(ref) ?? (await store.read(ref, signal));
      // The one that was asked for last is forgotten last.
      if (artifact !== null) remember(artifact);
      return artifact;
    },
    async create(ref, content, contentType, signal) {
      const written = await store.create(ref, content, contentType, signal);
      if (written.created) remember({ ref, bytes: content.slice(), sha256: written.sha256, contentType });
      return written;
    },
    list: (prefix, limit, signal) => store.list(prefix, limit, signal),
  };
}
