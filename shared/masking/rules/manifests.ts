import { STRENGTH } from '../finding.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { type Place } from './blank-tables.ts';
import { secretsOfFlow } from './manifest-flow.ts';
import { secretsOfJson } from './manifest-json.ts';
import { secretsOfYaml } from './manifest-yaml.ts';
import { isPlaceholder } from './secret-values.ts';

/** How `"kind": "Secret"` is written, by the backslashes before its quotes: JSON within JSON has them. */
const JSON_LEVELS = [0, 1, 3];
/** What stands behind the keyword, with as many blanks as anybody writes. */
const YAML_VALUE = /[ \t]{0,8}["']?Secret\b/iy;
const JSON_VALUE = /[ \t]{0,8}:[ \t]{0,8}\\{0,3}"Secret/iy;
const BACKSLASH = '\\';

/** Whatever a secret of Kubernetes holds is one, by whichever name. The first that says so has all of the text looked at. */
export const manifestAnchors: readonly Anchor[] = [
  ...['kind:', "kind':"].map((keyword) => anchorOf(keyword, YAML_VALUE, secretsOfYaml)),
  ...JSON_LEVELS.map((level) => {
    const quote = `${BACKSLASH.repeat(level)}"`;
    const read: Walk = (text) => secretsOfJson(text, level);
    return anchorOf(`kind${quote}`, JSON_VALUE, read);
  }),
];

function anchorOf(keyword: string, value: RegExp, read: Walk): Anchor {
  return {
    keyword,
    detect: (scan, _start, end) => {
      value.lastIndex = end;
      if (!value.test(scan.text)) return;
      if (read === secretsOfYaml) readFlow(scan, end);
      const walks = walksOf(scan);
      if (walks.has(read)) return;
      walks.add(read);
      for (const place of read(scan.text)) reportValue(scan, place);
    },
  };
}

/** Each line in braces is read once: hits come in the order of the text. */
function readFlow(scan: Scan, at: number): void {
  if (at < (flowsRead.get(scan) ?? 0)) return;
  const lineEnd = scan.text.indexOf('\n', at);
  flowsRead.set(scan, lineEnd < 0 ? scan.text.length : lineEnd);
  for (const place of secretsOfFlow(scan.text, at)) reportValue(scan, place);
}

/** Up to where. */
const flowsRead = new WeakMap<Scan, number>();

/** Whether a text may hold such a secret: then what is far away counts. */
export function saysSecret(text: string): boolean {
  return text.includes('Secret') && SAYS_SECRET.test(text);
}

const SAYS_SECRET = /kind[\s"'\\:]{2,24}Secret/;

type Walk = (text: string) => readonly Place[];

/** Which walks were made over a text: one each, however many secrets it holds. */
const walksMade = new WeakMap<Scan, Set<Walk>>();

function walksOf(scan: Scan): Set<Walk> {
  const walks = walksMade.get(scan) ?? new Set<Walk>();
  walksMade.set(scan, walks);
  return walks;
}

function reportValue(scan: Scan, place: Place): void {
  if (!isHeldValue(scan.text, place)) return;
  report(scan, place.start, place.end, 'secret', STRENGTH.shape, 'kubernetes-secret');
}

/** Whether a value of a Secret is one: no placeholder, no template, and not masked yet. */
export function isHeldValue(text: string, { start, end }: Place): boolean {
  const value = text.slice(start, end);
  return !isPlaceholder(value) && !TEMPLATE.test(value) && !holdsPseudonym(value);
}

/** What Helm, Kustomize and the like put there. */
const TEMPLATE = /\{\{|\$\{|\$\(/;
