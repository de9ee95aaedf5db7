import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';

/**
 * The number of a change as its own host writes it: `!17` on GitLab, `#17` on GitHub, `PR 17` on Azure DevOps; `number 17` where its address
 * does not tell which of them it is on. Reports and messages know the address and no connector.
 */
export function changeMark(number: string, url: string | null): Masked {
  const shown = maskedName(number);
  const path = URL.parse(url ?? '')?.pathname ?? '';
  if (/\/-\/merge_requests\/\d+$/.test(path)) return maskedText`!${shown}`;
  if (/\/pull\/\d+$/.test(path)) return maskedText`#${shown}`;
  if (/\/pullrequest\/\d+$/i.test(path)) return maskedText`PR ${shown}`;
  return maskedText`number ${shown}`;
}
