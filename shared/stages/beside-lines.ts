import type { Verdict } from '../contracts/decision.ts';
import type { Explanation } from '../contracts/explanation.ts';
import type { Plan } from '../contracts/plan.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import { causeAnnotations } from './cause-annotations.ts';
import { lineNotes } from './line-notes.ts';
import type { ChangeNews } from './tell-change.ts';

/**
 * Causes of what became worse, beside the lines that they are about: as annotations of the check or as notes that can be resolved, never as both
 * on one line. Where annotations say it, notes of before stay until the change passes.
 */
export function besideLines(
  verdict: Verdict,
  plan: Pick<Plan, 'diff' | 'lineNotes'>,
  explanation: Explanation | null,
  host: Pick<ChangeHost, 'showsAnnotations'> | null,
): Pick<ChangeNews, 'annotations' | 'lineNotes'> {
  const wanted = plan.lineNotes ?? 'auto';
  const notes = lineNotes(verdict, plan, explanation);
  if (wanted === 'on' || (wanted === 'auto' && host?.showsAnnotations !== true)) {
    return { annotations: [], lineNotes: notes };
  }
  const isWorse = verdict === 'fail' || verdict === 'warn';
  const causes = isWorse && explanation !== null ? explanation.causes : [];
  return { annotations: causeAnnotations(causes, plan.diff), lineNotes: verdict === 'pass' ? notes : null };
}
