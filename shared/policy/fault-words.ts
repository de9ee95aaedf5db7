import type { ErrorObject } from 'ajv';
import { nearestName } from './nearest-name.ts';

/** Longest text of a document that is repeated; the place says where a longer one stands. */
const LONGEST_SHOWN = 60;

/** The key that a mapping does not know; null for any other fault. */
export function unknownKeyOf(fault: ErrorObject): string | null {
  const key = parameterOf(fault, 'additionalProperty');
  return typeof key === 'string' ? key : null;
}

/**
 * The faults that say something: of a choice between forms, what is wrong with the one that has the keys that stand there, else the forms that
 * there are in place of what is wrong with each; of a value that is wrong in two ways, the one that says more.
 */
export function telling(faults: readonly ErrorObject[]): readonly ErrorObject[] {
  const isChoice = (fault: ErrorObject): boolean => fault.keyword === 'anyOf' && formsOf(fault).length > 1;
  const choices = faults.filter((fault) => isChoice(fault) && chosenForm(fault) < 0);
  const chosen = faults.filter((fault) => isChoice(fault) && chosenForm(fault) >= 0);
  const needs = faults.filter((fault) => neededKeys(fault).length > 0);
  const isOfChoice = (fault: ErrorObject): boolean =>
    choices.some((choice) => choice !== fault && isUnder(fault.instancePath, choice.instancePath)) ||
    chosen.some(
      (choice) =>
        fault.schemaPath.startsWith(`${choice.schemaPath}/`) &&
        !fault.schemaPath.startsWith(`${choice.schemaPath}/${chosenForm(choice)}/`),
    ) ||
    needs.some(({ schemaPath }) => fault.schemaPath.startsWith(`${schemaPath}/`));
  const at = (path: string, ...keywords: readonly string[]): boolean =>
    faults.some((other) => isUnder(other.instancePath, path) && keywords.includes(other.keyword));
  return faults.filter((fault) => {
    const { keyword, instancePath } = fault;
    if (isOfChoice(fault)) return false;
    if (keyword === 'anyOf') return choices.includes(fault) || needs.includes(fault);
    if (keyword === 'format') return !at(instancePath, 'pattern');
    if (keyword !== 'type') return true;
    // Of "null or a mapping" nobody meant null who wrote something else.
    if (parameterOf(fault, 'type') === 'null') return false;
    return !at(instancePath, 'enum', 'const');
  });
}

