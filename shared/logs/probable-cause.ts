import { type LogPattern } from './log-pattern.ts';

/** What a change of patterns points to. `component` and `other` are for messages that name nothing better. */
export const CAUSE_KINDS = [
  'memory',
  'disk',
  'database',
  'access',
  'dependency',
  'timeout',
  'overload',
  'configuration',
  'data',
  'code',
  'restart',
  'exception',
  'component',
  'other',
] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

export interface CauseKey {
  readonly kind: CauseKind;
  /** What the kind was told by: an exception's type, the words of the message, the component's name. */
  readonly evidence: string;
}

/** Words by which messages name their cause, the more telling kinds first. Matched in template and exceptions. */
const WORDS: readonly (readonly [CauseKind, RegExp])[] = [
  [
    'memory',
    /out of memory|outofmemory|\boom\b|oom-?kill|heap space|gc overhead|cannot allocate|memory (?:limit|pressure)|ENOMEM/i,
  ],
  [
    'disk',
    /no space left|disk (?:is )?full|ENOSPC|disk quota|read-only file system|i\/o error|EMFILE|too many open files/i,
  ],
  [
    'database',
    /deadlock|lock wait|serialization failure|duplicate key|constraint|\bsql\w*|jdbc|connection pool|\bpsql|postgres|mysql|mongo|redis|query (?:failed|cancel)/i,
  ],
  [
    'access',
    /unauthori[sz]ed|forbidden|permission denied|access denied|not authori[sz]ed|authentication fail|invalid (?:token|credential|password)|(?:token|certificate)\b.{0,20}expired|EACCES|\b40[13]\b/i,
  ],
  ['timeout', /time(?:d)?[ -]?out|deadline exceeded|ETIMEDOUT|TimeoutE/i],
  [
    'dependency',
    /connection (?:refused|reset|closed|aborted|failed|broken)|ECONN\w+|EPIPE|broken pipe|unreachable|no route to host|unknown ?host|ENOTFOUND|EAI_AGAIN|name resolution|handshake|socket hang up|upstream|\b50[234]\b/i,
  ],
  [
    'overload',
    /too many (?:requests|connections)|rate.?limit|throttl|queue (?:is )?full|rejected|backpressure|circuit breaker|pool exhausted|overload|\b429\b|retry(?:ing)? (?:in|after|attempt)/i,
  ],
  [
    'configuration',
    /config\w*|missing (?:property|setting|variable|env)|no such (?:file|setting)|not (?:set|configured)|unknown option|invalid option|feature flag/i,
  ],
  [
    'data',
    /pars(?:e|ing) (?:error|fail)|malformed|unexpected (?:token|end)|deserial|schema|invalid (?:json|xml|format|input|value|data)|cannot decode|truncated/i,
  ],
  [
    'code',
    /null ?pointer|NullReference|TypeError|ReferenceError|undefined is not|cannot read prop|index ?out ?of|IndexError|KeyError|AttributeError|assert\w*|panic|segfault|nil pointer|stack overflow|ClassCast|NoSuchMethod/i,
  ],
  [
    'restart',
    /\b(?:started|starting|stopped|stopping|shutting down|shutdown|booting|restart\w*|initiali[sz]\w+|listening on|terminated|SIGTERM)\b/i,
  ],
];

/** Best guess at the cause that a pattern speaks of. */
export function probableCause(pattern: Pick<LogPattern, 'template' | 'causes' | 'component'>): CauseKey {
  const root = rootException(pattern.causes);
  const texts = [...pattern.causes.toReversed(), pattern.template];
  for (const text of texts) {
    for (const [kind, words] of WORDS) {
      const found = words.exec(text);
      if (found !== null) return { kind, evidence: root ?? found[0].toLowerCase() };
    }
  }
  if (root !== null) return { kind: 'exception', evidence: root };
  return pattern.component === null
    ? { kind: 'other', evidence: '' }
    : { kind: 'component', evidence: pattern.component };
}

/** Type of the innermost exception of a folded stack trace. */
function rootException(causes: readonly string[]): string | null {
  const root = causes.at(-1);
  return root === undefined ? null : (/^[^\s:]+/.exec(root)?.[0] ?? null);
}
