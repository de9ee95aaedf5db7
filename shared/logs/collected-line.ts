import { collectedJson } from './collected-json.ts';
import { type CollectedLine, type Collector, NO_COLLECTOR } from './collector.ts';

/** Time, stream, and whether the line is whole (F) or a part (P). */
const CRI =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?: |$)/;
/** `web-1  | `; the name begins with a letter, which no time does. */
const COMPOSE = /^([A-Za-z][\w.-]{0,62}) {1,64}\|(?: |$)/;
/** What Docker writes before a line with `--timestamps`: always nine digits. */
const DOCKER_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?: |$)/;
const LENGTH_OF_DOCKER_TIME = 31;
/** `Nov 20 08:00:00 host unit[123]: ` as syslog and `journalctl` write it, or with the whole date. */
const JOURNAL =
  /^((?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) ([^\s:[\]]{1,255}) ([^\s:[\]]{1,128})(\[\d{1,10}\])?:(?: |$)/;
const LONGEST_HEAD = 512;
const NUMBER_OF_COPY = /[-_]\d{1,9}$/;

/** What the collector put before text[start, stop) and what stands behind it; null for a line without it. */
export function collectedLine(
  collector: Collector,
  text: string,
  start: number,
  stop: number,
): CollectedLine | null {
  if (collector === 'json-file' || collector === 'journal as JSON' || collector === 'Google text')
    return collectedJson(collector, text, start, stop);
  const head = text.slice(start, Math.min(stop, start + LONGEST_HEAD));
  if (collector === 'cri') return fromCri(text, start, stop, head);
  if (collector === 'journal') return fromJournal(text, start, stop, head);
  return fromCompose(text, start, stop, head, collector === 'compose with time');
}

function fromCri(text: string, start: number, stop: number, head: string): CollectedLine | null {
  const found = CRI.exec(head);
  if (found === null) return null;
  const [whole, time = '', source = '', sign] = found;
  return { ...NO_COLLECTOR, text, start: start + whole.length, stop, time, source, isPart: sign === 'P' };
}

function fromJournal(text: string, start: number, stop: number, head: string): CollectedLine | null {
  const found = JOURNAL.exec(head);
  if (found === null) return null;
  const [whole, time = '', host = '', program = '', process = ''] = found;
  const source = `${host} ${program}${process}`;
  return { ...NO_COLLECTOR, text, start: start + whole.length, stop, time, source, program };
}

function fromCompose(
  text: string,
  start: number,
  stop: number,
  head: string,
  withTime: boolean,
): CollectedLine | null {
  const found = COMPOSE.exec(head);
  if (found === null) return null;
  const [whole, source = ''] = found;
  const program = source.replace(NUMBER_OF_COPY, '');
  const timed = withTime
    ? DOCKER_TIME.exec(head.slice(whole.length, whole.length + LENGTH_OF_DOCKER_TIME))
    : null;
  const own = start + whole.length + (timed?.[0].length ?? 0);
  return { ...NO_COLLECTOR, text, start: own, stop, time: timed?.[0].trimEnd() ?? '', source, program };
}
