/** Files that reach into everything that is built or run beside them. */
const EVERYWHERE =
  /(^|\/)(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|npm-shrinkwrap\.json|\.nvmrc|\.node-version|tsconfig[^/]*\.json|go\.(mod|sum|work)|Cargo\.(toml|lock)|requirements[^/]*\.txt|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(\.lock)?|pom\.xml|[^/]*\.gradle(\.kts)?|gradle\.properties|libs\.versions\.toml|[^/]*\.(csproj|fsproj|sln|props|targets)|global\.json|packages\.lock\.json|Gemfile(\.lock)?|composer\.(json|lock)|CMakeLists\.txt|Makefile|Dockerfile[^/]*|[^/]*compose[^/]*\.ya?ml|\.tool-versions|\.perfbudget\.yml)$|(^|\/)(migrations?|config|configs|deploy|helm|charts|k8s|infra|terraform)\//i;

/** How the target branch moved under a change that itself stayed the same. */
export interface BaseMovement {
  readonly paths: readonly string[];
  readonly truncated: boolean;
}

/**
 * Why the verdict on the old base says nothing of the new one: the base changed a file of the change or one beside it, or one that reaches
 * everywhere (dependencies, build, configuration, schema), or nobody can tell. Other movement is part of both sides of a comparison.
 * @param own paths of the change, old names of renamed files too
 * @returns null when the old verdict may stand
 */
export function whyBaseMatters(movement: BaseMovement | null, own: readonly string[]): BaseReason | null {
  if (movement === null || movement.truncated) return { why: 'unknown', path: null };
  const folders = new Set(own.map(folderOf).filter((folder) => folder !== ''));
  const owned = new Set(own);
  for (const path of movement.paths) {
    if (owned.has(path) || folders.has(folderOf(path))) return { why: 'overlap', path };
    if (EVERYWHERE.test(path)) return { why: 'everywhere', path };
  }
  return null;
}

export interface BaseReason {
  readonly why: 'unknown' | 'overlap' | 'everywhere';
  readonly path: string | null;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
