import { type LogLevel } from './core-types.ts';

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

export interface HostLog {
  /** `source` is `host` or the function's name. */
  write(level: LogLevel, source: string, message: string): void;
}

/**
 * A log that writes one line per entry, filtered by host.json's `logging.logLevel`: the entry for `Function.<name>`,
 * else `Function`, else `default`; the host itself follows `Host`, else `default`.
 *
 * @param levels host.json's `logging.logLevel`, keys as written there
 * @param print receives the finished line, without line end
 */
export function createHostLog(
  levels: Readonly<Record<string, LogLevel>>,
  print: (line: string) => void,
): HostLog {
  return {
    write(level, source, message) {
      if (ORDER.indexOf(level) < ORDER.indexOf(thresholdOf(levels, source))) return;
      print(`${new Date().toISOString()} ${level.padEnd(11)} [${source}] ${message}`);
    },
  };
}

function thresholdOf(levels: Readonly<Record<string, LogLevel>>, source: string): LogLevel {
  const names = source === 'host' ? ['Host', 'default'] : [`Function.${source}`, 'Function', 'default'];
  for (const name of names) {
    const level = levels[name];
    if (level !== undefined) return level;
  }
  return 'information';
}
