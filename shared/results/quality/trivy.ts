import * as z from 'zod';
import { createJsonReport } from './json-report.ts';
import type { QualityDocument, QualityReader } from './quality-document.ts';
import { severityCounts, severityOf } from './severity-counts.ts';

const Rated = z.object({ Severity: z.string().optional(), Status: z.string().optional() });
const Target = z.object({
  Vulnerabilities: z.array(Rated).nullish(),
  Misconfigurations: z.array(Rated).nullish(),
  Secrets: z.array(Rated).nullish(),
});
type Target = z.infer<typeof Target>;
const Resource = z.object({ Results: z.array(Target).nullish() });
const Image = z.object({ SchemaVersion: z.number(), Results: z.array(Target).nullish() });
const Cluster = z.object({
  ClusterName: z.string(),
  Resources: z.array(Resource).nullish(),
  Findings: z.array(Resource).nullish(),
  Vulnerabilities: z.array(Resource).nullish(),
  Misconfigurations: z.array(Resource).nullish(),
});

/**
 * Trivy's JSON (`--format json`; image, repository, SBOM or cluster): vulnerabilities, failed misconfiguration checks and secrets by
 * severity, each listed finding counted once, as in Trivy's own table. A scan without findings leaves its lists out: that is zero.
 */
export function createTrivyReader(): QualityReader {
  return createJsonReport('Trivy', z.union([Image, Cluster, z.array(Target)]), (report): QualityDocument => {
    const targets = targetsOf(report);
    return {
      tool: 'trivy',
      metrics: [
        ...counted(
          'vulnerabilities',
          targets.map((target) => target.Vulnerabilities),
        ),
        ...counted(
          'misconfigurations',
          targets.map((target) => target.Misconfigurations),
        ),
        ...counted(
          'secrets',
          targets.map((target) => target.Secrets),
        ),
      ],
      notes: [],
    };
  });
}

function counted(name: string, lists: readonly (readonly z.infer<typeof Rated>[] | null | undefined)[]) {
  const found = lists
    .flatMap((list) => list ?? [])
    .filter(({ Status }) => Status !== 'PASS' && Status !== 'EXCEPTION');
  return severityCounts(
    name,
    found.map(({ Severity }) => severityOf(Severity)),
  );
}

/** Before version 0.20 a report was the list itself; older reports of clusters list resources by what was found. */
function targetsOf(report: z.infer<typeof Image> | z.infer<typeof Cluster> | Target[]): readonly Target[] {
  if (Array.isArray(report)) return report;
  if ('SchemaVersion' in report) return report.Results ?? [];
  const resources = [report.Resources, report.Findings, report.Vulnerabilities, report.Misconfigurations];
  return resources.flatMap((list) => list ?? []).flatMap(({ Results }) => Results ?? []);
}
