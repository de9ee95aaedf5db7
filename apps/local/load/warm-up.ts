import { pageView, VIEWERS } from './page-view.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Page views one after the other for `milliseconds`, so that the measured load meets compiled code and open
 * connections. Answers are read and dropped.
 */
export async function warmUp(url: string, milliseconds: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + milliseconds;
  let index = 0;
  const view = async (): Promise<void> => {
    while (performance.now() < until) {
      const page = pageView(index);
      index += 1;
      await Promise.all(page.map(({ path }) => ask(url + path, signal)));
    }
  };
  await Promise.all(Array.from({ length: VIEWERS }, view));
}

async function ask(address: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(address, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  await response.arrayBuffer();
}
