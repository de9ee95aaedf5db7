import { app } from '@azure/functions';

app.setup({ enableHttpStream: true });

/** HTTP with streaming: request and response bodies pass through the library's own server. */
app.http('count', {
  methods: ['POST'],
  route: 'count/{name}',
  handler: async (request, context) => {
    let bytes = 0;
    for await (const chunk of request.body) bytes += chunk.length;
    return {
      jsonBody: {
        bytes,
        name: request.params.name,
        query: request.query.getAll('q'),
        url: request.url,
        header: request.headers.get('x-test'),
        traceParent: context.traceContext?.traceParent,
      },
      cookies: [{ name: 'c', value: '1' }],
    };
  },
});

app.http('drip', {
  handler: () => ({
    headers: { 'content-type': 'text/plain' },
    body: (async function* () {
      for (let index = 0; index < 4; index += 1) {
        yield Buffer.from(`part ${index}\n`);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    })(),
  }),
});
app.http('broken', {
  handler: () => ({
    body: (async function* () {
      yield Buffer.from('the beginning');
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('the stream broke');
    })(),
  }),
});
app.http('boom', {
  handler: () => {
    throw new Error('failed before the answer');
  },
});
app.http('silent', { handler: () => undefined });
app.http('refused', { handler: () => ({ status: 403, body: 'no' }) });
