import { answerComment } from '../shared/doors/answer-comment.ts';
import { receiveWebhook } from '../shared/doors/receive-webhook.ts';
import { withinLimit } from '../shared/doors/within-limit.ts';
import { route } from './binding/route.ts';

/** So many are accepted in less than a quarter of a second by one core: measured by bench/resilience. */
const MOST_AT_ONCE = 50;

// The webhook's own signature is the key.
route('receive-webhook', { method: 'POST', path: 'webhooks/{connection}' }, (services) =>
  withinLimit(receiveWebhook(services, answerComment(services)), MOST_AT_ONCE),
);
