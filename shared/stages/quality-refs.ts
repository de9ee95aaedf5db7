import type { ArtifactStore } from '../ports/artifact-store.ts';

const MOST_REPORTS = 50;
export const QUALITY_PREFIX = 'quality/';

/** Folder of the reports on quality of one commit of one service; also written by the results door. */
export function qualityPrefix(tenant: string, service: string, commit: string): string {
  return `${QUALITY_PREFIX}${tenant}/${encodeURIComponent(service)}/${commit}/`;
}

/** References of a commit's reports on quality, in lexical order; at most 50. */
export function qualityRefs(
  artifacts: ArtifactStore,
  reported: { readonly tenant: string; readonly service: string; readonly commit: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const prefix = qualityPrefix(reported.tenant, reported.service, reported.commit);
  return artifacts.list(prefix, MOST_REPORTS, signal);
}
