import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { ReportLinks } from '../ports/report-links.ts';
import { type Door, problem } from './door.ts';
import { styleSources } from './style-sources.ts';

/** `GET /api/v1/reports/{runId}/{file}?expires=&signature=`: one file by an expiring link. 403 forged or expired, 404 gone. */
export function readReport(ports: {
  readonly artifacts: ArtifactStore;
  readonly links: ReportLinks;
  readonly clock: { now(): Date };
}): Door {
  return async ({ params, url, signal }) => {
    const ref = `reports/${params['runId'] ?? ''}/${params['file'] ?? ''}`;
    if (!/^reports\/run-[0-9a-f]{24}\/[a-z]+\.[a-z]+$/.test(ref)) {
      return problem(404, 'INPUT_INVALID', 'There is no such report.');
    }
    if (!ports.links.verify(ref, url, ports.clock.now())) {
      return problem(
        403,
        'INPUT_INVALID',
        'This link has expired or was changed; open the run for a new one.',
      );
    }
    const stored = await ports.artifacts.read(ref, signal);
    if (stored === null) return problem(404, 'INPUT_INVALID', 'There is no such report.');
    return {
      status: 200,
      headers: {
        'content-type': stored.contentType,
        'content-security-policy': policyOf(stored),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        // The link is the key: what it opened stays in no cache that outlives it.
        'cache-control': 'no-store',
      },
      body: stored.bytes,
    };
  };
}

const STYLED = /^(?:text\/html|image\/svg\+xml)\b/;

/** Reports have no script and load nothing; the browser is told to hold them to that. */
function policyOf({
  bytes,
  contentType,
}: {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}): string {
  const styles = STYLED.test(contentType) ? styleSources(new TextDecoder().decode(bytes)) : "'none'";
  return `default-src 'none'; style-src ${styles}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}
