import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const MASKER = join(import.meta.dirname, '../../shared/masking/create-masker.ts');
const TRIES = 9;

/** Milliseconds from the start of a process, bundled as it is shipped, to its first masked text; and those of Node alone. */
export async function startUp(): Promise<{ readonly masked: number; readonly nodeAlone: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'masking-start-'));
  try {
    const entry = join(folder, 'entry.ts');
    const bundle = join(folder, 'entry.mjs');
    const bare = join(folder, 'bare.mjs');
    writeFileSync(
      entry,
      `import { createMasker } from ${JSON.stringify(MASKER)};
createMasker({ runKey: 'bench' }).mask('mail jane@example.com from 10.1.2.3');
process.stdout.write(String(performance.now()));`,
    );
    writeFileSync(bare, 'process.stdout.write(String(performance.now()));');
    await build({
      entryPoints: [entry],
      outfile: bundle,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    });
    return { masked: fastest(bundle), nodeAlone: fastest(bare) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fastest(file: string): number {
  const tries = Array.from({ length: TRIES }, () =>
    Number(execFileSync(process.execPath, [file], { encoding: 'utf8' })),
  );
  return Math.min(...tries);
}
