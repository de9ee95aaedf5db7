/** When a host says that it merged a change, for the change; nothing where it does not say, or in no form of a time. */
export function mergedAt(said: string | null | undefined): { readonly mergedAt?: string } {
  const at = new Date(said ?? '');
  if (Number.isNaN(at.getTime())) return {};
  const text = at.toISOString();
  // Years beyond four digits are another form, and no merge's.
  return /^\d{4}-/.test(text) ? { mergedAt: text } : {};
}
