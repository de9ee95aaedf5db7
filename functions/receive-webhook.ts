import { answerComment } from '../shared/doors/answer-comment.ts';
import { receiveWebhook } from '../shared/doors/receive-webhook.ts';
import { route } from './binding/route.ts';

// Anonymous for the Functions host: the webhook's own signature is the key.
route('receive-webhook', { method: 'POST', path: 'webhooks/{connection}', level: 'anonymous' }, (services) =>
  receiveWebhook(services, answerComment(services)),
);
