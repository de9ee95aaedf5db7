/** A line whose secrets stand between « and »: the line without these signs, and the secrets. */
export function marked(line: string): { readonly text: string; readonly values: readonly string[] } {
  return {
    text: line.replace(/[«»]/g, ''),
    values: [...line.matchAll(/«([^»]*)»/g)].map(([, value = '']) => value),
  };
}
