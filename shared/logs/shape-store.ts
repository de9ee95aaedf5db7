import { PUNCTUATION, SLOT, type Lexer } from './lexer.ts';
import { typeBit } from './parameter-type.ts';
import { joinComponents, joinShape, shapeFrom, widenShape, type RecordContext, type Shape } from './shape.ts';
import { detailOf, exactKey, keyOf, skeletonKey, skeletonKeyOfShape } from './shape-key.ts';
import { SLOT_HASH } from './word-analysis.ts';

/** Shapes with the same punctuation and spacing. */
interface Bucket {
  readonly shapes: Map<number, Shape>;
  /** Places whose values became too many to keep apart: 1 means "anything". Null while there are none. */
  wild: number[] | null;
  /** Different hashes seen at each place; null for places that are wild. */
  readonly values: (Set<number> | null)[];
}

/** A store as plain data. */
export interface StoreSnapshot {
  readonly shapes: readonly Shape[];
  /** Skeleton keys with the wild places of each. */
  readonly wild: readonly (readonly [number, readonly number[]])[];
  readonly rest: Shape | null;
}

/**
 * A place of one skeleton with more values than this is a variable whatever its values look like. Which places these
 * are depends on the lines only, not on their order, so that stores fed with parts of a log join to exactly the store
 * fed with the whole.
 */
export const MAX_VALUES = 256;
const TEXT = typeBit('text');

/**
 * Counts shapes in bounded memory: at most `maxShapes` of them. Records of further shapes are counted together as
 * `rest`; from then on what is kept apart depends on the order of lines, while the counts still add up.
 */
export class ShapeStore {
  private readonly maxShapes: number;
  private readonly buckets = new Map<number, Bucket>();
  /** Shapes of buckets without wild places by their exact key: the way nearly every line takes. */
  private readonly exact = new Map<number, Shape>();
  /** Shapes that were joined into another when a place became wild. */
  private readonly alias = new Map<number, number>();
  private rest: Shape | null = null;
  private size = 0;
  private nextId = 1;

  constructor(maxShapes: number) {
    this.maxShapes = maxShapes;
  }

  /** Counts the record whose tokens, cut from `text`, are in the lexer. Returns the id of its shape. */
  count(
    lexer: Lexer,
    text: string,
    line: number,
    severity: number,
    component: number,
    context: () => RecordContext,
  ): number {
    const key = exactKey(lexer);
    const detail = detailOf(lexer, component);
    const shape = this.exact.get(key) ?? this.findOrInsert(lexer, text, key, detail, context);
    if (shape.detail !== detail) {
      if (shape.texts.length === lexer.count) widenShape(shape, lexer.types, lexer.soft);
      shape.component = joinComponents(shape.component, context().component);
      shape.detail = detail;
    }
    shape.count++;
    shape.lastLine = line;
    if (severity > shape.severity) shape.severity = severity;
    return shape.id;
  }

  /** The id under which the records of a shape are counted by now. */
  currentId(id: number): number {
    let current = id;
    for (let next = this.alias.get(current); next !== undefined; next = this.alias.get(current))
      current = next;
    return current;
  }

  /** All shapes in the order of their keys, which the order of lines does not change; `rest` comes last. */
  shapes(): readonly Shape[] {
    const keyed = [...this.buckets.values()].flatMap((bucket) => [...bucket.shapes]);
    keyed.sort(([one], [other]) => one - other);
    const shapes = keyed.map(([, shape]) => shape);
    return this.rest === null ? shapes : [...shapes, this.rest];
  }

  /** Id of the shape that collects what found no room. */
  get restId(): number | null {
    return this.rest?.id ?? null;
  }

  /** Copy of all that was counted. */
  snapshot(): StoreSnapshot {
    const wild: (readonly [number, readonly number[]])[] = [];
    for (const [skeleton, bucket] of this.buckets)
      if (bucket.wild !== null) wild.push([skeleton, bucket.wild]);
    const shapes = [...this.buckets.values()].flatMap((bucket) => [...bucket.shapes.values()]);
    return {
      shapes: shapes.map(copyShape),
      wild: structuredClone(wild),
      rest: this.rest === null ? null : copyShape(this.rest),
    };
  }

