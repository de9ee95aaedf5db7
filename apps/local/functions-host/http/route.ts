/** One parsed ASP.NET route template: `webhooks/{provider}`, `runs/{id:guid}`, `files/{*path}`, `page/{n:int?}`. */
export interface Route {
  readonly template: string;
  /** Parameters of a path (leading slash optional, still percent-encoded), or null when it does not match. */
  match(path: string): Readonly<Record<string, string>> | null;
  /** Lower sorts first: literal, constrained parameter, parameter, catch-all, segment by segment. */
  readonly precedence: readonly number[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly catchAll: boolean;
      readonly optional: boolean;
      readonly defaultValue: string | undefined;
      readonly accepts: readonly ((value: string) => boolean)[];
    };

const PARAMETER = /^\{(\*{0,2})([A-Za-z_]\w*)((?::[a-z]+(?:\([^)]*\))?)*)(=[^?}]*)?(\?)?\}$/i;

const CONSTRAINTS: Readonly<Record<string, (argument: string) => (value: string) => boolean>> = {
  int: () => (value) => /^-?\d+$/.test(value) && Math.abs(Number(value)) <= 2_147_483_647,
  long: () => (value) => /^-?\d{1,19}$/.test(value),
  guid: () => (value) => /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(value),
  bool: () => (value) => /^(true|false)$/i.test(value),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  minlength: (argument) => (value) => value.length >= Number(argument),
  maxlength: (argument) => (value) => value.length <= Number(argument),
  length: (argument) => (value) => {
    const [least = '0', most = least] = argument.split(',');
    return value.length >= Number(least) && value.length <= Number(most);
  },
  min: (argument) => (value) => Number(value) >= Number(argument),
  max: (argument) => (value) => Number(value) <= Number(argument),
  regex: (argument) => {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  },
};

/**
 * Parses a route template.
 *
 * @throws Error that names the template and the faulty segment
 */
export function parseRoute(template: string): Route {
  const segments = template
    .split('/')
    .filter((part) => part !== '')
    .map((part) => parseSegment(part, template));
  return {
    template,
    precedence: segments.map(precedenceOf),
    match: (path) =>
      matchSegments(
        segments,
        path.split('/').filter((part) => part !== ''),
      ),
  };
}

/** Sorts routes so that the first match is the one ASP.NET would choose. */
export function byPrecedence(left: Route, right: Route): number {
  const length = Math.max(left.precedence.length, right.precedence.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left.precedence[index] ?? 9) - (right.precedence[index] ?? 9);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parseSegment(part: string, template: string): Segment {
  if (!part.includes('{') && !part.includes('}')) return { kind: 'literal', text: part.toLowerCase() };
  const match = PARAMETER.exec(part);
  if (match === null) {
    throw new Error(
      `Route "${template}": the segment "${part}" is not understood; a segment is a literal or one {parameter}`,
    );
  }
  const [, stars = '', name = '', constraints = '', defaultValue, optional] = match;
  return {
    kind: 'parameter',
    name,
    catchAll: stars !== '',
    optional: optional !== undefined,
    defaultValue: defaultValue?.slice(1),
    accepts: parseConstraints(constraints, template),
  };
}

function parseConstraints(text: string, template: string): readonly ((value: string) => boolean)[] {
  return [...text.matchAll(/:([a-z]+)(?:\(([^)]*)\))?/gi)].map(([, name = '', argument = '']) => {
    const constraint = CONSTRAINTS[name.toLowerCase()];
    if (constraint === undefined)
      throw new Error(`Route "${template}": the constraint "${name}" is not known`);
    return constraint(argument);
  });
}

function precedenceOf(segment: Segment): number {
  if (segment.kind === 'literal') return 1;
  if (segment.catchAll) return segment.accepts.length > 0 ? 4 : 5;
  return segment.accepts.length > 0 ? 2 : 3;
}

function matchSegments(
  segments: readonly Segment[],
  parts: readonly string[],
): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  let index = 0;
  for (const segment of segments) {
    const part = parts[index];
    if (segment.kind === 'literal') {
      if (part === undefined || decode(part).toLowerCase() !== segment.text) return null;
      index += 1;
      continue;
    }
    if (segment.catchAll) {
      const rest = parts.slice(index).map(decode).join('/') || (segment.defaultValue ?? '');
      parameters[segment.name] = rest;
      return segment.accepts.every((accepts) => accepts(rest)) ? parameters : null;
    }
    const value = part === undefined ? segment.defaultValue : decode(part);
    if (value === undefined) {
      if (!segment.optional) return null;
      continue;
    }
    if (!segment.accepts.every((accepts) => accepts(value))) return null;
    parameters[segment.name] = value;
    index += 1;
  }
  return index >= parts.length ? parameters : null;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
