import { measureMemory } from '../../apps/local/cloud/measure-memory.ts';

const EVERY_MS = 500;

/** Looks at a process's resident memory until asked for the most that it had, MiB. @param pidOf the process at that moment; it may have been started again */
export function watchMemory(pidOf: () => number | undefined): { readonly peakMiB: () => number } {
  let peak = 0;
  const look = (): void => {
    const pid = pidOf();
    if (pid !== undefined) peak = Math.max(peak, measureMemory([pid]).totalMiB);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    peakMiB() {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
