import type { Claim, Explanation } from '../contracts/explanation.ts';
import type { Analysis } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { ModelReply } from './model-reply.ts';
import { whyOverreaching } from './overreach.ts';

const EVIDENCE_ID = /^[EBDLM][1-9]\d{0,4}$/;
/** A rounded figure counts as the same: 84 for 83.7. */
const SAME_NUMBER = 0.02;

interface CheckedReply {
  readonly summary: Masked;
  readonly causes: Claim[];
  readonly fixes: Claim[];
  readonly dropped: Explanation['dropped'];
}

/**
 * Evidence check: a claim stays when every id it cites exists, every number it names stands in the evidence it cites, and it does nothing but
 * explain (overreach.ts). What does not is dropped with the reason. The summary falls back to ours when it does not, or when no claim of the reply stayed.
 * @param mask the model's words are outside text like any other.
 */
export function checkClaims(
  reply: ModelReply,
  analysis: Analysis,
  plan: Plan,
  ownSummary: Masked,
  mask: (text: string) => Masked,
): CheckedReply {
  const numbersOf = evidenceNumbers(analysis, plan);
  const shown = evidenceText(analysis, plan);
  // How sure an interval is, is a round number, and nothing near it is meant by it.
  const levels = new Set(analysis.findings.flatMap(({ confidence }) => [confidence, confidence * 100]));
  const dropped: Explanation['dropped'] = [];
  const keep = (claims: ModelReply['causes']): Claim[] =>
    claims.flatMap((claim) => {
      const why = faultOf(claim.text, claim.evidence);
      const text = mask(claim.text);
      if (why === null)
        return [{ text, evidence: [...new Set(claim.evidence)], confidence: claim.confidence }];
      dropped.push({ text, why });
      return [];
    });
  const causes = keep(reply.causes);
  const fixes = keep(reply.fixes);
  const unfounded = dropped.length > 0 && causes.length + fixes.length === 0;
  const summaryFault = unfounded
    ? maskedText`rests on claims that were all dropped`
    : faultOf(reply.summary, [...numbersOf.keys()]);
  if (summaryFault === null) return { summary: mask(reply.summary), causes, fixes, dropped };
  dropped.push({ text: mask(reply.summary), why: summaryFault });
  return { summary: ownSummary, causes, fixes, dropped };

  function faultOf(text: string, evidence: readonly string[]): Masked | null {
    const unknown = evidence.find((id) => !numbersOf.has(id));
    if (unknown !== undefined) {
      return EVIDENCE_ID.test(unknown)
        ? maskedText`cites ${maskedName(unknown)}, which does not exist`
        : maskedText`cites something that is no evidence id`;
    }
    const known = evidence.flatMap((id) => numbersOf.get(id) ?? []);
    const strange = numbersIn(text).find(
      (number) => !levels.has(number) && !known.some((value) => isSame(number, value)),
    );
    if (strange !== undefined) return maskedText`names ${strange}, which the cited evidence does not`;
    return whyOverreaching(text, shown);
  }
}

/** Names that a sentence may repeat: of figures, files, log patterns and the diff. */
function evidenceText({ findings, logs, moved }: Analysis, { diff }: Plan): string {
  return [
    ...findings.flatMap(({ metric, labels }) => [metric, ...Object.values(labels)]),
    ...(logs?.changes ?? []).flatMap(({ template, example }) => [template, example]),
    ...moved.flatMap(({ metric, node }) => [metric, node]),
    ...diff.files.map(({ path }) => path),
    diff.text ?? '',
  ].join('\n');
}

/** Numbers that each piece of evidence carries, as a reader would write them. */
function evidenceNumbers(analysis: Analysis, plan: Plan): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, readonly number[]>();
  for (const finding of analysis.findings) {
    const { effect, interval, baseline, candidate, pValue, margin } = finding;
    const raw = [effect, interval?.low, interval?.high, baseline.mean, candidate.mean, pValue, margin];
    const given = raw.filter((value) => typeof value === 'number');
    const ratio = (candidate.mean ?? 0) / (baseline.mean ?? Number.NaN);
    numbers.set(finding.id, [
      ...given,
      ...given.map((value) => value * 100),
      ratio,
      ...numbersIn(finding.metric),
      ...numbersIn(finding.statistic),
    ]);
  }
  for (const budget of analysis.budgets) {
    numbers.set(
      budget.id,
      [budget.value, budget.max, budget.min].filter((value) => value !== null),
    );
  }
  for (const change of analysis.logs?.changes ?? []) {
    const { baselineCount, candidateCount, rateRatio, interval, adjustedPValue } = change;
    const figures = [baselineCount, candidateCount, rateRatio, interval.low, interval.high, adjustedPValue];
    const given = figures.filter((value) => value !== null);
    numbers.set(change.id, [...given, ...numbersIn(change.template), ...numbersIn(change.example)]);
  }
  for (const { id, node, metric, strength, score, reason, leads } of analysis.moved) {
    const lead = leads === null ? [] : [Math.abs(leads.seconds), leads.correlation];
    numbers.set(id, [strength, score, ...lead, ...[node, metric, reason].flatMap(numbersIn)]);
  }
  plan.diff.files.forEach((file, index) => {
    numbers.set(`D${index + 1}`, [file.additions, file.deletions, ...numbersIn(file.path)]);
  });
  return numbers;
}

/** Numbers in prose; ids of evidence, names such as p95 and small counts up to ten (one query, two locks) are not figures. */
function numbersIn(text: string): number[] {
  const plain = text.replace(/\b[EBDLM]\d+\b/g, ' ').replace(/\b[pP]\d{1,3}\b/g, ' ');
  const found = plain.match(/(?<![\w.])\d[\d,]*(\.\d+)?/g) ?? [];
  return found
    .map((digits) => Number(digits.replaceAll(',', '')))
    .filter((value) => !(Number.isInteger(value) && value <= 10));
}

function isSame(number: number, value: number): boolean {
  const size = Math.abs(value);
  return Math.abs(number - size) <= Math.max(SAME_NUMBER * size, 1e-9);
}
