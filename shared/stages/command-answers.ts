import type { Acknowledgement } from '../contracts/acknowledgement.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Command } from '../policy/parse-command.ts';
import { markdownCode, markdownLine, markdownText } from '../reporting/markdown-text.ts';

type Asked = Exclude<Command, { readonly kind: 'malformed' }>;

const AS_BASELINE = maskedText` When it is merged, it becomes what others are compared with.`;
const NOTHING = maskedText``;

/** What the change says when a command was carried out. */
export function doneAnswer(command: Asked, word: Acknowledgement): Masked {
  // As the word is kept: a person may have written anything in their place.
  const { metric, statistic } = word;
  const figure = markdownCode(maskedName(statistic === null ? metric : `${metric} ${statistic}`));
  if (command.kind === 'revoke') {
    return maskedText`What was acknowledged of ${figure} is taken back. The change is judged again.`;
  }
  return maskedText`${markdownLine(word.owner)} answers for ${figure} until ${maskedName(command.until)}: ${markdownText(word.reason)}

The change is judged again.${word.asBaseline === true ? AS_BASELINE : NOTHING}`;
}

/** An answer that has to say whom it is for. */
export function answerTo(by: Masked, answer: Masked): Masked {
  return maskedText`For ${markdownText(by)}: ${answer}`;
}

/** What it says when a command cannot be understood. @param why masked before: marks of Markdown within an address would hide it */
export function malformedAnswer(why: Masked): Masked {
  return maskedText`Not understood: ${markdownText(why)}`;
}

/** What it says when nothing of the last verdict is what the command is about; null: there is no verdict yet. */
export function nothingAnswer(metric: Masked | null): Masked {
  if (metric === null) return maskedText`Nothing to acknowledge: this change has not been judged yet.`;
  return maskedText`Nothing to acknowledge: no figure ${markdownCode(metric)} of the last verdict is worse.`;
}

/** What it says when the command is understood and not carried out. */
export function refusedAnswer(why: Masked): Masked {
  return maskedText`Not done: ${markdownText(why)}`;
}
