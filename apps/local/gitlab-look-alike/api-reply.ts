/** A request that was authenticated and matched; body is parsed JSON or null. */
export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export type ApiReply =
  | { readonly kind: 'json'; readonly status: number; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  | { readonly kind: 'bytes'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'none'; readonly status: number };

export interface Route {
  readonly method: string;
  /** Segments below `/api/v4`; `:name` takes any one. */
  readonly path: string;
  handle(request: ApiRequest): ApiReply;
}

export function ok(value: unknown, status = 200): ApiReply {
  return { kind: 'json', status, value };
}

export function notFound(what: string): ApiReply {
  return ok({ message: `404 ${what} Not Found` }, 404);
}

export function badRequest(message: unknown): ApiReply {
  return ok({ message }, 400);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Parameters of the first route that fits method and segments, with the route. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): { readonly route: Route; readonly params: Record<string, string> } | null {
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route.path.split('/'), segments) : null;
    if (params !== null) return { route, params };
  }
  return null;
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
