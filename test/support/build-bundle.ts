import { stop } from 'esbuild';
import { bundle, bundleCommandLine } from '../../tools/bundle.ts';
import { ROOT } from './start-installation.ts';

/** Global set-up of the integration tests: they run the bundles that Azure and people would load, built from this very source. */
export async function setup(): Promise<void> {
  await bundle(ROOT);
  await bundleCommandLine(ROOT);
  // The bundler would keep what it holds, gigabytes, for as long as the tests run.
  await stop();
}
