import { app, output } from '@azure/functions';
import { appendFileSync } from 'node:fs';

/** What happened, one JSON object a line: it outlives the process. */
function record(entry) {
  appendFileSync(
    process.env.RECORD_FILE,
    `${JSON.stringify({ pid: process.pid, at: Date.now(), ...entry })}\n`,
  );
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let running = 0;
app.serviceBusQueue('work', {
  connection: 'SERVICE_BUS',
  queueName: '%WORK_QUEUE%',
  handler: async (message, context) => {
    running += 1;
    record({
      event: 'started',
      message: Buffer.isBuffer(message) ? { bytes: [...message] } : message,
      metadata: context.triggerMetadata,
      trace: context.traceContext,
      running,
    });
    try {
      await pause(message.pauseMs ?? 0);
      if (message.fail) throw new Error(`asked to fail: ${message.fail}`);
    } finally {
      running -= 1;
    }
    record({ event: 'done', id: context.triggerMetadata.messageId });
  },
});

app.serviceBusQueue('left', {
  connection: 'SERVICE_BUS',
  queueName: 'left',
  autoCompleteMessages: false,
  handler: (_message, context) =>
    record({ event: 'left', deliveryCount: context.triggerMetadata.deliveryCount }),
});

const second = output.serviceBusQueue({ connection: 'SERVICE_BUS', queueName: 'out-two' });
app.serviceBusQueue('fan', {
  connection: 'SERVICE_BUS',
  queueName: 'fan',
  return: output.serviceBusQueue({ connection: 'SERVICE_BUS', queueName: 'out-one' }),
  extraOutputs: [second],
  handler: (message, context) => {
    context.extraOutputs.set(second, [{ part: 1 }, { part: 2 }]);
    return { of: message };
  },
});
