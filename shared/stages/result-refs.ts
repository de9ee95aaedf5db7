import type { ArtifactStore } from '../ports/artifact-store.ts';

const MOST_RESULTS = 100;

/** Folder of the measurements of one commit of one service; also written by the results door. */
export function resultsPrefix(tenant: string, service: string, commit: string): string {
  return `results/${tenant}/${encodeURIComponent(service)}/${commit}/`;
}

/** References of a commit's measurements, in lexical order; at most 100. */
export function resultRefs(
  artifacts: ArtifactStore,
  measured: { readonly tenant: string; readonly service: string; readonly commit: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const prefix = resultsPrefix(measured.tenant, measured.service, measured.commit);
  return artifacts.list(prefix, MOST_RESULTS, signal);
}
