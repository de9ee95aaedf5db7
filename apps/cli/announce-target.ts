const announced = new Set<string>();

/** Says once on standard error which installation a command works on; with `--json` as a line of JSON. Standard output stays the result's. */
export function announceTarget(target: string, options: { readonly json?: boolean }): void {
  if (announced.has(target)) return;
  announced.add(target);
  console.error(options.json === true ? JSON.stringify({ target }) : `target: ${target}`);
}
