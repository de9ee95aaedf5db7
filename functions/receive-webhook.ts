import { answerComment } from '../shared/doors/answer-comment.ts';
import { receiveWebhook } from '../shared/doors/receive-webhook.ts';
import { route } from './binding/route.ts';

// The webhook's own signature is the key.
route('receive-webhook', { method: 'POST', path: 'webhooks/{connection}' }, (services) =>
  receiveWebhook(services, answerComment(services)),
);
