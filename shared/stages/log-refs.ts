import type { ArtifactStore } from '../ports/artifact-store.ts';

const MOST_LOGS = 20;

/** Folder of the mined logs of one commit of one service; also written by the door of the logs. */
export function logsPrefix(tenant: string, service: string, commit: string): string {
  return `logs/${tenant}/${encodeURIComponent(service)}/${commit}/`;
}

/** References of a commit's mined logs, in lexical order; at most 20. */
export function logRefs(
  artifacts: ArtifactStore,
  logged: { readonly tenant: string; readonly service: string; readonly commit: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  return artifacts.list(logsPrefix(logged.tenant, logged.service, logged.commit), MOST_LOGS, signal);
}
