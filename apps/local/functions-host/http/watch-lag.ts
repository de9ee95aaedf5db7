export interface LagWatch {
  /** How late timers were of late, ms; decays when they are on time again. */
  lagMs(): number;
  stop(): void;
}

const EVERY_MS = 20;
const KEPT = 0.8;

/** Watches how long the event loop is busy with other work before it comes to what is new. */
export function watchLag(): LagWatch {
  let lag = 0;
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag = Math.max(now - due, KEPT * lag);
    due = now + EVERY_MS;
  }, EVERY_MS);
  timer.unref();
  return { lagMs: () => Math.max(0, lag), stop: () => clearInterval(timer) };
}
