import type { ErrorObject } from 'ajv';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type * as z from 'zod';
import { PermanentError } from '../errors/pipeline-error.ts';
import { faultWords, syntaxWords, telling, unknownKeyOf } from './fault-words.ts';
import { nearestName } from './nearest-name.ts';
import { validatorFor } from './validator-for.ts';

const MOST_BYTES = 1_000_000;
const MOST_FAULTS = 10;
const MOST_ALIASES = 100;
/** Joiners (U+200C, U+200D) are spelling behind letters of other scripts and within emoji. */
const UNSEEN =
  /[^\P{Cc}\t\n\r]|[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|(?<=\p{ASCII}|^)[\u200c\u200d]/u;
const UNSEEN_IN_KEYS = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The text does not say it; the place is that of the nearest thing around it. */
  readonly byDefault?: true;
}

/** A document and where each of its values stands. */
export interface SourcedDocument<T> {
  readonly value: T;
  readonly file: string;
  /** As it was written. */
  readonly text: string;
  /** Of the value, or of the nearest one around it that the text has. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
}

/**
 * Outside document → value: YAML, then ajv against the published JSON Schema (messages with file, line and column), then zod
 * for defaults and types.
 * @throws PermanentError(`POLICY_INVALID`) listing up to ten faults, each `file:line:column path: what would be right`.
 */
export function parseYamlDocument<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  return parseSourcedDocument(text, file, schema).value;
}

/** As {@link parseYamlDocument}, with the place of every value. */
export function parseSourcedDocument<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): SourcedDocument<z.output<S>> {
  if (text.length > MOST_BYTES) {
    throw new PermanentError(
      'POLICY_INVALID',
      `${file} has ${text.length} characters; the most is ${MOST_BYTES}.`,
    );
  }
  const lines = new LineCounter();
  const document = documentOf(text, file, lines);
  // A tag that nobody knows is a warning to yaml; what it would make of the value is not what it says.
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) {
    const faults = wrong.slice(0, MOST_FAULTS).map((error) => {
      const at = error.linePos?.[0];
      return `${file}:${at?.line ?? 1}:${at?.col ?? 1} ${error.code}: ${syntaxWords(error, text)}`;
    });
    throw new PermanentError('POLICY_INVALID', faults.join('; '));
  }
  const value = valueOf(document, file, lines);
  const validate = validatorFor(schema, value);
  if (!validate(value)) {
    const faults = telling(validate.errors ?? []).map((fault) => describe(fault, file, document, lines));
    throw new PermanentError('POLICY_INVALID', [...new Set(faults)].slice(0, MOST_FAULTS).join('; '));
  }
  const parsed = schema.safeParse(value);
  const place = (path: readonly (string | number)[]): Place => placeOf(path, document, lines);
  if (!parsed.success) {
    // What the published schema cannot say, the schema of the program says.
    const faults = parsed.error.issues.map(({ path, message }) => {
      const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
      const { line, column } = place(keys);
      return `${file}:${line}:${column} ${keys.join('.')}: ${message}`;
    });
    throw new PermanentError('POLICY_INVALID', faults.slice(0, MOST_FAULTS).join('; '));
  }
  return { value: parsed.data, file, text, placeOf: place };
}

/** Text that was not UTF-8 has lost characters when it gets here: what stands in their place is refused. */
function documentOf(text: string, file: string, lines: LineCounter): Document.Parsed {
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const lost = text.indexOf('\uFFFD');
  if (lost < 0) return document;
  const { line, col } = lines.linePos(lost);
  throw new PermanentError(
    'POLICY_INVALID',
    `${file}:${line}:${col} here stands a character that is not UTF-8; save the file as UTF-8.`,
  );
}

