import { collectedJson, isJsonCollector } from './collected-json.ts';
import { PREFIXES } from './collector-prefixes.ts';
import { type CollectedLine, type Collector, NO_COLLECTOR } from './collector.ts';

const LONGEST_HEAD = 1_024;
const LONGEST_TIME = 40;
const WITH_TIME = ' with time';

/** What the collector put before text[start, stop) and what stands behind it; null for a line without it. */
export function collectedLine(
  collector: Collector,
  text: string,
  start: number,
  stop: number,
): CollectedLine | null {
  if (isJsonCollector(collector)) return collectedJson(collector, text, start, stop);
  const isTimed = collector.endsWith(WITH_TIME);
  const prefix = PREFIXES[isTimed ? (collector.slice(0, -WITH_TIME.length) as Collector) : collector];
  const head = text.slice(start, Math.min(stop, start + LONGEST_HEAD));
  const found = prefix?.form.exec(head);
  if (found == null) return null;
  const { time: before = '', source = '', program, part, ahead } = found.groups ?? {};
  const length = found[0].length;
  const timed = isTimed ? prefix?.time?.exec(head.slice(length, length + LONGEST_TIME))?.[0] : undefined;
  return {
    ...NO_COLLECTOR,
    text,
    start: start + length + (timed?.length ?? 0),
    stop,
    time: timed?.trimEnd() ?? before,
    source,
    program: prefix?.programOf?.(source) ?? program ?? '',
    isPart: part === 'P' || ahead !== undefined,
  };
}
