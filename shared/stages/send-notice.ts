import type { ChangeBrief } from '../contracts/change-brief.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import type { NotificationRule } from '../contracts/notification-rule.ts';
import { Notified } from '../contracts/published.ts';
import type { Emit } from '../contracts/run-record.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { quietUntil } from '../policy/quiet-until.ts';
import { ticketKey } from '../policy/ticket-key.ts';
import { whatToTell } from '../policy/what-to-tell.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { Notifier, SentNotice } from '../ports/notifier.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { atMostOnce } from './at-most-once.ts';
import { briefOfRun } from './brief-of-run.ts';
import { isSuperseded } from './is-superseded.ts';
import { createNoticeNotes } from './notice-notes.ts';
import { noticePartFrom, noticePartName } from './notice-part.ts';

interface NoticePorts {
  readonly connections: Connections;
  readonly lock: Lock;
}
type Run = Awaited<ReturnType<typeof briefOfRun>>;
type Channel = { readonly rule: NotificationRule; readonly notifier: Notifier };

const MINUTE_MS = 60_000;
/** A message of an earlier try of this run is no older than the run; clocks of two systems differ. */
const LOOK_BACK_MS = 60 * MINUTE_MS;
/** Whoever took a place at the last moment has written it by then. */
const DIGEST_GRACE_MS = 5_000;
const MOST_LISTED = 20;

/**
 * Tells one channel of a run, or sends a channel's digest. What was told stands in write-once notes; under a lock for the
 * channel, so that places in a digest and words on a change have an order.
 */
export function sendNotice(ports: NoticePorts): Stage<Notified> {
  return {
    step: 'notify',
    output: Notified,
    async run(context) {
      const part = noticePartFrom(context.part);
      const run = await briefOfRun(context);
      const channel = await channelOf(part.connection, run, ports.connections);
      return ports.lock.withLock(`notices/${part.connection}`, context.signal, async () => {
        // A slow second delivery must not tell an older verdict after a newer one.
        await context.refuseWhenDone();
        return part.kind === 'change'
          ? tellChange(context, run, channel, ports.connections)
          : sendDigest(context, run, channel, part.window);
      });
    },
  };
}

async function channelOf(connection: string, { plan }: Run, connections: Connections): Promise<Channel> {
  const rule = plan.notifications.find((one) => one.connection === connection);
  const { notifier } = await connections.get(connection);
  if (rule === undefined || notifier === undefined) {
    throw new PermanentError(
      'CONFIG_INVALID',
      `The connection "${connection}" is no messenger of the policy.`,
    );
  }
  return { rule, notifier };
}

async function tellChange(
  context: StageContext,
  run: Run,
  { rule, notifier }: Channel,
  connections: Connections,
): Promise<StageResult<Notified>> {
  const { connection } = rule;
  const { brief } = run;
  const say = (status: Notified['status'], reason: Masked, emits: readonly Emit[] = []) =>
    result({ connection, status, reason }, emits, run);
  if (await isSuperseded(context, run.request.change, connections)) {
    return say('nothing', maskedText`A newer commit took the place of this one.`);
  }
  const notes = createNoticeNotes(context.artifacts, connection, context.signal);
  const key = ticketKey(run.request.change, run.plan.service);
  const before = await notes.toldBefore(key, context.runId);
  const telling = whatToTell(rule, before.verdict, brief.verdict);
  if (telling === 'nothing' || (telling === 'refresh' && before.thread === null)) {
    return say(
      'nothing',
      maskedText`The verdict "${maskedName(brief.verdict)}" is no news for this channel.`,
    );
  }
  const tell = (thread: string | null): Promise<number> =>
    notes.tell(key, { runId: context.runId, verdict: brief.verdict, thread });
  if (before.thread === null) {
    const now = context.clock.now();
    const window = Math.floor(now.getTime() / (rule.digest.minutes * MINUTE_MS));
    const place = await notes.takePlace(window.toString(36), brief);
    if (place > rule.digest.most) {
      await tell(null);
      const emits = place === rule.digest.most + 1 ? [digestMessage(rule, window, brief.severity)] : [];
      return say('gathered', maskedText`Place ${place} of the time window; told in its digest.`, emits);
    }
  }
  const notice = { key, id: context.runId, brief, news: telling === 'news' };
  const since = new Date(Date.parse(run.request.trigger.at) - LOOK_BACK_MS);
  const sent = await send(context, rule, notifier, context.runId, () =>
    notifier.ensureNotice(notice, { thread: before.thread, since }, context.signal),
  );
  await tell(sent?.thread ?? before.thread);
  if (sent === null) return say('unconfirmed', UNCONFIRMED);
  return say(sent.status, maskedText`The verdict is "${maskedName(brief.verdict)}".`);
}

const UNCONFIRMED = maskedText`Sent once without a confirmation, and not repeated.`;

function digestMessage(rule: NotificationRule, window: number, severity: ChangeBrief['severity']): Emit {
  const end = new Date((window + 1) * rule.digest.minutes * MINUTE_MS + DIGEST_GRACE_MS);
  const part = noticePartName({ kind: 'digest', window: window.toString(36), connection: rule.connection });
  // What is urgent came through quiet hours and does not wait in a digest for their end.
  const urgent = rule.quietHours?.urgent.includes(severity) === true;
  const notBefore = urgent ? end : (quietUntil(rule.quietHours, end) ?? end);
  return { queue: 'notify', part, notBefore: notBefore.toISOString() };
}

async function sendDigest(
  context: StageContext,
  run: Run,
  { rule, notifier }: Channel,
  window: string,
): Promise<StageResult<Notified>> {
  const { connection } = rule;
  const notes = createNoticeNotes(context.artifacts, connection, context.signal);
  const { briefs, more } = await notes.gathered(window, rule.digest.most, MOST_LISTED);
  const id = `digest-${connection}-${window}`;
  const headline = maskedText`${briefs.length + more} more changes with performance news`;
  const since = new Date(context.clock.now().getTime() - 24 * LOOK_BACK_MS);
  const sent = await send(context, rule, notifier, id, () =>
    notifier.ensureDigest({ id, headline, briefs, more }, { since }, context.signal),
  );
  const reason = sent === null ? UNCONFIRMED : maskedText`Digest of ${briefs.length + more} changes.`;
  return result({ connection, status: sent?.status ?? 'unconfirmed', reason }, [], run);
}

async function send(
  context: StageContext,
  { connection }: NotificationRule,
  notifier: Notifier,
  id: string,
  effect: () => Promise<SentNotice>,
): Promise<SentNotice | null> {
  if (notifier.findsAgain) return effect();
  return atMostOnce(context.artifacts, `notices/${connection}/tries`, id, context.signal, effect);
}

function result(output: Notified, emits: readonly Emit[], { request }: Run): StageResult<Notified> {
  const { change } = request;
  const subject = `${change.connection ?? 'none'}:${change.project}!${change.number ?? ''}`;
  const details = { connection: maskedName(output.connection) };
  const remarks =
    output.status === 'nothing' ? [] : [{ action: `notice.${output.status}`, subject, details }];
  return { output, emits, remarks };
}
