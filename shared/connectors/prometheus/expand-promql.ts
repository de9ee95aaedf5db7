import { PermanentError } from '../../errors/pipeline-error.ts';

const PLACEHOLDER = /\$service\b/g;

/**
 * PromQL with the service in place of `$service`, escaped for where it stands: in a quoted string as string content,
 * after `=~` and `!~` as a literal regular expression as well. Outside quotes a value could change the query, so it is refused.
 * Strings follow prometheus.io/docs/prometheus/latest/querying/basics/#string-literals (Go's escaping; none in backticks).
 * @throws PermanentError(`INPUT_INVALID`)
 */
export function expandPromql(promql: string, service: string | undefined): string {
  let expanded = '';
  let at = 0;
  while (at < promql.length) {
    const next = promql.slice(at).search(/["'`#]/);
    const codeEnd = next === -1 ? promql.length : at + next;
    const code = promql.slice(at, codeEnd);
    refusePlaceholder(code, 'outside a quoted string');
    expanded += code;
    if (next === -1) return expanded;
    const end = endOfToken(promql, codeEnd);
    const token = promql.slice(codeEnd, end);
    expanded +=
      token.startsWith('"') || token.startsWith("'") ? expandString(token, expanded, service) : token;
    if (!/^["']/.test(token)) refusePlaceholder(token, 'in backticks or a comment');
    at = end;
  }
  return expanded;
}

function expandString(token: string, before: string, service: string | undefined): string {
  if (!token.includes('$service')) return token;
  if (service === undefined) {
    throw new PermanentError(
      'INPUT_INVALID',
      'Field "promql" of the Prometheus query has $service, but field "service" is not given.',
    );
  }
  const asRegex = /[=!]~\s*$/.test(before);
  // RE2 metacharacters, https://github.com/google/re2/wiki/Syntax
  const literal = asRegex ? service.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : service;
  const content = escapeInString(literal, token.charAt(0));
  // A function, so that `$&` and the like in a service name mean nothing.
  return token.replace(PLACEHOLDER, () => content);
}

function escapeInString(text: string, quote: string): string {
  return Array.from(text, (character) => {
    if (character === '\\' || character === quote) return `\\${character}`;
    return character < ' ' ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character;
  }).join('');
}

function endOfToken(promql: string, start: number): number {
  const opening = promql[start];
  if (opening === '#') {
    const end = promql.indexOf('\n', start);
    return end === -1 ? promql.length : end + 1;
  }
  for (let at = start + 1; at < promql.length; at += 1) {
    if (promql[at] === '\\' && opening !== '`') at += 1;
    else if (promql[at] === opening) return at + 1;
  }
  throw new PermanentError(
    'INPUT_INVALID',
    `Field "promql" of the Prometheus query has a string that does not end, from character ${start + 1} on.`,
  );
}

function refusePlaceholder(text: string, where: string): void {
  if (!text.includes('$service')) return;
  throw new PermanentError(
    'INPUT_INVALID',
    `Field "promql" of the Prometheus query has $service ${where}; write it in double or single quotes, e.g. {service="$service"}.`,
  );
}
