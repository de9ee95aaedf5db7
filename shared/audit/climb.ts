/**
 * Walks from a node to the root of a tree, as RFC 9162 verifies its proofs (2.1.3.2 and 2.1.4.2): one sibling a level, but for the right
 * edge where a subtree without a sibling is carried up unhashed.
 *
 * @param node index of the node on its level, `last` that of the last node there
 * @param join takes the sibling and the side that it stands on
 * @returns whether the siblings lead to the root and no further
 */
export function climb(
  from: { readonly node: number; readonly last: number },
  siblings: readonly Uint8Array[],
  join: (sibling: Uint8Array, side: 'left' | 'right') => void,
): boolean {
  let { node, last } = from;
  const up = (): void => {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  };
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      join(sibling, 'left');
      while (node % 2 === 0 && node !== 0) up();
    } else join(sibling, 'right');
    up();
  }
  return last === 0;
}