function isUnder(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** What helps against broken YAML, by the parser's code. */
const CURES: ReadonlyMap<string, string> = new Map([
  ['BAD_SCALAR_START', 'put the value in quotes'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'put a value with ": " in it in quotes, and indent the keys of one mapping alike',
  ],
  ['TAB_AS_INDENT', 'indent with blanks'],
]);

/**
 * What a parser says of broken YAML, without the place, which stands before it.
 * @param text the document, from which a key that is there twice is named
 */
export function syntaxWords(
  {
    code,
    message,
    pos,
  }: { readonly code: string; readonly message: string; readonly pos: readonly number[] },
  text: string,
): string {
  if (code === 'MULTIPLE_DOCS')
    return 'a file is one document; take out the line "---" and what does not belong to it';
  if (code === 'RESOURCE_EXHAUSTION')
    return 'lists and mappings stand in each other too deep; write it flatter';
  if (code === 'DUPLICATE_KEY') {
    const [key = ''] = /^[^\s:,]{1,61}/.exec(text.slice(pos[0])) ?? [];
    return `the mapping has ${key.length > LONGEST_SHOWN ? 'this key' : `the key ${key}`} before; keep one of the two`;
  }
  const [first = ''] = message.split('\n');
  const words = first.replace(/ at line \d+, column \d+:?$/, '');
  if (words === 'Alias cannot be an empty string') return 'a "*" alone stands in quotes: "*"';
  const cure = CURES.get(code);
  return cure === undefined ? words : `${words}; ${cure}`;
}

/** What is wrong with a value and what would be right, for people who do not read JSON Schema. */
export function faultWords(fault: ErrorObject): string {
  const { keyword, message = keyword } = fault;
  switch (keyword) {
    case 'additionalProperties':
      return `${message} (${unknownWords(fault)})`;
    case 'enum':
      return `${message} ${choiceWords(fault)}`;
    case 'const':
      return `${message} (${JSON.stringify(parameterOf(fault, 'allowedValue'))})`;
    case 'type':
      return `${message}${givenWords(fault)}`;
    case 'pattern':
      return patternWords(fault) ?? message;
    case 'anyOf': {
      const needed = neededKeys(fault);
      return needed.length > 0
        ? `needs ${needed.join(' or ')}`
        : `must be one of ${formsOf(fault).join(' or ')}`;
    }
    case 'required':
      return `${message}${meantWords(fault)}`;
    default:
      return message;
  }
}

function parameterOf({ params }: ErrorObject, name: string): unknown {
  return new Map<string, unknown>(Object.entries(params)).get(name);
}

interface Form {
  readonly keys: readonly string[];
  readonly required: readonly unknown[];
}

/** The mappings that an `anyOf` chooses from; undefined in the place of a choice that is none. */
function mappingsOf({ parentSchema }: ErrorObject): readonly (Form | undefined)[] {
  const options: unknown = parentSchema?.['anyOf'];
  return (Array.isArray(options) ? options : []).map((option: unknown) => {
    if (typeof option !== 'object' || option === null || !('properties' in option && 'type' in option))
      return undefined;
    const { properties } = option;
    return {
      keys: typeof properties === 'object' && properties !== null ? Object.keys(properties) : [],
      required: 'required' in option && Array.isArray(option.required) ? option.required : [],
    };
  });
}

/** `{ metric, statistic?, events }` of each mapping; none for "null or something". */
function formsOf(fault: ErrorObject): readonly string[] {
  return mappingsOf(fault).flatMap((form) =>
    form === undefined
      ? []
      : [`{ ${form.keys.map((key) => (form.required.includes(key) ? key : `${key}?`)).join(', ')} }`],
  );
}

/** Place of the form that has the very keys that stand there, so that a value of theirs is what is wrong; -1: none. */
function chosenForm(fault: ErrorObject): number {
  const data: unknown = fault.data;
  if (typeof data !== 'object' || data === null) return -1;
  const given = Object.keys(data);
  return mappingsOf(fault).findIndex(
    (form) =>
      form !== undefined &&
      form.required.every((key) => typeof key === 'string' && given.includes(key)) &&
      given.every((key) => form.keys.includes(key)),
  );
}

/** The keys of which an `anyOf` wants one to be there; none for a choice between forms. */
function neededKeys({ keyword, parentSchema }: ErrorObject): readonly string[] {
  const options: unknown = keyword === 'anyOf' ? parentSchema?.['anyOf'] : [];
  return (Array.isArray(options) ? options : []).flatMap((option: unknown) =>
    typeof option === 'object' && option !== null && 'required' in option && !('type' in option)
      ? [String(option.required)]
      : [],
  );
}

/** `"limt" is unknown, meant "limit"?`, or all that there are when none is near. */
function unknownWords(fault: ErrorObject): string {
  const unknown = unknownKeyOf(fault) ?? '';
  if (unknown === '<<') return '"<<" merges nothing here: write the values out';
  const keys = knownKeys(fault);
  const nearest = nearestName(unknown, keys);
  if (nearest !== null) return `"${unknown}" is unknown, meant "${nearest}"?`;
  return keys.length === 0
    ? `"${unknown}" is unknown`
    : `"${unknown}" is unknown, known are ${keys.join(', ')}`;
}

function knownKeys({ parentSchema }: ErrorObject): readonly string[] {
  const properties: unknown = parentSchema?.['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** `(fail, warn), meant fail?` */
function choiceWords(fault: ErrorObject): string {
  const allowed = parameterOf(fault, 'allowedValues');
  const words = Array.isArray(allowed) ? allowed.map(String) : [];
  const nearest = typeof fault.data === 'string' ? nearestName(fault.data, words) : null;
  return `(${words.join(', ')})${nearest === null ? '' : `, meant ${nearest}?`}`;
}

/** Units of numbers, by the end of the key that holds them. */
const UNITS = ['minutes', 'seconds', 'days', 'hours'] as const;

/** A value, or how long it is: never its beginning, since half of a secret is none that a rule knows. */
function shownValue(data: unknown): string {
  if (typeof data === 'number') return String(data);
  return typeof data === 'string' && data.length > LONGEST_SHOWN
    ? `a text of ${data.length} characters`
    : JSON.stringify(data);
}

/** `, not "10%": write 0.1`, `, not "20m": write the number alone, it counts minutes`. */
function givenWords(fault: ErrorObject): string {
  const data: unknown = fault.data;
  if (data === null) return ', and nothing stands here';
  if (Array.isArray(data)) return ', not a list';
  if (typeof data === 'object') return ', not a mapping';
  const shown = shownValue(data);
  const wanted = parameterOf(fault, 'type');
  if (typeof data === 'string' && data.length > LONGEST_SHOWN) return `, not ${shown}`;
  if (wanted === 'array') return `, not ${shown}: write [${shown.replaceAll('"', '')}]`;
  if (wanted === 'string') return `, not ${shown}: write it in quotes`;
  const isNumber = wanted === 'number' || wanted === 'integer';
  return `, not ${shown}${isNumber && typeof data === 'string' ? numberWords(data, fault.instancePath) : ''}`;
}

/** What somebody who wrote a number with a sign, unit or separator should write. */
function numberWords(text: string, path: string): string {
  const [, share] = /^\s*([+-]?\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  if (share !== undefined) return `: write ${String(Number((Number(share) / 100).toPrecision(12)))}`;
  // 1,000 is a thousand to some and one to others.
  if (/^\s*[1-9]\d{0,2}([,_' ]\d{3})+\s*$/.test(text)) {
    const [, point] = /^\s*(\d+,\d+)\s*$/.exec(text) ?? [];
    const thousands = text.replaceAll(/[,_' ]/g, '');
    return `: write ${thousands}${point === undefined ? '' : ` or ${point.replace(',', '.')}`}`;
  }
  if (/^\s*\d+,\d+\s*$/.test(text)) return `: write ${text.trim().replace(',', '.')}`;
  const unit = UNITS.find((one) => path.toLowerCase().endsWith(one));
  if (unit !== undefined) return `: write the number alone, it counts ${unit}`;
  return /\d/.test(text) ? ': write the number alone, without quotes or unit' : '';
}

/** A form is told in words where the schema has them; a regular expression says little to most. */
function patternWords({ parentSchema, data }: ErrorObject): string | null {
  const words: unknown = parentSchema?.['description'];
  // A form is described as "a …", a meaning as a sentence.
  const isForm = typeof words === 'string' && /^[a-z]/.test(words);
  return isForm ? `must be ${words}, not ${shownValue(data)}` : null;
}

/** A key that is missing is often there under another spelling, which is a fault of its own; else, what the key says. */
function meantWords(fault: ErrorObject): string {
  const missing = parameterOf(fault, 'missingProperty');
  const { data } = fault;
  if (typeof missing !== 'string' || typeof data !== 'object' || data === null) return '';
  const strange = Object.keys(data).filter((key) => !knownKeys(fault).includes(key));
  const there = nearestName(missing, strange);
  if (there !== null) return ` (is "${there}" meant for it?)`;
  const words = descriptionOf(missing, fault.parentSchema?.['properties']);
  return words === null ? '' : ` (${words.replace(/\.$/, '')})`;
}

function descriptionOf(key: string, properties: unknown): string | null {
  if (typeof properties !== 'object' || properties === null) return null;
  const schema = new Map<string, unknown>(Object.entries(properties)).get(key);
  if (typeof schema !== 'object' || schema === null || !('description' in schema)) return null;
  return typeof schema.description === 'string' ? schema.description : null;
}
