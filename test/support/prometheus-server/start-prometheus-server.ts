import { json, type LocalServer, serve } from '../local-server.ts';

interface PrometheusServer {
  readonly url: string;
  readonly seen: LocalServer['seen'];
  failNext(answer: { status: number; headers?: Record<string, string>; body?: string }, times: number): void;
}

/**
 * A look-alike of Prometheus' range queries for a token: any expression has two series with a gap, a NaN and an infinity,
 * but one that mentions `absent` has none. With `valueAt` any expression has one series of its values, up to now.
 */
export async function startPrometheusServer(
  token: string,
  valueAt?: (seconds: number) => number,
): Promise<PrometheusServer> {
  const failures: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  const server = await serve((request, response) => {
    const failure = failures.shift();
    if (failure !== undefined) {
      response.writeHead(failure.status, { 'content-type': 'application/json', ...failure.headers });
      response.end(failure.body);
      return;
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      json(401, { status: 'error', errorType: 'unauthorized', error: 'no' })(request, response);
      return;
    }
    const form = new URLSearchParams(server.seen.at(-1)?.body ?? '');
    json(200, valueAt === undefined ? answer(form) : answerOf(form, valueAt))(request, response);
  });
  return {
    url: server.url('/prefix').href,
    seen: server.seen,
    failNext: (failure, times) => void failures.push(...Array.from({ length: times }, () => failure)),
  };
}

function answerOf(form: URLSearchParams, valueAt: (seconds: number) => number): unknown {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
  const values: [number, string][] = [];
  for (let at = start ?? 0; at <= Math.min(end ?? 0, Date.now() / 1_000); at += step ?? 1)
    values.push([at, String(valueAt(at))]);
  return { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } };
}

function answer(form: URLSearchParams): unknown {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
  const values: [number, string][] = [];
  for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 1) {
    const index = values.length;
    values.push([at, index === 2 ? 'NaN' : index === 3 ? '+Inf' : String(100 + index)]);
  }
  const result = (form.get('query') ?? '').includes('absent')
    ? []
    : [
        { metric: { __name__: 'up', instance: 'b' }, values },
        { metric: { instance: 'a' }, values: values.toSpliced(5, 3) },
      ];
  return { status: 'success', data: { resultType: 'matrix', result }, warnings: ['partial data'] };
}
