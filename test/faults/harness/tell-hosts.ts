import type { HostSlot } from './host-slot.ts';

const LAST_LINES = 40;

/** Tells of each host whether it lives, and the last lines of its log: when it was started, what it did, how it ended. */
export function tellHosts(
  slots: readonly Pick<HostSlot, 'name' | 'url' | 'isUp'>[],
  log: readonly string[],
  tell: (line: string) => void,
): void {
  for (const { name, url, isUp } of slots) {
    tell(`host ${name} (${url}) ${isUp() ? 'is alive' : 'is not there'}; its last lines:`);
    for (const line of log.filter((each) => each.startsWith(`${name} `)).slice(-LAST_LINES)) tell(line);
  }
}
