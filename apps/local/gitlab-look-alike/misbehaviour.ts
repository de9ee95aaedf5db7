import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the server does instead of answering rightly, for the next `times` requests that fit (default 1). */
export interface Misbehaviour {
  readonly method?: string;
  readonly path?: RegExp;
  readonly times?: number;
  readonly answer:
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Record<string, string>;
        readonly body?: string;
      }
    /** Sleeps first, then answers rightly. */
    | { readonly kind: 'delay'; readonly ms: number }
    | { readonly kind: 'hang' }
    /** Does what was asked, then breaks the connection without an answer. */
    | { readonly kind: 'lose-answer' }
    | { readonly kind: 'reset' };
}

export interface Misbehaviours {
  add(rule: Misbehaviour): void;
  /** Misbehaves, or says how to go on. */
  apply(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<'dealt with' | 'answer' | 'lose the answer'>;
}

export function createMisbehaviours(): Misbehaviours {
  const rules: { readonly rule: Misbehaviour; left: number }[] = [];

  function take(request: IncomingMessage): Misbehaviour | null {
    for (const entry of rules) {
      const { method, path } = entry.rule;
      const fits =
        entry.left > 0 &&
        (method === undefined || method === request.method) &&
        (path === undefined || path.test(request.url ?? ''));
      if (!fits) continue;
      entry.left -= 1;
      return entry.rule;
    }
    return null;
  }

  return {
    add: (rule) => void rules.push({ rule, left: rule.times ?? 1 }),
    async apply(request, response) {
      const answer = take(request)?.answer;
      switch (answer?.kind) {
        case undefined:
          return 'answer';
        case 'lose-answer':
          return 'lose the answer';
        case 'delay':
          await new Promise((resolve) => setTimeout(resolve, answer.ms));
          return 'answer';
        case 'hang':
          return 'dealt with';
        case 'reset':
          request.socket.destroy();
          return 'dealt with';
        case 'status':
          response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
          response.end(answer.body ?? JSON.stringify({ message: `${answer.status} on demand` }));
          return 'dealt with';
      }
    },
  };
}
