import * as z from 'zod';
import { invalidInput } from '../invalid-input.ts';
import { createJsonReport } from './json-report.ts';
import { countMetric, type QualityDocument, type QualityReader } from './quality-document.ts';
import { severityCounts, type Severity } from './severity-counts.ts';

const LEVELS = ['error', 'warning', 'note'] as const;

const Rule = z.object({
  id: z.string().nullish(),
  defaultConfiguration: z.object({ level: z.string().nullish() }).nullish(),
  properties: z
    .looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional().catch(undefined) })
    .nullish(),
});
type Rule = z.infer<typeof Rule>;
const Result = z.object({
  ruleId: z.string().nullish(),
  ruleIndex: z.number().nullish(),
  /** `toolComponent`: which part of the tool the index counts in; left out, the driver. */
  rule: z
    .object({
      id: z.string().nullish(),
      index: z.number().nullish(),
      toolComponent: z.object({ index: z.number().nullish() }).nullish(),
    })
    .nullish(),
  kind: z.string().nullish(),
  level: z.string().nullish(),
  baselineState: z.string().nullish(),
  suppressions: z.array(z.object({ status: z.string().nullish(), state: z.string().nullish() })).nullish(),
});
type Result = z.infer<typeof Result>;
const Component = z.object({ rules: z.array(Rule).nullish() });
const Sarif = z.object({
  version: z.string().regex(/^2\./, 'SARIF of version 2'),
  inlineExternalProperties: z.undefined('results inside runs').optional(),
  runs: z.array(
    z.object({
      tool: z.object({ driver: Component.nullish(), extensions: z.array(Component).nullish() }).nullish(),
      invocations: z.array(z.object({ executionSuccessful: z.boolean().nullish() })).nullish(),
      results: z.array(Result).nullish(),
      externalPropertyFileReferences: z
        .object({ results: z.undefined('results in this file, not in another') })
        .nullish(),
    }),
  ),
});

/**
 * SARIF 2.1.0 (OASIS): results that are open, by level, and by severity where rules carry GitHub's `security-severity`. Not counted: kinds
 * other than `fail`, level `none`, suppressed results, and those that a baseline says are gone. A run that failed and found nothing says
 * nothing, and is refused: it would keep every gate and lower its bound. SpotBugs calls a run failed that found bugs, which is counted.
 */
export function createSarifReader(): QualityReader {
  return createJsonReport('SARIF', Sarif, ({ runs }): QualityDocument => {
    for (const { results, invocations } of runs) {
      const hasFailed = (invocations ?? []).some(({ executionSuccessful }) => executionSuccessful === false);
      if (hasFailed && (results ?? []).length === 0)
        throw invalidInput(
          'SARIF report',
          'a tool that ran to its end (executionSuccessful is false, and nothing was found)',
        );
    }
    const open = runs.flatMap((run) => {
      const extensions = (run.tool?.extensions ?? []).map(({ rules }) => rules ?? []);
      const rules = { driver: run.tool?.driver?.rules ?? [], extensions };
      return (run.results ?? [])
        .filter(isOpen)
        .map((result) => ({ result, rule: ruleOf(result, rules) }))
        .map(({ result, rule }) => ({ rule, level: levelOf(result, rule) }))
        .filter(({ level }) => level !== 'none');
    });
    const rated = open.flatMap(({ rule }) => ratingOf(rule) ?? []);
    return {
      tool: 'sarif',
      metrics: [
        countMetric('findings', open.length),
        ...LEVELS.map((level) =>
          countMetric(`findings_${level}`, open.filter((one) => one.level === level).length),
        ),
        ...(rated.length === 0 ? [] : severityCounts('security_findings', rated)),
      ],
      notes: [],
    };
  });
}

function isOpen({ kind, baselineState, suppressions }: Result): boolean {
  const isSuppressed = (suppressions ?? []).some(
    ({ status, state }) => (state ?? status ?? 'accepted') === 'accepted',
  );
  return (kind ?? 'fail') === 'fail' && baselineState !== 'absent' && !isSuppressed;
}

interface Rules {
  readonly driver: readonly Rule[];
  /** Query packs and plugins (CodeQL keeps its rules there). */
  readonly extensions: readonly (readonly Rule[])[];
}

function ruleOf({ ruleId, ruleIndex, rule }: Result, { driver, extensions }: Rules): Rule | null {
  const component = rule?.toolComponent?.index ?? -1;
  const indexed = (component < 0 ? driver : extensions[component])?.[rule?.index ?? ruleIndex ?? -1];
  const id = ruleId ?? rule?.id;
  return (
    indexed ?? [driver, ...extensions].flat().find((one) => one.id !== undefined && one.id === id) ?? null
  );
}

/** SARIF 3.27.10: without a level of its own a result has its rule's, and without that it is a warning. */
function levelOf({ level }: Result, rule: Rule | null): string {
  return level ?? rule?.defaultConfiguration?.level ?? 'warning';
}

/** GitHub's bounds: from 9 critical, from 7 high, from 4 medium, above 0 low. */
function ratingOf(rule: Rule | null): Severity | null {
  const rating = Number(rule?.properties?.['security-severity']);
  if (!(rating > 0)) return null;
  if (rating >= 9) return 'critical';
  if (rating >= 7) return 'high';
  return rating >= 4 ? 'medium' : 'low';
}
