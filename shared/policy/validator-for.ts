import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

type JsonSchema = Readonly<Record<string, unknown>>;

interface Compiled {
  readonly published: JsonSchema;
  /** For documents of a few shapes. */
  readonly byShape: Map<string, ValidateFunction>;
  /** For documents of any shape, once there were many. */
  whole: ValidateFunction | null;
}

const known = new WeakMap<z.ZodType, Compiled>();
/** A process reads a document or two of each kind when it starts; one that reads many is better served by the whole schema. */
const MOST_SHAPES = 2;

/** The JSON Schema (2020-12) as published: what an author may write, so defaults are optional. */
export function publishedSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/**
 * What judges `value` by the published schema, as ajv would with all of it. Compiling the schema of a policy costs a quarter of a second, a third of
 * what a host needs to start, and a document uses a tenth of it: what is said about keys that `value` does not have is left out.
 */
export function validatorFor(schema: z.ZodType, value: unknown): ValidateFunction {
  const compiled: Compiled = known.get(schema) ?? {
    published: publishedSchema(schema),
    byShape: new Map(),
    whole: null,
  };
  known.set(schema, compiled);
  if (compiled.whole !== null) return compiled.whole;
  const needed = neededFor(value, compiled.published);
  const shape = JSON.stringify(needed);
  const standing = compiled.byShape.get(shape);
  if (standing !== undefined) return standing;
  if (compiled.byShape.size >= MOST_SHAPES) {
    compiled.whole = compile(compiled.published);
    return compiled.whole;
  }
  const validate = compile(needed);
  compiled.byShape.set(shape, validate);
  return validate;
}

/** The schema without what it says about absent keys but for their names and descriptions, which messages quote. */
function neededFor(value: unknown, schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  if (!isObject(value) || !isObject(properties)) return schema;
  const kept = Object.entries(properties).map(([key, of]): readonly [string, unknown] => {
    if (!isObject(of)) return [key, of];
    if (Object.hasOwn(value, key)) return [key, neededFor(value[key], of)];
    return [key, 'description' in of ? { description: of['description'] } : {}];
  });
  return { ...schema, properties: Object.fromEntries(kept) };
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compile(schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    allowUnionTypes: true,
    verbose: true,
    // A schema is used once or twice in a process. Checking our own against its meta-schema, which a test does, and making the code faster took
    // four fifths of what a start spent on schemas.
    validateSchema: false,
    code: { optimize: false },
  });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
