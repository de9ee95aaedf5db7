import { existsSync } from 'node:fs';
import { app } from '@azure/functions';

/** HTTP without streaming: what the host hands to the library, and what it makes of the answer. */
app.http('echo', {
  route: 'echo/{name?}',
  methods: ['GET', 'POST'],
  handler: async (request, context) => {
    context.log(`echo ${request.params.name ?? ''}`);
    return {
      jsonBody: {
        name: request.params.name ?? null,
        method: request.method,
        url: request.url,
        query: Object.fromEntries(request.query),
        header: request.headers.get('x-test'),
        body: await request.text(),
        traceParent: context.traceContext?.traceParent,
        functionName: context.functionName,
      },
    };
  },
});

app.http('item', {
  route: 'items/{id:int}',
  handler: (request) => ({ body: `number ${request.params.id}` }),
});
app.http('newest', { route: 'items/newest', handler: () => ({ body: 'literal' }) });
app.http('any-item', { route: 'items/{id}', handler: (request) => ({ body: `text ${request.params.id}` }) });
app.http('files', { route: 'files/{*path}', handler: (request) => ({ body: request.params.path }) });

app.http('keyed', { authLevel: 'function', handler: () => ({ body: 'function level' }) });
app.http('guarded', { authLevel: 'admin', handler: () => ({ body: 'admin level' }) });

app.http('boom', {
  handler: () => {
    throw new Error('the handler failed with a secret');
  },
});
app.http('nothing', { handler: () => undefined });
app.http('bytes', {
  handler: () => ({ status: 201, body: new Uint8Array([0, 255, 128]), headers: { 'x-own': 'yes' } }),
});
app.http('cookies', {
  handler: () => ({
    cookies: [
      { name: 'a', value: '1 2', httpOnly: true, secure: true, sameSite: 'Strict', maxAge: 60, path: '/v1' },
      { name: 'b', value: '2', expires: new Date('2030-01-02T03:04:05Z'), domain: 'example.org' },
    ],
  }),
});
app.http('slow', {
  handler: async () => {
    while (!existsSync(`${process.env.RECORD_FILE}.release`))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { body: 'slow' };
  },
});
app.http('quiet', {
  handler: (_request, context) => {
    context.log('this line is below the level');
    context.error('this line is at the level');
    return { body: 'ok' };
  },
});

app.hook.preInvocation((context) => {
  context.hookData.marker = 'from the pre hook';
  if (context.invocationContext.functionName === 'hooked') context.inputs = [{ replaced: true }];
});
app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return;
  context.result = { jsonBody: { ...context.result.jsonBody, marker: context.hookData.marker } };
});
app.hook.log((context) => {
  if (context.category === 'user') context.message = context.message.replace('secret-token', '***');
});
app.http('hooked', {
  handler: (request, context) => {
    context.log('a secret-token in a line');
    return { jsonBody: { input: request } };
  },
});
