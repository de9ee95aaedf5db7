import { openValues, sealValues } from '../../audit/sealed-values.ts';
import { sha256 } from '../../audit/sha256.ts';
import { KeptValues, valuesPrefix } from '../../contracts/kept-values.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { ValueKeeper } from '../../ports/value-keeper.ts';

const MOST_VALUES = 50_000;
const MOST_RUNS = 200;
const MOST_DOCUMENTS = 500;

/** Collects what maskers replace and seals it beside the artifacts. Off: collects nothing. */
export function createValueKeeper(
  artifacts: ArtifactStore,
  runKeyOf: (runId: string) => Uint8Array,
  isOn: boolean,
): ValueKeeper & {
  readonly collector: (key: string) => ((pseudonym: string, value: string) => void) | null;
} {
  const collected = new Map<string, Map<string, string>>();

  return {
    collector(key) {
      if (!isOn || !key.startsWith('run-')) return null;
      return (pseudonym, value) => {
        const values = collected.get(key) ?? new Map<string, string>();
        // Runs whose step failed before it kept anything must not fill the memory; their next delivery masks again.
        if (!collected.has(key) && collected.size >= MOST_RUNS) collected.clear();
        collected.set(key, values);
        if (values.size < MOST_VALUES) values.set(pseudonym, value);
      };
    },
    async keep(runId, signal) {
      const values = collected.get(runId);
      if (values === undefined) return;
      collected.delete(runId);
      const bytes = new TextEncoder().encode(JSON.stringify(sealValues(runId, values, runKeyOf(runId))));
      // Named by its content: a repeated step adds a document, and reading takes them all.
      const ref = `${valuesPrefix(runId)}${sha256(bytes).slice(0, 32)}.json`;
      await artifacts.create(ref, bytes, 'application/json', signal);
    },
    async find(runId, pseudonym, signal) {
      for (const ref of await artifacts.list(valuesPrefix(runId), MOST_DOCUMENTS, signal)) {
        const stored = await artifacts.read(ref, signal);
        if (stored === null) continue;
        const kept = KeptValues.parse(JSON.parse(new TextDecoder().decode(stored.bytes)));
        const value = openValues(kept, runKeyOf(runId)).get(pseudonym);
        if (value !== undefined) return value;
      }
      return null;
    },
  };
}
