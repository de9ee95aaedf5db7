import type { Claim, Explanation } from '../contracts/explanation.ts';
import type { Analysis, Finding } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import { logClaims } from './log-claims.ts';
import { describeEffect, describeFigure, worstFirst } from '../policy/describe-effect.ts';

const MOST_NAMED_FILES = 5;

/** Patterns of added code lines and what they are known to cost; language-neutral first cut. */
const SUSPECTS: readonly {
  readonly id: string;
  readonly added: RegExp;
  readonly says: Masked;
  readonly fix: Masked;
}[] = [
  {
    id: 'await-in-loop',
    added:
      /^\+.*\b(for|while|map|forEach)\b[^\n]*\n(\+[^\n]*\n){0,6}?\+[^\n]*\b(await|query|find|select|fetch|get)\w*\s*\(/im,
    says: maskedText`adds a call inside a loop; one call for each item makes time grow with the number of items (N+1)`,
    fix: maskedText`fetch the items together: one query with a list of keys, or a join`,
  },
  {
    id: 'lock',
    added: /^\+[^\n]*\b(synchronized|mutex|lock(ed|s)?|acquire|semaphore)\b/im,
    says: maskedText`adds a lock; requests that wait for each other queue up under load`,
    fix: maskedText`hold the lock for the shared state only, not across I/O, or use one lock for each key`,
  },
  {
    id: 'unbounded-collection',
    added: /^\+[^\n]*\b(cache|history|seen|log|items|buffer|registry)\w*\.(set|push|add|append|put)\s*\(/im,
    says: maskedText`adds to a collection that lives as long as the process; without a bound, memory grows with every request`,
    fix: maskedText`bound the collection (size, age) or drop entries when the request ends`,
  },
];

/** Explanation without a model: what changed, and which lines of the diff look as if they could. Says when it does not know. */
export function explainByRules(analysis: Analysis, plan: Plan): Explanation {
  // What the branch had before is not for this diff to explain.
  const worse = worstFirst(
    analysis.findings.filter(({ answer, before }) => answer === 'regression' && before === null),
  );
  const ids = worse.slice(0, 20).map((finding) => finding.id);
  const suspects = worse.length === 0 || plan.diff.text === null ? [] : suspectsIn(plan.diff.text, plan, ids);
  return {
    by: 'rules',
    model: null,
    summary: summaryOf(worse, analysis, suspects.length > 0),
    causes: [
      ...suspects.map(({ cause }) => cause),
      ...(worse.length === 0
        ? []
        : [...logClaims(analysis.logs), ...monitoringClaims(analysis.moved, worse)]),
    ],
    fixes: suspects.map(({ fix }) => fix),
    dropped: [],
    failovers: [],
    usage: null,
    promptSha256: null,
    answerSha256: null,
  };
}

/** The likeliest of what moved: a place to look at, since what moves with a regression may be its effect. */
function monitoringClaims(moved: Analysis['moved'], worse: readonly Finding[]): Claim[] {
  // What is worse itself is what has to be explained.
  const symptoms: ReadonlySet<string> = new Set(worse.map(({ metric }) => metric));
  const likeliest = moved.find(({ metric }) => !symptoms.has(metric));
  if (likeliest === undefined) return [];
  const { id, node, metric } = likeliest;
  const text = maskedText`Of the monitoring ${metric} of ${node} left its normal level most clearly; it may be a cause or follow from it.`;
  return [{ text, evidence: [id, ...worse.slice(0, 3).map((finding) => finding.id)], confidence: 'low' }];
}

function summaryOf(worse: readonly Finding[], analysis: Analysis, suspected: boolean): Masked {
  const [first] = worse;
  if (first === undefined)
    return analysis.findings.some(({ before }) => before !== null)
      ? maskedText`Nothing to explain in this change: what is worse than the baseline was so on the target branch before it.`
      : maskedText`Nothing to explain: ${analysis.findings.length} figures, none is shown to be worse.`;
  const more =
    worse.length === 1 ? maskedText`` : maskedText`; ${worse.length - 1} other figures are worse too`;
  const cause = suspected
    ? maskedText` The diff has lines that are known to do this.`
    : maskedText` The diff shows no line that the rules know to do this.`;
  return maskedText`${describeFigure(first)} ${describeEffect(first)}${more}.${cause}`;
}

function suspectsIn(diff: Masked, plan: Plan, findings: readonly string[]): { cause: Claim; fix: Claim }[] {
  const byFile = diff.split(/^--- /m).slice(1);
  return SUSPECTS.flatMap(({ added, says, fix }) => {
    const files = plan.diff.files
      .map((file, index) => ({ file, id: `D${index + 1}` }))
      .filter(({ file }) => byFile.some((text) => text.startsWith(`${file.path}\n`) && added.test(text)))
      .slice(0, MOST_NAMED_FILES);
    if (files.length === 0) return [];
    const names = joinMasked(
      files.map(({ file }) => file.path),
      maskedText`, `,
    );
    const evidence = [...findings.slice(0, 10), ...files.map(({ id }) => id)];
    return [
      {
        cause: { text: maskedText`${names} ${says}.`, evidence, confidence: 'medium' as const },
        fix: {
          text: maskedText`In ${names}: ${fix}.`,
          evidence: files.map(({ id }) => id),
          confidence: 'medium' as const,
        },
      },
    ];
  });
}
