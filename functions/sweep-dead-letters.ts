import { sweepDeadLetters } from '../shared/pipeline/sweep-dead-letters.ts';
import { everyMinutes } from './binding/every-minutes.ts';

everyMinutes('sweep-dead-letters', 1, async (services, signal) => {
  const moved = await sweepDeadLetters(services.deadLetters, services, signal);
  if (moved > 0) services.log.warn('dead letters moved to the rejected queues', { moved });
});
