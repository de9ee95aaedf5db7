import type { Verdict } from '../contracts/decision.ts';
import type { NotificationRule } from '../contracts/notification-rule.ts';

/** `news`: somebody should look. `refresh`: what stands there is brought up to date, silently. */
type Telling = 'news' | 'refresh' | 'nothing';

/**
 * What a team hears of a verdict. Quiet by default: news are a verdict that the rule names and that was not told before,
 * and the pass that ends one; the same verdict again only refreshes what stands there.
 * @param told verdict told last of this change; null when nothing was
 */
export function whatToTell(
  rule: Pick<NotificationRule, 'onVerdict'>,
  told: Verdict | null,
  verdict: Verdict,
): Telling {
  if (rule.onVerdict.some((wanted) => wanted === verdict)) return told === verdict ? 'refresh' : 'news';
  if (told === null) return 'nothing';
  return verdict === 'pass' && told !== 'pass' ? 'news' : 'refresh';
}
