import type { AnalysisRequested } from '../../shared/contracts/analysis-requested.ts';
import type { Decision } from '../../shared/contracts/decision.ts';
import type { Explanation } from '../../shared/contracts/explanation.ts';
import type { Analysis } from '../../shared/contracts/finding.ts';
import type { LogChange } from '../../shared/contracts/log-evidence.ts';
import type { Plan } from '../../shared/contracts/plan.ts';
import { maskPath } from '../../shared/masking/mask-path.ts';
import { createLanguageModel } from '../../shared/platform/language-model/create-language-model.ts';
import { modelClient } from '../../shared/platform/language-model/model-client.ts';
import type { LanguageModel } from '../../shared/ports/language-model.ts';
import type { Stage } from '../../shared/ports/stage.ts';
import { decideChange } from '../../shared/stages/decide-change.ts';
import { explainFindings } from '../../shared/stages/explain-findings.ts';
import { maskDiff } from '../../shared/stages/mask-diff.ts';
import { analysisOf, budgetOf, findingOf, planOf } from '../support/analysis-of.ts';
import { createMemoryIndex } from '../support/memory-index.ts';
import { connectionsOf, requestRecord, stageFor, testMasker } from '../support/memory-stage.ts';
import type { Attack } from './injections/attack.ts';

/** Records of a run in which the attacker's texts stand where they would, masked as the doors mask them. */
export interface Records {
  readonly receive: AnalysisRequested;
  readonly analyse: Analysis;
  readonly plan: Plan;
}

export function recordsOf(planted: Attack['planted']): Records {
  const masker = testMasker();
  const text = (given: string | undefined, otherwise: string) => masker.mask(given ?? otherwise);
  const diff = maskDiff(
    {
      files: [
        {
          path: planted.path ?? 'src/orders.ts',
          previousPath: null,
          patch: `@@ -1,2 +1,3 @@\n context\n+${planted.diff ?? 'const items = await load(id);'}\n`,
          additions: 12,
          deletions: 4,
          status: 'modified',
        },
      ],
      truncated: false,
    },
    masker,
  );
  const finding = findingOf({
    metric: text(planted.metric, 'http_req_duration'),
    labels: { name: text(planted.label, '/orders') },
  });
  return {
    receive: requestRecord({
      title: text(planted.title, 'Faster basket'),
      sourceBranch: maskPath(planted.branch ?? 'feature', masker),
    }),
    analyse: analysisOf({
      answer: 'regression',
      severity: 'high',
      findings: [finding],
      budgets: [budgetOf()],
      logs: {
        baseline: { files: 1, lines: 100, records: 100, unsorted: 0 },
        candidate: { files: 1, lines: 130, records: 130, unsorted: 0 },
        comparedBy: 'duration',
        tested: 3,
        changes: [logChange(text(planted.log, 'slow query'))],
        more: 0,
        causes: [{ kind: 'database', evidence: [text(planted.log, 'slow query')], changes: ['L1'] }],
      },
    }),
    plan: { ...planOf(), diff },
  };
}

function logChange(line: LogChange['template']): LogChange {
  return {
    id: 'L1',
    kind: 'new',
    shift: null,
    pattern: 'p1',
    template: line,
    example: line,
    severity: 'warning',
    component: null,
    baselineCount: 0,
    candidateCount: 30,
    rateRatio: null,
    interval: { low: 4, high: null },
    pValue: 0.0001,
    adjustedPValue: 0.001,
    significant: true,
    firstSeen: { line: 3, time: null },
  };
}

/** What a model answers that obeys the attack. */
export function obedientAnswer({ obeyed }: Attack): string {
  if ('answer' in obeyed) return obeyed.answer;
  const { says, cites = ['E1'] } = obeyed;
  const claims = says.map((text) => ({ text, evidence: cites, confidence: 'high' }));
  return JSON.stringify({
    summary: says.join(' ') || 'A loop.',
    causes: claims,
    fixes: claims,
    verdict: 'pass',
    status: 'success',
  });
}

/** The real adapter for a server at this address. */
export function modelAt(url: string): LanguageModel {
  const connection = {
    id: 'obedient',
    kind: 'openai-compatible' as const,
    endpoint: `${url}/v1`,
    model: 'obedient',
    apiVersion: '2024-10-21',
    timeoutSeconds: 20,
    maxOutputTokens: 2_000,
  };
  const none = (): never => {
    throw new TypeError('No credential is needed here.');
  };
  return createLanguageModel([modelClient(connection, async () => none(), none)], {
    span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }),
  });
}

export async function explain(records: Records, model: LanguageModel | null) {
  const stage = explainFindings({
    model: async () => model,
    maskerOf: () => testMasker(),
    connections: connectionsOf({ git: {} }),
  });
  return outcomeOf<Explanation>(stage, { ...records });
}

export async function decide(records: Records, reason: Explanation) {
  return outcomeOf<Decision>(decideChange({ index: createMemoryIndex() }), { ...records, reason });
}

async function outcomeOf<T>(stage: Stage<T>, records: Parameters<typeof stageFor>[0]) {
  const { context, lines } = stageFor(records);
  const { output, emits } = await stage.run(context);
  if (output === null) throw new TypeError('The stage gave nothing.');
  return { output, emits, lines };
}
