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
  const { default: re2 } = await load('re2');
  await linearExpressions(re2 as typeof RegExp, text.slice(0, 1e6));
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

async function linearExpressions(Expression: typeof RegExp, text: string): Promise<void> {
  const expressions = TOKEN_FORMS.map(
    ({ form }) => new Expression(form.source, form.ignoreCase ? 'gi' : 'g'),
  );
  let found = 0;
  const speed = await bestSpeed(
    text.length,
    () => {
      found = 0;
      for (const expression of expressions) found += text.match(expression)?.length ?? 0;
    },
    1,
  );
  printSpeed(`re2, our ${expressions.length} token forms one by one`, speed, `(${found} found)`);
}
