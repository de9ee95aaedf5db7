import { stop } from 'esbuild';
import { bundleUnlessCurrent, commandLineUnlessCurrent } from '../../tools/build-unless-current.ts';
import { hostFile } from './host-file.ts';
import { ROOT } from './start-installation.ts';

/** Global set-up of the integration tests: they run the bundles that Azure and people would load, and one local host for all. */
export async function setup(): Promise<void> {
  await bundleUnlessCurrent(ROOT);
  await commandLineUnlessCurrent(ROOT);
  await hostFile(ROOT);
  // The bundler would keep what it holds, gigabytes, for as long as the tests run.
  await stop();
}
