import * as z from 'zod';

/** When a change gets a comment: see docs/quiet-and-loops.md. */
export const CommentsWhen = z.enum(['always', 'on-finding', 'on-change-of-verdict']);
export type CommentsWhen = z.infer<typeof CommentsWhen>;

/** Documents, tests and pipelines in the layouts of many languages. Patterns as in policy/match-path.ts. */
export const IGNORED_PATHS: readonly string[] = [
  ...['*.md', '*.markdown', '*.rst', '*.adoc', 'docs/**/*.txt', 'docs/**/*.png', 'docs/**/*.svg'],
  ...[
    'LICENSE',
    'LICENCE',
    'NOTICE',
    'AUTHORS',
    'CODEOWNERS',
    '.gitignore',
    '.gitattributes',
    '.editorconfig',
  ],
  ...['.github/**', '.gitlab/**', '.circleci/**', '.azuredevops/**', '.vscode/**', '.idea/**'],
  ...['.gitlab-ci*.yml', 'azure-pipelines*.yml', '.travis.yml', 'appveyor.yml', 'Jenkinsfile'],
  ...['test/**', 'tests/**', 'spec/**', 'e2e/**', '**/src/test/**'],
  ...['**/__tests__/**', '**/__mocks__/**', '**/__snapshots__/**'],
  ...['*.test.js', '*.test.jsx', '*.test.ts', '*.test.tsx', '*.test.mjs', '*.test.mts'],
  ...['*.spec.js', '*.spec.jsx', '*.spec.ts', '*.spec.tsx', '*.spec.mjs', '*.spec.mts'],
  ...['test_*.py', '*_test.py', 'conftest.py', '*_test.go', '*_spec.rb'],
  ...['*Test.java', '*Tests.java', '*IT.java', '*Test.kt', '*Tests.cs'],
];

/** What decides how the load is made is no mere test: a changed load script measures something else. */
export const JUDGED_PATHS: readonly string[] = [
  ...['.perfbudget.yml', '**/k6/**', '**/gatling/**', '**/jmeter/**', '**/locust/**', '*.jmx'],
  ...[
    '**/perf/**',
    '**/performance/**',
    '**/load/**',
    '**/loadtest/**',
    '**/load-test/**',
    '**/load-tests/**',
  ],
  ...[
    '**/bench/**',
    '**/benchmark/**',
    '**/benchmarks/**',
    '*k6*.js',
    '*k6*.ts',
    '*load-test*',
    '*loadtest*',
  ],
];

const PathPattern = z.string().min(1).max(300);

/** How much a team hears, and what is not worth a run. Part of `perf-agent.policy.v1`. */
export const QUIET_SECTIONS = {
  comments: z
    .strictObject({ when: CommentsWhen.default('on-finding').describe('See docs/quiet-and-loops.md.') })
    .default({ when: 'on-finding' })
    .describe('When a change gets a comment.'),
  lineNotes: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      "How lines that a checked cause cites are marked while the verdict is a warning or worse, each in one way: `auto` as an annotation where the host's check shows them (a GitHub App) and as a note elsewhere, `on` as a note everywhere, `off` never as a note.",
    ),
  performancePaths: z
    .strictObject({
      ignore: z
        .array(PathPattern)
        .max(200)
        .default([...IGNORED_PATHS])
        .describe('Patterns of paths that cannot make anything slower.'),
      judge: z
        .array(PathPattern)
        .max(200)
        .default([...JUDGED_PATHS])
        .describe('Patterns of paths that are judged all the same.'),
    })
    .default({ ignore: [...IGNORED_PATHS], judge: [...JUDGED_PATHS] })
    .describe('A change that touches `ignore` alone, and nothing of `judge`, passes at once.'),
  drafts: z
    .enum(['judge', 'quiet', 'ignore'])
    .default('quiet')
    .describe('`quiet`: a status alone, and the whole run when the change is made ready.'),
  forks: z
    .enum(['measure', 'ask', 'ignore'])
    .default('measure')
    .describe('`ask`: a change from a fork waits for the label or for a request by hand.'),
  forkRules: z
    .strictObject({
      label: z
        .string()
        .min(1)
        .max(100)
        .default('perf-agent: measure')
        .describe('Label that lets a fork be measured.'),
      model: z.boolean().default(false).describe('Whether a model may read what a fork wrote.'),
    })
    .default({ label: 'perf-agent: measure', model: false })
    .describe('What holds for changes from forks.'),
  loopGuard: z
    .strictObject({
      perHour: z.int().min(1).max(1_000).default(10).describe('Within an hour.'),
      perDay: z.int().min(1).max(10_000).default(50).describe('Within a day.'),
      perCommit: z
        .int()
        .min(1)
        .max(1_000)
        .default(10)
        .describe('Most analyses of one commit, re-runs included.'),
    })
    .default({ perHour: 10, perDay: 50, perCommit: 10 })
    .describe('Most analyses of one change and service; what is beyond waits, and the change says so.'),
} as const;
