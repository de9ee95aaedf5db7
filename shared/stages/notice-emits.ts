import type { Severity } from '../contracts/finding.ts';
import type { Plan } from '../contracts/plan.ts';
import type { Emit } from '../contracts/run-record.ts';
import { quietUntil } from '../policy/quiet-until.ts';
import { noticePartName } from './notice-part.ts';

/** One message a channel, held back while its team wants to be left alone. */
export function noticeEmits(
  { notifications }: Pick<Plan, 'notifications'>,
  severity: Severity,
  now: Date,
): readonly Emit[] {
  return notifications.map(({ connection, quietHours }): Emit => {
    const urgent = quietHours?.urgent.includes(severity) === true;
    const until = urgent ? null : quietUntil(quietHours, now);
    const part = noticePartName({ kind: 'change', connection });
    return { queue: 'notify', part, ...(until === null ? {} : { notBefore: until.toISOString() }) };
  });
}
