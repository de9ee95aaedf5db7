/** Numbers beyond the largest double become the largest double, so that every answer survives JSON. NaN stays NaN. */
export function clampToFinite(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}
