import { app } from '@azure/functions';

app.setup({ enableHttpStream: true });

/** Waits for the whole body, however long that takes. */
app.http('count', {
  methods: ['POST'],
  handler: async (request) => {
    let bytes = 0;
    for await (const chunk of request.body) bytes += chunk.length;
    return { body: String(bytes) };
  },
});
/** Answers before it has read anything. */
app.http('deaf', { methods: ['POST'], handler: () => ({ status: 403, body: 'no' }) });
app.http('alive', { handler: () => ({ body: 'yes' }) });
