/** Binary min-heap. Entries that no longer count are left in it; the user skips them when they come up. */
export class Heap<T> {
  #items: { readonly key: number; readonly item: T }[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(key: number, item: T): void {
    const items = this.#items;
    let at = items.push({ key, item }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#below(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  peek(): { readonly key: number; readonly item: T } | undefined {
    return this.#items[0];
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined) return undefined;
    if (items.length === 0) return top.item;
    items[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#below(left + 1, left) ? left + 1 : left;
      if (!this.#below(child, at)) return top.item;
      this.#swap(child, at);
      at = child;
    }
  }

  /** Drops the entries that do not hold any more. */
  retain(holds: (item: T) => boolean): void {
    const kept = this.#items.filter(({ item }) => holds(item));
    this.#items = [];
    for (const { key, item } of kept) this.push(key, item);
  }

  #below(a: number, b: number): boolean {
    const first = this.#items[a];
    const second = this.#items[b];
    return first !== undefined && second !== undefined && first.key < second.key;
  }

  #swap(a: number, b: number): void {
    const first = this.#items[a];
    const second = this.#items[b];
    if (first === undefined || second === undefined) return;
    this.#items[a] = second;
    this.#items[b] = first;
  }
}
