import { app } from '@azure/functions';
import { appendFileSync, existsSync } from 'node:fs';

function record(entry) {
  appendFileSync(
    process.env.RECORD_FILE,
    `${JSON.stringify({ pid: process.pid, at: Date.now(), ...entry })}\n`,
  );
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

app.hook.appStart((context) => record({ event: 'appStart', hasFolder: 'functionAppDirectory' in context }));
app.hook.appTerminate(() => record({ event: 'appTerminate' }));

app.http('work', {
  handler: async () => {
    record({ event: 'request began' });
    while (!existsSync(`${process.env.RECORD_FILE}.release`)) await pause(20);
    record({ event: 'request ended' });
    return { body: 'finished' };
  },
});
app.http('crash', {
  handler: () => {
    setTimeout(() => {
      throw new Error('outside of any invocation');
    }, 10);
    return { body: 'about to crash' };
  },
});
app.http('register-late', {
  handler: () => {
    try {
      app.http('too-late', { handler: () => ({}) });
      return { body: 'registered' };
    } catch (error) {
      return { body: error.message };
    }
  },
});
app.timer('tick', { schedule: '* * * * * *', handler: (timer) => record({ event: 'tick', timer }) });
app.timer('at-start', {
  schedule: '%NIGHTLY%',
  runOnStartup: true,
  handler: (timer) => record({ event: 'at-start', timer }),
});
