import { fileURLToPath } from 'node:url';

// Run by npm after an installation in a checkout: bundles the command line, so that it starts in a tenth of a second. An installation
// without development tools has no bundler; there the sources are run.
const hasBundler = await import('esbuild').then(
  () => true,
  () => false,
);
if (hasBundler && process.features.typescript) {
  const { commandLineUnlessCurrent } = await import('./build-unless-current.ts');
  await commandLineUnlessCurrent(fileURLToPath(new URL('../', import.meta.url)));
}
