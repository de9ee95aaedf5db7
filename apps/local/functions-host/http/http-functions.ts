import { type BindingInfo } from '../core-types.ts';
import { type RegisteredFunction } from '../core-module.ts';
import { byPrecedence, parseRoute, type Route } from './route.ts';

export interface HttpFunction {
  readonly registered: RegisteredFunction;
  readonly bindingName: string;
  readonly route: Route;
  readonly methods: ReadonlySet<string>;
  readonly authLevel: 'anonymous' | 'function' | 'admin';
}

export interface HttpMatch {
  readonly target: HttpFunction;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The functions with an HTTP trigger, best route first. @throws Error when a route or an auth level is not understood */
export function httpFunctionsFrom(
  functions: Iterable<RegisteredFunction>,
  routePrefix: string,
): HttpFunction[] {
  const found: HttpFunction[] = [];
  for (const registered of functions) {
    for (const [bindingName, binding] of Object.entries(registered.metadata.bindings)) {
      if (binding.type.toLowerCase() !== 'httptrigger') continue;
      found.push(httpFunctionFrom(registered, bindingName, binding, routePrefix));
    }
  }
  return found.sort((left, right) => byPrecedence(left.route, right.route));
}

/** The function that answers; the method is part of the match, so a wrong method is "no such route", as in Azure. */
export function findHttpFunction(
  functions: readonly HttpFunction[],
  method: string,
  path: string,
): HttpMatch | null {
  for (const target of functions) {
    if (!target.methods.has(method)) continue;
    const parameters = target.route.match(path);
    if (parameters !== null) return { target, parameters };
  }
  return null;
}

function httpFunctionFrom(
  registered: RegisteredFunction,
  bindingName: string,
  binding: BindingInfo,
  routePrefix: string,
): HttpFunction {
  const route = typeof binding['route'] === 'string' ? binding['route'] : registered.metadata.name;
  const methods = Array.isArray(binding['methods']) ? binding['methods'] : ['GET', 'POST'];
  return {
    registered,
    bindingName,
    route: parseRoute(`${routePrefix}/${route}`),
    methods: new Set(methods.map((method) => String(method).toUpperCase())),
    authLevel: authLevelFrom(binding['authLevel'], registered.metadata.name),
  };
}

function authLevelFrom(value: unknown, functionName: string): HttpFunction['authLevel'] {
  const level = typeof value === 'string' ? value.toLowerCase() : 'anonymous';
  if (level === 'anonymous' || level === 'function' || level === 'admin') return level;
  throw new Error(
    `Function "${functionName}": authLevel "${level}" is not one of anonymous, function, admin`,
  );
}
