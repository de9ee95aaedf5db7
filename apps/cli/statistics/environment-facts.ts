import { InvalidArgumentError, Option } from 'commander';

/** What an environment is made of, such as `cpus`: `4`. */
export type Facts = Readonly<Record<string, string>>;

const NAME = /^[A-Za-z][\w.-]{0,59}$/;
const LONGEST_VALUE = 200;
const MOST_FACTS = 50;

/** An option that takes one `NAME=VALUE`, as often as it is given. */
export function factOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(fact).default({}, 'none');
}

/** One `NAME=VALUE` with those before it. */
function fact(text: string, before: Facts): Facts {
  const at = text.indexOf('=');
  const facts = factsFrom({ [text.slice(0, Math.max(0, at))]: text.slice(at + 1) });
  if (facts === null) throw new InvalidArgumentError('Give NAME=VALUE, such as cpus=4.');
  return { ...before, ...facts };
}

/** Facts that a document tells as an object of texts, numbers and booleans, or as one text, the name; null when it is neither. */
export function factsFrom(told: unknown): Facts | null {
  if (typeof told === 'string') return factsFrom({ environment: told });
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return null;
  const facts = Object.entries(told);
  const isFact = ([name, value]: readonly [string, unknown]): boolean =>
    NAME.test(name) && /^(string|number|boolean)$/.test(typeof value) && isShort(String(value));
  if (facts.length > MOST_FACTS || !facts.every(isFact)) return null;
  return Object.fromEntries(facts.map(([name, value]) => [name, String(value)]));
}

function isShort(value: string): boolean {
  return value !== '' && value.length <= LONGEST_VALUE;
}
