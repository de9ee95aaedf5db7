import type { LogFields, Logger } from '../../ports/logger.ts';

/** One JSON object a line on standard output, which the Functions host and every log collector understand. */
export function createJsonLogger(write: (line: string) => void): Logger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void => {
      write(JSON.stringify({ level, message, ...fields }));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
