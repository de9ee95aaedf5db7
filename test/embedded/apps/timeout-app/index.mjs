import { app } from '@azure/functions';

app.http('stuck', { handler: () => new Promise((resolve) => setTimeout(resolve, 60_000)) });
