import { isPrompt, saysRule } from './said-rules.ts';
import { wordsSpelled } from './spelled-names.ts';
import { SIGN } from './value-signs.ts';

/** What follows a call whose last argument's quote was taken for one that opens: `").unwrap();`. */
const CALLS_ON = /^\)\??\.[a-z_]\w{1,30}\(/;
/** A variable of the environment in JavaScript, with the sign of TypeScript that it is there. */
const ENVIRONMENT = /^(?:process\.env|import\.meta\.env|__ENV)\.[A-Z][A-Z\d_]*!?$/;
/** What a field of Go is called elsewhere: `json:"password" validate:"required"`. */
const FIELD_TAG = /^(?:[a-z]\w{1,20}:\\{0,3}"[^"\n]{0,80}"?\s?){1,6}$/;
/** What is asked of a field: `required|string|min:8`. */
const FIELD_RULES =
  /^(?:required|nullable|sometimes|string|bail|filled|present|confirmed|min:\d{1,3})(?:\|[a-z_]{2,30}(?::[\w,.]{1,60})?){1,12}$/;
/** Words and a year as people choose them, `Sommer.Regen24`; members of objects end so, too, and stand in code. */
const ENDS_IN_YEAR = /\.(?!base(?:32|64))[A-Z]?[a-z]{3,16}(?:19|20)?\d\d$/;
/** Digits in both words, as no members have them: `Sommer7.Regen2`, `Kn0ten.Schnur8`. */
const DIGITS_IN_BOTH = /^([A-Za-z]{1,16}\d[A-Za-z\d]{0,16})\.[A-Za-z]{1,16}\d[A-Za-z\d]{0,16}$/;
const BEGINS_WITH_CAPITALS = /^[A-Z][a-z\d]+\.[A-Z]/;
const ENDS_ARGUMENT = /[,)(]/;

/** Whether a value without quotes is a variable of the environment. */
export function isEnvironment(value: string, signs: number): boolean {
  return (signs & SIGN.cut) !== 0 && ENVIRONMENT.test(value);
}

/** Whether a value in quotes is said of a password, or asks for one: the tag of a field, its rules, a prompt, the rest of a call. */
export function isSaidInCode(value: string, signs: number): boolean {
  if (value.startsWith(')')) return CALLS_ON.test(value);
  if ((signs & SIGN.pipe) !== 0) return FIELD_RULES.test(value);
  if ((signs & SIGN.colon) !== 0 && (value.endsWith(':') ? isPrompt(value) : FIELD_TAG.test(value)))
    return true;
  return (signs & SIGN.space) !== 0 && saysRule(value);
}

/** Whether words with dots between them are a password rather than members of an object. */
export function isChosenOfTwo(value: string, spaced: boolean, after: string): boolean {
  if (spaced && !BEGINS_WITH_CAPITALS.test(value)) return false;
  if (ENDS_ARGUMENT.test(after)) return false;
  const first = DIGITS_IN_BOTH.exec(value)?.[1];
  return ENDS_IN_YEAR.test(value) || (first !== undefined && wordsSpelled(first) === 0);
}
