import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createArtifactStore } from '../../../shared/platform/blob/create-artifact-store.ts';
import { CONTAINERS } from '../../../shared/platform/blob/blob-client.ts';
import { REPORT_FILES } from '../../../shared/stages/publish-report.ts';
import type { Cloud } from '../cloud/start-cloud.ts';
import { openBlobs } from './open-blobs.ts';

/** Copies the report out of Blob storage, to be opened by hand. @returns paths by format. */
export async function keepReports(
  cloud: Cloud,
  runId: string,
  folder: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const artifacts = createArtifactStore(openBlobs(cloud).getContainerClient(CONTAINERS.artifacts));
  await mkdir(folder, { recursive: true });
  const paths: Record<string, string> = {};
  for (const [format, { name }] of Object.entries(REPORT_FILES)) {
    const stored = await artifacts.read(`reports/${runId}/${name}`, signal);
    if (stored === null) throw new Error(`The report has no ${name}.`);
    paths[format] = path.join(folder, name);
    await writeFile(path.join(folder, name), stored.bytes);
  }
  return paths;
}
