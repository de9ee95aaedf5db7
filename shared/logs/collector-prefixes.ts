import { type Collector } from './collector.ts';

/** What a collector writes before each line, and how its parts are told. */
export interface CollectorPrefix {
  /** Groups: `time`, `source`, `program` (else made of the source), `part` (P where the runtime cut the line), `ahead` of the line itself. */
  readonly form: RegExp;
  /** A time may stand behind the prefix, in the other one of its two variants. */
  readonly time?: RegExp;
  readonly programOf?: (source: string) => string;
}

const DATE = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`;
const ZONE = String.raw`(?:Z|[+-]\d\d:\d\d)`;
/** Of a pod: the hash of its template and its own five signs, which have no vowels, or its number in a set. */
const POD = String.raw`[a-z\d][a-z\d.-]{0,250}-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,4})`;
const CONTAINER = String.raw`[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?`;
/** Kubernetes leaves zeros out at the end of a second. */
const RUNTIME_TIME = new RegExp(`^${DATE}(?:\\.\\d{1,9})?${ZONE}(?: |$)`);
/** What Docker writes before a line with `--timestamps`: always nine digits. */
const DOCKER_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?: |$)/;
const NUMBER_OF_COPY = /[-_]\d{1,9}$/;
/** `shop_web.1.k3j4h5@node-1` of Swarm. */
const COPY_ON_NODE = /\.\d{1,9}\.[a-z\d]{1,64}@.*$/;

const withoutNumber = (source: string): string =>
  source.replace(NUMBER_OF_COPY, '').replace(COPY_ON_NODE, '');
const withoutCopy = (source: string): string => source.replace(/\.\d{1,9}$/, '');

/** Collectors that write text before the line. Of those with a time of their own behind it that is taken off as well. */
export const PREFIXES: Readonly<Partial<Record<Collector, CollectorPrefix>>> = {
  // Time, stream, and whether the line is whole (F) or a part (P).
  cri: {
    form: new RegExp(
      `^(?<time>${DATE}(?:\\.\\d{1,9})?${ZONE}) (?<source>stdout|stderr) (?<part>[FP])(?: |$)`,
    ),
    programOf: () => '',
  },
  // `web-1  | `; the name begins with a letter, which no time does.
  compose: {
    form: /^(?<source>[A-Za-z][\w.-]{0,100}(?:@[\w.-]{1,63})?) {1,64}\|(?: |$)/,
    time: DOCKER_TIME,
    programOf: withoutNumber,
  },
  // `Nov 20 08:00:00 host unit[123]: ` as syslog and `journalctl` write it, or with the whole date.
  journal: {
    form: /^(?<time>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) (?<source>[^\s:[\]]{1,255} (?<program>[^\s:[\]]{1,128})(?:\[\d{1,10}\])?):(?: |$)/,
  },
  // `kubectl logs --prefix`
  kubectl: {
    form: /^\[pod\/(?<source>[\w.-]{1,253}\/(?<program>[\w.-]{1,63}))\](?: |$)/,
    time: RUNTIME_TIME,
  },
  // Pod and container, behind the name space where there are several.
  stern: {
    form: new RegExp(`^(?<source>(?:${CONTAINER} )?${POD} (?<program>${CONTAINER}))(?: |$)`),
    time: RUNTIME_TIME,
  },
  // A job's log with times: `2026-11-20T08:00:00.123456Z 01O text`, a plus where the line goes on with the one before.
  'GitLab job': {
    form: new RegExp(`^(?<time>${DATE}\\.\\d{6}Z) (?<source>\\d\\d[OE])(?:[ +]|$)`),
    programOf: () => '',
  },
  // `gh run view --log`
  'GitHub job': {
    form: new RegExp(`^(?<source>[^\\t]{1,200}\\t[^\\t]{1,200})\\t\uFEFF?(?<time>${DATE}\\.\\d{7}Z)(?: |$)`),
    programOf: () => '',
  },
  Heroku: {
    form: new RegExp(
      `^(?<time>${DATE}\\.\\d{6}[+-]\\d\\d:\\d\\d) (?<source>[a-z][\\w-]{0,62}\\[[a-z][\\w-]{0,62}(?:\\.[\\w-]{1,62})?\\]):(?: |$)`,
    ),
    programOf: (source) => withoutCopy(source.slice(source.indexOf('[') + 1, -1)),
  },
  // `aws logs tail`: the stream's name ends with the task's or the function's instance.
  CloudWatch: {
    form: new RegExp(
      `^(?<time>${DATE}\\.\\d{6}${ZONE}) (?<source>[\\w.-]+\\/[\\w.\\/$[\\]-]{0,200}?(?:[\\/\\]])[a-f\\d]{16,40})(?: |$)`,
    ),
    programOf: () => '',
  },
  // Loki's command line: the labels of the stream.
  logcli: {
    form: new RegExp(
      `^(?<time>${DATE}(?:\\.\\d{1,9})?${ZONE})[ \\t]{1,4}(?<source>\\{(?:[a-zA-Z_]\\w{0,62}="[^"\\n]{0,200}"(?:, ?)?){0,20}\\})(?: {1,200}|\\t|$)`,
    ),
    programOf: () => '',
  },
  // `08:00:00 web.1  | `
  foreman: {
    form: /^(?<time>\d\d:\d\d:\d\d) (?<source>[A-Za-z][\w-]{0,62}\.\d{1,4}) {1,64}\|(?: |$)/,
    programOf: withoutCopy,
  },
  pm2: {
    form: /^(?<source>\d{1,4}\|(?<program>[\w.@/-]{1,63})) {1,64}\|(?: |$)/,
  },
  // `Nov 20, 2026 8:00:12 AM com.shop.Orders place`, and in the next line `INFO: order stored`.
  'java.util.logging': {
    form: /^(?<time>\p{L}{3,9}\.? \d\d, \d{4} \d{1,2}:\d\d:\d\d[ \u00a0\u202f]\p{L}[\p{L}.]{0,9}) (?<program>[\p{L}\d_.$]{1,200})(?: [\p{L}\d_$<>]{1,100})?(?<ahead>)$/u,
  },
  // A time alone (`docker logs --timestamps`, `kubectl logs --timestamps`, jobs of Azure DevOps).
  time: {
    form: new RegExp(`^(?<time>${DATE}(?:\\.\\d{1,9})?${ZONE})(?: |$)`),
  },
  // The name of a task, as runners of several write it: `[web] `, `@acme/shop:start: `, `packages/shop dev: `.
  task: {
    form: /^(?<source>\[[\w@./:-]{1,64}\]|(?<program>@?[A-Za-z][\w./-]{0,62}(?:(?:[:#][\w-]{1,62}){1,3}|(?<=\/[\w.-]{1,40}) [\w:-]{1,40})?):)(?: |$)/,
    programOf: () => '',
  },
};
