import type { Change } from '../contracts/analysis-requested.ts';
import type { ChangeBrief } from '../contracts/change-brief.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { Skip } from '../contracts/skip.ts';
import { briefChange } from './change-brief.ts';
import { verdictWords } from './verdict-words.ts';

/** What a ticket or a message says where nothing had to be measured: the headline, and that it passes. */
export function skipBrief(
  runId: string,
  change: Change,
  { service }: Pick<Plan, 'service'>,
  { headline }: Pick<Skip, 'headline'>,
): ChangeBrief {
  return {
    runId,
    verdict: 'pass',
    verdictWords: verdictWords('pass'),
    severity: 'none',
    headline,
    summary: maskedText`Nothing was measured.`,
    service,
    change: briefChange(change),
    commit: maskedName(change.headSha.slice(0, 12)),
    baseline: null,
    figures: [],
    moreFigures: 0,
    budgets: [],
    causes: [],
    fixes: [],
    warnings: [],
    links: { report: null, expireAt: null },
  };
}