/** Aliases are resolved here, and yaml says with a ReferenceError that one names nothing or that they multiply. */
function valueOf(document: Document.Parsed, file: string, lines: LineCounter): unknown {
  const anchors = new Set<string>();
  const unresolved: string[] = [];
  visit(document, (key, node, around) => {
    if (isAlias(node)) {
      const fault = aliasFault(node.source, anchors, around);
      if (fault === null) return;
      const { line, column } = nodePlace(node, lines);
      unresolved.push(`${file}:${line}:${column} *${node.source}: ${fault}`);
    } else if (isPair(node) && !isScalar(node.key)) {
      const { line, column } = isNode(node.key) ? nodePlace(node.key, lines) : { line: 1, column: 1 };
      unresolved.push(`${file}:${line}:${column} a key is one word, not a list or mapping`);
    } else {
      if (isNode(node) && 'anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
      if (!isScalar(node)) return;
      const unseen = unseenCharacter(node.value, key === 'key', around);
      if (unseen === null) return;
      const { line, column } = nodePlace(node, lines);
      unresolved.push(
        `${file}:${line}:${column} here stands a character that nobody sees (${unseen}); take it out`,
      );
    }
  });
  if (unresolved.length > 0) {
    throw new PermanentError('POLICY_INVALID', unresolved.slice(0, MOST_FAULTS).join('; '));
  }
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new PermanentError('POLICY_INVALID', `${file}:1:1: ${error.message}; write the values out.`, {
      cause: error,
    });
  }
}

/**
 * Control characters and those that turn the direction of what is read: a database takes no end of text, and a name should be what it looks like.
 * Examples of masking rules may have them, since logs do.
 * @returns the first, as `U+202E`
 */
function unseenCharacter(value: unknown, isKey: boolean, around: readonly unknown[]): string | null {
  if (typeof value !== 'string') return null;
  const [found] = (isKey ? UNSEEN_IN_KEYS : UNSEEN).exec(value) ?? [];
  if (found === undefined) return null;
  const ofExamples = around.some((one) => isPair(one) && isScalar(one.key) && one.key.value === 'examples');
  return ofExamples ? null : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** @returns null for an alias that names an anchor that stands above it and does not hold it */
function aliasFault(name: string, anchors: ReadonlySet<string>, around: readonly unknown[]): string | null {
  if (!anchors.has(name)) {
    const meant = nearestName(name, [...anchors]);
    const hint = anchors.size === 0 ? 'no anchor stands above it' : `meant *${meant ?? [...anchors][0]}?`;
    return `the alias names no anchor above it (${hint}), write the value out or set &${name} before`;
  }
  const holds = around.some((one) => isNode(one) && 'anchor' in one && one.anchor === name);
  return holds ? `the alias stands within its own anchor &${name}, which would have no end` : null;
}

function describe(fault: ErrorObject, file: string, document: Document.Parsed, lines: LineCounter): string {
  const path = fault.instancePath.split('/').slice(1).map(unescapePointer).map(indexOrKey);
  const unknown = unknownKeyOf(fault);
  const { line, column } =
    unknown !== null
      ? (keyPlace(path, unknown, document, lines) ?? placeOf(path, document, lines))
      : placeOf(path, document, lines);
  const where = path.length === 0 ? '(whole document)' : path.join('.');
  return `${file}:${line}:${column} ${where}: ${faultWords(fault)}`;
}

/** The deepest node on the path that the text has; a missing key is shown at its parent. */
function placeOf(path: readonly (string | number)[], document: Document.Parsed, lines: LineCounter): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const place = nodePlace(node, lines);
    return length === path.length ? place : { ...place, byDefault: true };
  }
  return { line: 1, column: 1, byDefault: true };
}

/** Of the key itself, not of the mapping that it does not belong in. */
function keyPlace(
  path: readonly (string | number)[],
  key: string,
  document: Document.Parsed,
  lines: LineCounter,
): Place | null {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return null;
  const found = map.items
    .map((pair) => pair.key)
    .find((node) => isScalar(node) && String(node.value) === key);
  return isNode(found) && found.range ? nodePlace(found, lines) : null;
}

function nodePlace(node: Node, lines: LineCounter): Place {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0);
  return { line, column: col };
}

function indexOrKey(segment: string): string | number {
  return /^\d+$/.test(segment) ? Number(segment) : segment;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
