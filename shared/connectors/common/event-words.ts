import { createHash } from 'node:crypto';

/** Names of events go to logs and artifacts, so only the characters that code hosts use pass. */
export function safeEventName(name: string): string {
  return /^[a-z0-9_.-]{1,60}$/i.test(name) ? name : 'unknown';
}

/** A delivery id as it came, or its hash when it is longer than a message id may be. @returns null when there is none */
export function boundedDeliveryId(id: string | undefined): string | null {
  if (id === undefined || id === '') return null;
  return id.length <= 200 ? id : createHash('sha256').update(id).digest('hex');
}

/** An address to show, never one to fetch; anything but http(s) is dropped. */
export function webAddress(url: string | null | undefined): string | null {
  return typeof url === 'string' && url.length <= 1_000 && /^https?:\/\//i.test(url) && URL.canParse(url)
    ? url
    : null;
}
