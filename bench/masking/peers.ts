import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOKEN_FORMS } from '../../shared/masking/rules/token-forms.ts';
import { bestSpeed, printSpeed } from './measure.ts';

const CHUNK = 64 * 1024;

/**
 * Runs secretlint's recommended rules and, through re2, our own token forms over the same text. The packages are read from
 * a folder of their own (`--peers DIR`, made by `npm i re2 @secretlint/core @secretlint/secretlint-rule-preset-recommend`),
 * since the product does not depend on them.
 */
export async function comparePeers(folder: string, text: string): Promise<void> {
  const require = createRequire(join(resolve(folder), 'package.json'));
  // What other projects' packages export is known by their documentation, not by types that are installed here.
  const load = async (name: string): Promise<Record<string, unknown>> =>
    (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>;
  await secretlint(
    await load('@secretlint/core'),
    await load('@secretlint/secretlint-rule-preset-recommend'),
    text,
  );
  await linearExpressions('re2', await re2From(load), text.slice(0, 1e6));
  await linearExpressions('the built-in engine', RegExp, text.slice(0, 1e6));
}

type Load = (name: string) => Promise<Record<string, unknown>>;

/** re2 has to be compiled when it is installed; re2-wasm is the same engine without that. */
async function re2From(load: Load): Promise<typeof RegExp> {
  try {
    return (await load('re2'))['default'] as typeof RegExp;
  } catch (cause) {
    console.log(
      `    re2 does not load (${cause instanceof Error ? cause.message : String(cause)}); re2-wasm in its place`,
    );
    return (await load('re2-wasm'))['RE2'] as typeof RegExp;
  }
}

type LintSource = (request: object) => Promise<{ readonly messages: readonly unknown[] }>;

async function secretlint(
  core: Record<string, unknown>,
  preset: Record<string, unknown>,
  text: string,
): Promise<void> {
  const lintSource = core['lintSource'] as LintSource;
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset['creator'] }];
  let found = 0;
  const speed = await bestSpeed(
    text.length,
    async () => {
      found = 0;
      for (let at = 0; at < text.length; at += CHUNK) {
        const source = {
          content: text.slice(at, at + CHUNK),
          filePath: 'a.log',
          ext: '.log',
          contentType: 'text',
        };
        found += (await lintSource({ source, options: { config: { rules } } })).messages.length;
        // It leaves marks behind that slow every later call down.
        performance.clearMarks();
      }
    },
    2,
  );
  printSpeed('secretlint, recommended rules, 64 KB a call', speed, `(${found} found)`);
}

async function linearExpressions(name: string, Expression: typeof RegExp, text: string): Promise<void> {
  const expressions = TOKEN_FORMS.flatMap(({ form }) => compiled(Expression, form));
  let found = 0;
  const speed = await bestSpeed(
    text.length,
    () => {
      found = 0;
      for (const expression of expressions) {
        for (let match = expression.exec(text); match !== null; match = expression.exec(text)) found++;
      }
    },
    1,
  );
  printSpeed(`${name}, ${expressions.length} of our token forms one by one`, speed, `(${found} found)`);
}

/** re2 repeats a thousand times at most and does not look ahead; such forms are left out for all engines alike. */
function compiled(Expression: typeof RegExp, { source, ignoreCase }: RegExp): RegExp[] {
  if (source.includes('(?!') || source.includes('{0,4}')) return [];
  return [new Expression(source.replace(/\d{4,}\}/g, '1000}'), ignoreCase ? 'giu' : 'gu')];
}