  /**
   * Adds what another store counted; its lines begin at `lineOffset` of this one's. Returns the ids under which its
   * shapes, and last its rest, are counted here.
   */
  merge(other: StoreSnapshot, lineOffset: number): readonly number[] {
    for (const [skeleton, places] of other.wild) {
      const bucket = this.bucketOf(skeleton, places.length);
      places.forEach((isWild, at) => {
        if (isWild === 1) this.makeWild(bucket, at);
      });
    }
    const foreign = other.rest === null ? other.shapes : [...other.shapes, other.rest];
    return foreign.map((shape) => {
      const copy = { ...copyShape(shape), id: this.nextId++ };
      copy.firstLine += lineOffset;
      copy.lastLine += lineOffset;
      const into = shape === other.rest ? this.restFrom(copy) : this.insert(copy);
      if (into !== copy) joinShape(into, copy);
      return into.id;
    });
  }

  private findOrInsert(
    lexer: Lexer,
    text: string,
    key: number,
    detail: number,
    context: () => RecordContext,
  ): Shape {
    const bucket = this.buckets.get(skeletonKey(lexer));
    if (bucket?.wild) {
      const known = bucket.shapes.get(keyOf(lexer.hash, lexer.space, lexer.count, bucket.wild));
      if (known !== undefined) return known;
    }
    const shape = this.insert(shapeFrom(this.nextId++, lexer, text, detail, context()));
    if (
      this.exact.size < this.maxShapes &&
      shape !== this.rest &&
      this.buckets.get(skeletonKey(lexer))?.wild === null
    ) {
      this.exact.set(key, shape);
    }
    return shape;
  }

  private bucketOf(skeleton: number, width: number): Bucket {
    let bucket = this.buckets.get(skeleton);
    if (bucket === undefined) {
      bucket = {
        shapes: new Map(),
        wild: null,
        values: Array.from({ length: width }, () => new Set<number>()),
      };
      this.buckets.set(skeleton, bucket);
    }
    return bucket;
  }

  /** The shape already counted with the same text, or the given one after it was put in its place. */
  private insert(shape: Shape): Shape {
    const skeleton = skeletonKeyOfShape(shape);
    if (this.size >= this.maxShapes && !this.buckets.has(skeleton)) return this.restFrom(shape);
    const bucket = this.bucketOf(skeleton, shape.texts.length);
    shape.hashes.forEach((hash, at) => {
      const values = bucket.values[at];
      if (values === undefined || values === null || shape.kinds[at] === PUNCTUATION) return;
      values.add(hash);
      if (values.size > MAX_VALUES) this.makeWild(bucket, at);
    });
    if (bucket.wild !== null) widenPlaces(shape, bucket.wild);
    const key = keyOf(shape.hashes, shape.spaces, shape.texts.length, null);
    const known = bucket.shapes.get(key);
    if (known !== undefined) return known;
    if (this.size >= this.maxShapes) return this.restFrom(shape);
    bucket.shapes.set(key, shape);
    this.size++;
    return shape;
  }

  private makeWild(bucket: Bucket, at: number): void {
    if (bucket.values[at] === null) return;
    bucket.values[at] = null;
    bucket.wild ??= bucket.values.map(() => 0);
    bucket.wild[at] = 1;
    const before = [...bucket.shapes];
    bucket.shapes.clear();
    for (const [oldKey, shape] of before) {
      this.exact.delete(oldKey);
      widenPlaces(shape, bucket.wild);
      const key = keyOf(shape.hashes, shape.spaces, shape.texts.length, null);
      const known = bucket.shapes.get(key);
      if (known === undefined) {
        bucket.shapes.set(key, shape);
        continue;
      }
      joinShape(known, shape);
      this.alias.set(shape.id, known.id);
      this.size--;
    }
  }

  private restFrom(shape: Shape): Shape {
    if (this.rest !== null) return this.rest;
    const tokens = {
      texts: ['<*>'],
      kinds: [SLOT],
      hashes: [SLOT_HASH],
      spaces: [0],
      types: [TEXT],
      softs: [0],
    };
    this.rest = { ...shape, ...tokens, count: 0 };
    return this.rest;
  }
}

/** Makes a shape say "anything" at the wild places. */
function widenPlaces(shape: Shape, wild: readonly number[]): void {
  wild.forEach((isWild, at) => {
    if (isWild !== 1) return;
    shape.texts[at] = '<*>';
    shape.kinds[at] = SLOT;
    shape.hashes[at] = SLOT_HASH;
    shape.types[at]! |= TEXT;
    shape.softs[at] = 0;
  });
}

function copyShape(shape: Shape): Shape {
  const { texts, kinds, hashes, types, softs } = shape;
  return {
    ...shape,
    texts: [...texts],
    kinds: [...kinds],
    hashes: [...hashes],
    types: [...types],
    softs: [...softs],
  };
}
