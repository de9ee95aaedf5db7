import { type Explanation } from '../contracts/explanation.ts';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';

/** Who explained, said plainly, and how many claims were left out because their evidence did not hold. Plain text. */
export function explainedBy({ model, dropped }: Explanation): Masked {
  const left = dropped.length === 1 ? maskedText`1 claim was` : maskedText`${dropped.length} claims were`;
  const note =
    dropped.length === 0 ? maskedText`` : maskedText` ${left} left out because the evidence does not say so.`;
  if (model === null) return maskedText`Explained by rules; no model was asked.${note}`;
  return maskedText`Explained by the model ${maskedName(model.name)}; every claim was checked against its evidence.${note}`;
}
