import { type FieldKind } from './header-field.ts';
import { NO_SEVERITY, severityRank } from './severity.ts';

/** What a field holds beside its level; places are those in the field, and a component may be empty. */
export interface LevelWithin {
  readonly rank: number;
  /** Where the time ends, in a field that holds one. */
  readonly timeEnd: number;
  readonly componentStart: number;
  readonly componentEnd: number;
}

const LONGEST = 200;
/** `[core:info]`, `[php7:warn]` */
const BEHIND_MODULE = /^\[([\w.-]{1,64}):([a-z]{3,11})\]:?$/di;
/** `production.WARNING:` */
const BEHIND_CHANNEL = /^([\w-]{1,64})\.([A-Z]{3,9}):$/d;
const WORD = /[A-Za-z]{3,11}/g;
/** A name behind the level, but for one with a number of its own. */
const COMPONENT = /^[\s|/:-]{1,8}([A-Za-z_][\w.]{0,99}(?:::\w{1,99}){0,20}(?<!\d))[\])>]$/d;
const BEFORE_LEVEL = /[\s:,|/-]+$/;

/**
 * The severity that a field holds beside something else: behind the time in one pair of brackets (`[08:00:12 INF]`, `[… INFO
 * shop::orders]`, `[…: INFO/Worker-6]`), behind Apache's module, behind Monolog's channel. Null when it holds none.
 */
export function levelWithin(kind: FieldKind, field: string): LevelWithin | null {
  if (field.length > LONGEST) return null;
  if (kind === 'bracket') return fromParts(BEHIND_MODULE.exec(field));
  if (kind === 'tag') return fromParts(BEHIND_CHANNEL.exec(field));
  return kind === 'time' && /^[[(<]/.test(field) ? behindTime(field) : null;
}

function fromParts(found: RegExpExecArray | null): LevelWithin | null {
  const rank = severityRank(found?.[2] ?? '');
  const [componentStart, componentEnd] = found?.indices?.[1] ?? [0, 0];
  return rank === NO_SEVERITY ? null : { rank, timeEnd: 0, componentStart, componentEnd };
}

function behindTime(field: string): LevelWithin | null {
  for (const { 0: word, index } of field.matchAll(WORD)) {
    const rank = severityRank(word);
    if (rank === NO_SEVERITY) continue;
    const behind = index + word.length;
    const [start, end] = COMPONENT.exec(field.slice(behind))?.indices?.[1] ?? [0, 0];
    const timeEnd = field.slice(0, index).replace(BEFORE_LEVEL, '').length;
    return { rank, timeEnd, componentStart: behind + start, componentEnd: behind + end };
  }
  return null;
}
