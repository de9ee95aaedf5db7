import type { ChangeEvent, ChangeEvents, InboundRequest } from '../../shared/ports/change-host.ts';

/** What a webhook means in the end: where it only names something, the host is asked what is true, as the step behind the queue does. */
export async function settledEvent(events: ChangeEvents, request: InboundRequest): Promise<ChangeEvent> {
  const { result } = events.parse(request);
  if (result.kind !== 'named') return result;
  if (events.read === undefined) throw new TypeError('The connector names an event that it cannot read.');
  // As it comes back from a queue.
  const about = structuredClone({ ...result.about, ...result.names });
  return events.read({ event: result.event, about }, AbortSignal.timeout(20_000));
}
