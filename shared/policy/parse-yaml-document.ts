import { type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

const MOST_BYTES = 1_000_000;
const MOST_FAULTS = 10;
const MOST_ALIASES = 100;
const validators = new WeakMap<z.ZodType, ValidateFunction>();

/**
 * Outside document → value: YAML, then ajv against the published JSON Schema (messages with file, line and column), then zod
 * for defaults and types.
 * @throws PermanentError(`POLICY_INVALID`) listing up to ten faults, each `file:line:column path: what would be right`.
 */
export function parseYamlDocument<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  if (text.length > MOST_BYTES) {
    throw new PermanentError(
      'POLICY_INVALID',
      `${file} has ${text.length} characters; the most is ${MOST_BYTES}.`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    const faults = document.errors.slice(0, MOST_FAULTS).map((error) => {
      const at = error.linePos?.[0];
      return `${file}:${at?.line ?? 1}:${at?.col ?? 1} ${error.code}: ${error.message.split('\n')[0] ?? ''}`;
    });
    throw new PermanentError('POLICY_INVALID', faults.join('; '));
  }
  const value = valueOf(document, file);
  const validate = validatorOf(schema);
  if (!validate(value)) {
    const faults = (validate.errors ?? [])
      .slice(0, MOST_FAULTS)
      .map((fault) => describe(fault, file, document, lines));
    throw new PermanentError('POLICY_INVALID', [...new Set(faults)].join('; '));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PermanentError('POLICY_INVALID', `${file}: ${describeIssues(parsed.error)}`);
}

/** Aliases are resolved here, and yaml says with a ReferenceError that one names nothing or that they multiply. */
function valueOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new PermanentError('POLICY_INVALID', `${file}: ${error.message}; write the values out.`, {
      cause: error,
    });
  }
}

/** The JSON Schema (2020-12) as published: what an author may write, so defaults are optional. */
export function publishedSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

function validatorOf(schema: z.ZodType): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(publishedSchema(schema));
  validators.set(schema, validate);
  return validate;
}

function describe(fault: ErrorObject, file: string, document: Document.Parsed, lines: LineCounter): string {
  const path = fault.instancePath.split('/').slice(1).map(unescapePointer);
  const { line, col } = positionOf(path, document, lines);
  const where = path.length === 0 ? '(whole document)' : path.join('.');
  return `${file}:${line}:${col} ${where}: ${fault.message ?? fault.keyword}${hint(fault)}`;
}

function hint(fault: ErrorObject): string {
  const { params } = fault as { params: Readonly<Record<string, unknown>> };
  if (fault.keyword === 'additionalProperties')
    return ` ("${String(params['additionalProperty'])}" is unknown)`;
  if (fault.keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return ` (${params['allowedValues'].map(String).join(', ')})`;
  }
  if (fault.keyword === 'const') return ` (${JSON.stringify(params['allowedValue'])})`;
  return '';
}

/** The deepest node on the path that the text has; a missing key is shown at its parent. */
function positionOf(
  path: readonly string[],
  document: Document.Parsed,
  lines: LineCounter,
): { readonly line: number; readonly col: number } {
  for (let length = path.length; length >= 0; length -= 1) {
    const node =
      length === 0 ? document.contents : document.getIn(path.slice(0, length).map(indexOrKey), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return { line: 1, col: 1 };
}

function indexOrKey(segment: string): string | number {
  return /^\d+$/.test(segment) ? Number(segment) : segment;
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
