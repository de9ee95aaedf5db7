import { parseArgs } from 'node:util';
import { createService } from './create-service.ts';
import { createOrderStore } from './order-store.ts';
import { DEFECTS, type Defect, VERSIONS, type Version } from './service-version.ts';

const QUERY_MS = 5;

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: 'A' },
    defect: { type: 'string', default: 'none' },
    port: { type: 'string', default: '0' },
    'query-ms': { type: 'string', default: String(QUERY_MS) },
    'stop-with-parent': { type: 'boolean', default: false },
  },
});

const version: Version = oneOf(VERSIONS, values.version, '--version');
const defect: Defect = oneOf(DEFECTS, values.defect, '--defect');
const store = createOrderStore({ queryMs: numberIn(values['query-ms'], 0, 1_000, '--query-ms') });
const server = createService({ version, defect, store });

server.listen(numberIn(values.port, 0, 65_535, '--port'), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${String(port)}`, version, defect }));
});
server.on('error', (error) => {
  console.error(`The sample service cannot listen: ${error.message}`);
  process.exitCode = 1;
});

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
if (values['stop-with-parent']) process.stdin.on('end', stop).resume();

function stop(): void {
  process.stdin.pause();
  server.close();
  server.closeAllConnections();
}

function oneOf<T extends string>(choices: readonly T[], value: string, flag: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  console.error(`${flag} is one of ${choices.join(', ')}, not "${value}".`);
  process.exit(2);
}

function numberIn(value: string, low: number, high: number, flag: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= low && number <= high) return number;
  console.error(`${flag} is a whole number from ${String(low)} to ${String(high)}, not "${value}".`);
  process.exit(2);
}
