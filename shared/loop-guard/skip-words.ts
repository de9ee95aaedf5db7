import type { Decision } from '../contracts/decision.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import type { Skip } from '../contracts/skip.ts';
import type { GuardAnswer, LoopPattern } from './guard-run.ts';

type Reuse = Extract<GuardAnswer, { readonly do: 'reuse' }>;
type Wait = Extract<GuardAnswer, { readonly do: 'wait' }>;
type Stop = Extract<GuardAnswer, { readonly do: 'stop' }>;

const HEAD_LENGTH = 10;

/** What stands on the change of an earlier run, as its records tell it. */
export interface StandingVerdict {
  readonly decision: Decision;
  readonly comment: Masked;
  readonly reportUrl: string | null;
}

/** The verdict of the run that had the same code, with a line that says so. */
export function reuseSkip(reuse: Reuse, headSha: string, standing: StandingVerdict): Skip {
  const { run, same, rebased, pattern } = reuse;
  const head = maskedName(run.headSha.slice(0, HEAD_LENGTH));
  const code = same === 'tree' ? maskedText`the same code as` : maskedText`the same change as`;
  const moved = rebased && same === 'patch' ? maskedText`, carried to another base` : maskedText``;
  const isBack = run.headSha === headSha;
  const why = isBack
    ? maskedText`This commit was judged before; the verdict given then stands`
    : maskedText`This commit has ${code} \`${head}\`${moved}; the verdict given there stands`;
  const note = maskedText`> **Not measured again.** ${why} (run \`${maskedName(run.runId)}\`).${patternWords(pattern)}`;
  const short = isBack ? maskedText`this commit was judged before` : maskedText`${code} ${head}`;
  return {
    kind: 'same-code',
    headline: maskedText`${standing.decision.headline} (not measured again: ${short})`,
    comment: withNote(standing.comment, note),
    says: pattern !== null,
    state: standing.decision.verdict === 'fail' ? 'failed' : 'success',
    verdict: standing.decision.verdict,
    of: run.runId,
    url: standing.reportUrl,
  };
}

/** One commit was asked for again and again: its last verdict stands. */
export function stopSkip({ run, most }: Stop, standing: StandingVerdict | null): Skip {
  const headline = maskedText`Not analysed again: this commit was analysed ${most} times already`;
  const stands =
    standing === null ? maskedText`Its last run has no verdict to tell again.` : standing.decision.headline;
  return {
    kind: 'rerun-loop',
    headline: maskedText`${headline}. ${stands}`,
    comment: withNote(
      standing?.comment ?? maskedText`### No verdict yet`,
      maskedText`> **Not analysed again.** This commit was analysed ${most} times, which is as often as the policy allows (\`loopGuard.perCommit\`). Something asks for it again and again; the verdict of the last run stands. A new commit is judged.`,
    ),
    says: true,
    state: standing === null ? 'pending' : standing.decision.verdict === 'fail' ? 'failed' : 'success',
    verdict: standing?.decision.verdict ?? null,
    of: run.runId,
    url: standing?.reportUrl ?? null,
  };
}

/** What the change says while its budget is spent. */
export function waitNews(
  { most, per, pattern }: Wait,
  until: Date,
): { readonly headline: Masked; readonly comment: Masked } {
  const time = maskedName(`${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
  const window = per === 'hour' ? maskedText`an hour` : maskedText`a day`;
  const setting = per === 'hour' ? maskedText`loopGuard.perHour` : maskedText`loopGuard.perDay`;
  return {
    headline: maskedText`Judged after ${time}: ${most} analyses of this change within ${window} are spent`,
    comment: maskedText`### Not analysed yet: ${most} analyses of this change within ${window} are spent

The newest commit is judged after ${time} by itself; commits that are replaced until then are not judged at all. Nothing was measured and no model was asked.${patternWords(pattern)}

<details><summary>Why</summary>

Every push of a change is measured, and pushes in a circle would measure for ever. The policy allows ${most} analyses of one change and service within ${window} (\`${setting}\`).

</details>`,
  };
}

/** Documents, tests or pipelines alone. @param ends whether an earlier commit of the change was not that harmless */
export function noPerformanceFiles(files: number, ends = false): Skip {
  const headline = maskedText`No performance-relevant files changed (${files} looked at); nothing was measured.`;
  return {
    ...NOTHING,
    kind: 'no-performance-files',
    headline,
    comment: maskedText`### ${headline}`,
    state: 'success',
    verdict: 'pass',
    ...(ends ? { ends } : {}),
  };
}

export function draftSkip(): Skip {
  const headline = maskedText`Draft: judged when it is made ready for review.`;
  return { ...NOTHING, kind: 'draft', headline };
}

/** Its comment is for maintainers: what they look at before a stranger's code is measured, and how they say yes. */
export function forkSkip(label: Masked): Skip {
  const headline = maskedText`From a fork: waits until a maintainer lets it be measured.`;
  return {
    ...NOTHING,
    kind: 'fork-unapproved',
    headline,
    comment: maskedText`### ${headline}

This change comes from a fork, and the policy asks before such changes are measured (\`forks: ask\`). After a look at it, set the label \`${label}\` (take it off and set it again for a later commit), or run \`perf-agent analyze\` with its number. Either is for the present commit alone.`,
    says: true,
  };
}

/**
 * Its check is green only while the newer commit is there (tellChange): one that is the head again is not judged, and must not look so.
 * @param by the commit that took the run's place; its own `headSha` when the target branch is another now
 */
export function supersededSkip(by: string, headSha: string): Skip {
  const newer = maskedText`Superseded by ${maskedName(by.slice(0, HEAD_LENGTH))}; not judged any further.`;
  const moved = maskedText`The target branch is another now; the commit is judged anew against that one.`;
  return { ...NOTHING, kind: 'superseded', headline: by === headSha ? moved : newer };
}

const NOTHING = { comment: null, says: false, state: 'pending', verdict: null, of: null, url: null } as const;

function patternWords(pattern: LoopPattern | null): Masked {
  switch (pattern) {
    case 'rebase-storm':
      return maskedText` The same change was rebased several times within an hour.`;
    case 'ping-pong':
      return maskedText` The change goes back and forth between the same states; two tools may be undoing each other's work.`;
    case null:
      return maskedText``;
  }
}

/** Below the first line, which is the verdict. */
function withNote(comment: Masked, note: Masked): Masked {
  const [first = ''] = comment.split('\n', 1);
  const headline = rewriteMasked(comment, () => first);
  const rest = rewriteMasked(comment, (text) => text.slice(first.length));
  return joinMasked([headline, note, rest], maskedText`\n\n`);
}
