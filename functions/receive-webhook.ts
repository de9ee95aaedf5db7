import { createBodyRoom } from '../shared/doors/body-room.ts';
import { receiveWebhook } from '../shared/doors/receive-webhook.ts';
import { withinLimit } from '../shared/doors/within-limit.ts';
import { route } from './binding/route.ts';

/** What an instance accepts at once; the others are asked to come back (docs/resilience.md). */
const limited = withinLimit(50);
/** Nobody is known before the whole body is there: strangers may fill this much with bodies above 1 MiB, and no more. */
const room = createBodyRoom(50 * 1024 * 1024);

// The webhook's own signature is the key.
route('receive-webhook', { method: 'POST', path: 'webhooks/{connection}' }, (services) =>
  limited(receiveWebhook(services, room)),
);
