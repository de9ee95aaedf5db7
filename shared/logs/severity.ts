/** Severities in rising order; their index is their rank. */
export const SEVERITIES = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Rank of a line that names no severity. */
export const NO_SEVERITY = -1;

const RANKS: Readonly<Record<string, number>> = {
  trace: 0,
  finest: 0,
  finer: 0,
  verbose: 0,
  trc: 0,
  silly: 0,
  debug: 1,
  fine: 1,
  dbg: 1,
  config: 1,
  dbug: 1,
  info: 2,
  information: 2,
  notice: 2,
  note: 2,
  inf: 2,
  informational: 2,
  log: 2,
  warn: 3,
  warning: 3,
  wrn: 3,
  error: 4,
  err: 4,
  severe: 4,
  failure: 4,
  fail: 4,
  eror: 4,
  fatal: 5,
  critical: 5,
  crit: 5,
  emerg: 5,
  emergency: 5,
  alert: 5,
  panic: 5,
  ftl: 5,
};

/** Rank of a severity's usual name in any case (`WARN`, `Warning`, `wrn`), or NO_SEVERITY when it is none. */
export function severityRank(name: string): number {
  return RANKS[name.toLowerCase()] ?? NO_SEVERITY;
}

/** Rank of a one-letter severity as Android and glog write it (`V D I W E F`), or NO_SEVERITY. */
export function letterRank(letter: string): number {
  return 'TDIWEF'.indexOf(letter === 'V' ? 'T' : letter === 'C' || letter === 'A' ? 'F' : letter);
}

/** Rank of a priority of syslog (RFC 5424: 0 emergency … 7 debug), or NO_SEVERITY. */
export function syslogRank(priority: number): number {
  return [5, 5, 5, 4, 3, 2, 2, 1][priority] ?? NO_SEVERITY;
}

/** The severity of a rank, or null for NO_SEVERITY. */
export function severityOf(rank: number): Severity | null {
  return SEVERITIES[rank] ?? null;
}
