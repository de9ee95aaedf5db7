import type { Verdict } from '../contracts/decision.ts';
import type { Claim, Explanation } from '../contracts/explanation.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { LineNote } from '../ports/change-host.ts';
import { markdownLine } from '../reporting/markdown-text.ts';
import { firstAddedLine } from './first-added-line.ts';

/** More would bury the diff. */
const MOST_NOTES = 10;
const MOST_CLAIMS = 5;

/**
 * Notes for the lines of a change: for each changed file that a checked cause cites, one on the first line that the change added there, with what
 * to do. None is wanted once the verdict is a pass; null: nothing is known, or the policy wants no notes, so those that stand stay.
 */
export function lineNotes(
  verdict: Verdict,
  { diff, lineNotes: wanted }: Pick<Plan, 'diff' | 'lineNotes'>,
  explanation: Explanation | null,
): readonly LineNote[] | null {
  if (wanted === 'off') return null;
  if (verdict === 'pass') return [];
  if ((verdict !== 'fail' && verdict !== 'warn') || explanation === null) return null;
  const lines = (diff.text ?? '').split('\n');
  const notes = diff.files.flatMap(({ path }, index): LineNote[] => {
    const id = `D${index + 1}`;
    const causes = explanation.causes.filter((claim) => isAbout(claim, id) && claim.confidence !== 'low');
    const line = causes.length === 0 ? null : firstAddedLine(lines, path);
    if (line === null) return [];
    const fixes = explanation.fixes.filter((claim) => isAbout(claim, id));
    return [{ key: path, path, line, body: bodyOf(causes, fixes) }];
  });
  return notes.slice(0, MOST_NOTES);
}

function isAbout({ evidence }: Claim, id: string): boolean {
  return evidence.includes(id);
}

function bodyOf(causes: readonly Claim[], fixes: readonly Claim[]): Masked {
  const blocks = [
    ...causes.slice(0, MOST_CLAIMS).map(causeText),
    ...fixes.slice(0, MOST_CLAIMS).map(({ text }) => maskedText`**What to do:** ${markdownLine(text)}`),
    maskedText`<sub>The figures stand in the comment on this change. This note resolves itself once they are in order again.</sub>`,
  ];
  return joinMasked(blocks, maskedText`\n\n`);
}

function causeText({ text, evidence, confidence }: Claim): Masked {
  const figures = evidence.filter((id) => !id.startsWith('D')).slice(0, MOST_CLAIMS);
  const based = figures.length === 0 ? '' : `${figures.join(', ')}; `;
  return maskedText`**Possible cause of the regression** (${maskedName(based)}${maskedName(confidence)} confidence): ${markdownLine(text)}`;
}
