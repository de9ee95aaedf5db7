/** Work that does not wait, with its processor time in ms: unlike the clock, that is the same on a machine that is busy with other things. */
export function measureCpu<T>(work: () => T): { readonly value: T; readonly tookMs: number } {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, tookMs: (user + system) / 1_000 };
}
