import { type Connection, type link, type Sender, type Session } from 'rhea';

/**
 * What this broker needs of rhea 3.0.5 and rhea's typings do not show, in one place. Each function says why.
 * test/embedded/service-bus.test.ts runs all of them; a new rhea version that moves something fails there.
 */

/** A transfer that is no batch is marked with this format, see `watchTransfers`. */
const RAW_FORMAT = 1;

/**
 * Changes two things about incoming transfers of a session:
 * - rhea decodes messages of format 0 and drops the bytes. The bytes are what must be stored and forwarded unchanged, so
 *   such transfers are marked with another format, which rhea hands over undecoded.
 * - rhea gathers the frames of one transfer without a bound. Frames that begin beyond `maxBytes` are emptied: what
 *   arrives is still larger than allowed, and is refused as such.
 */
export function watchTransfers(session: Session, maxBytes: number): void {
  const original = method(session, 'on_transfer');
  const gathered = new Map<unknown, number>();
  Reflect.set(session, 'on_transfer', (frame: unknown) => {
    const performative = property(frame, 'performative');
    if (!isObject(frame) || !isObject(performative)) return;
    if (Reflect.get(performative, 'message_format') === 0)
      Reflect.set(performative, 'message_format', RAW_FORMAT);
    const handle: unknown = Reflect.get(performative, 'handle');
    const before = gathered.get(handle) ?? 0;
    const payload = property(frame, 'payload');
    if (before > maxBytes) Reflect.set(frame, 'payload', undefined);
    if (Reflect.get(performative, 'more') !== true) gathered.delete(handle);
    else gathered.set(handle, before + (Buffer.isBuffer(payload) ? payload.length : 0));
    original(frame);
  });
}

/** Sets fields of the attach frame with which rhea is about to answer; works only inside sender_open and receiver_open. */
export function answerAttachWith(opened: link, fields: Readonly<Record<string, number>>): void {
  const attach = property(property(opened, 'local'), 'attach');
  if (isObject(attach)) Object.assign(attach, fields);
}

/**
 * How many more messages the peer takes on this link. rhea lowers the credit only when it writes a transfer, at the end
 * of the event loop's turn, so what is queued until then has to be counted off.
 */
export function freeCredit(sender: Sender): number {
  if (!sender.is_open() || !sender.sendable()) return 0;
  return counter(sender, 'credit') - unsent(sender.session);
}

/** Deliveries that rhea has not written yet. */
export function unsent(session: Session): number {
  const outgoing = property(session, 'outgoing');
  return counter(outgoing, 'next_delivery_id') - counter(outgoing, 'next_pending_delivery');
}

/**
 * rhea answers a drain only while there is credit left to give back; when the last message took it, the client waits
 * in vain. So drained links always say so.
 */
export function answerEveryDrain(sender: Sender): void {
  Reflect.set(sender, '_get_drain', () => {
    if (property(sender, '_draining') !== true || property(sender, '_drained') !== true) return false;
    Reflect.set(sender, 'delivery_count', counter(sender, 'delivery_count') + counter(sender, 'credit'));
    Reflect.set(sender, 'credit', 0);
    return true;
  });
}

/**
 * Writes what is waiting on the connection now. rhea puts neighbouring outcomes of one turn of the event loop into one
 * frame, and of the first two in a frame it compares only the first with itself: an error behind a success would be
 * sent as a success. Writing before and after each error keeps it alone.
 */
export function flush(connection: Connection): void {
  method(connection, '_process')();
}

function counter(owner: unknown, name: string): number {
  const value = property(owner, name);
  if (typeof value !== 'number') throw new TypeError(`rhea has no counter ${name} any more`);
  return value;
}

function method(owner: object, name: string): (...parameters: unknown[]) => unknown {
  const value = property(owner, name);
  if (typeof value !== 'function') throw new TypeError(`rhea has no method ${name} any more`);
  return (...parameters) => {
    const result: unknown = Reflect.apply(value, owner, parameters);
    return result;
  };
}

function property(owner: unknown, name: string): unknown {
  if (!isObject(owner)) return undefined;
  const value: unknown = Reflect.get(owner, name);
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
