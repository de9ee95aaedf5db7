import { estimateKeys, noteKey } from './distinct-sketch.ts';
import { SLOT, type Lexer } from './lexer.ts';
import {
  firstSeenAt,
  joinComponents,
  joinShape,
  shapeFrom,
  widenShape,
  type RecordContext,
  type Shape,
} from './shape.ts';
import { addValues, copyShape, keyOfShape, TEXT, widenPlaces } from './shape-places.ts';
import { detailOf, exactKey, keyOf, skeletonKey, skeletonKeyOfShape } from './shape-key.ts';
import { countIn, emptyTally } from './tally.ts';
import { SLOT_HASH } from './word-analysis.ts';

/** Shapes with the same punctuation and spacing. */
interface Bucket {
  readonly shapes: Map<number, Shape>;
  /** Places whose values became too many to keep apart: 1 means "anything". Null while there are none. */
  wild: number[] | null;
  /** What is watched once there are more than MAX_VALUES shapes; no place can have more values before. */
  watch: {
    /** Different hashes seen at each place; null for places that are wild. */
    readonly values: (Set<number> | null)[];
    /** Sketch of the shapes as the lines had them. */
    readonly minima: number[];
  } | null;
}

/** A store as plain data. */
export interface StoreSnapshot {
  readonly shapes: readonly Shape[];
  readonly watched: readonly {
    readonly skeleton: number;
    readonly wild: readonly number[];
    readonly minima: readonly number[];
  }[];
  readonly rest: Shape | null;
}

/**
 * A place of one skeleton with more values than this is a variable whatever its values look like. The more shapes a
 * skeleton has, the fewer values suffice, so that combinations of many values cannot fill the store. Which places these
 * are depends on the set of lines only, not on their order, so that stores fed with parts of a log join to exactly the
 * store fed with the whole.
 */
export const MAX_VALUES = 256;
const TOKENS_A_SHAPE = 32;
const LIMITS = [
  { shapes: 16_000, values: 1 },
  { shapes: 8_000, values: 4 },
  { shapes: 4_000, values: 16 },
  { shapes: 1_000, values: 64 },
] as const;

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
  private tokens = 0;
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
    status: number,
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
    countIn(shape.tally, severity, status);
    if (line > shape.lastLine) shape.lastLine = line;
    if (line < shape.firstLine) firstSeenAt(shape, context());
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
    const watched = [...this.buckets].flatMap(([skeleton, { wild, watch }]) =>
      watch === null ? [] : [{ skeleton, wild: wild ?? watch.values.map(() => 0), minima: watch.minima }],
    );
    const shapes = [...this.buckets.values()].flatMap((bucket) => [...bucket.shapes.values()]);
    return {
      shapes: shapes.map(copyShape),
      watched: structuredClone(watched),
      rest: this.rest === null ? null : copyShape(this.rest),
    };
  }

  /**
   * Adds what another store counted; its lines begin at `lineOffset` of this one's. Returns the ids under which its
   * shapes, and last its rest, are counted here.
   */
  merge(other: StoreSnapshot, lineOffset: number): readonly number[] {
    for (const { skeleton, wild, minima } of other.watched) {
      const bucket = this.bucketOf(skeleton);
      const watch = this.watchOf(bucket, wild.length);
      for (const key of minima) noteKey(watch.minima, key);
      wild.forEach((isWild, at) => {
        if (isWild === 1) this.makeWild(bucket, at);
      });
      this.narrow(bucket);
    }
    const watched = new Set(other.watched.map(({ skeleton }) => skeleton));
    const foreign = other.rest === null ? other.shapes : [...other.shapes, other.rest];
    return foreign.map((shape) => {
      const copy = { ...copyShape(shape), id: this.nextId++ };
      copy.firstLine += lineOffset;
      copy.lastLine += lineOffset;
      // Put in place without its count, for narrowing may join it to another shape on the way. Shapes of a watched
      // skeleton may have been widened: their keys are in the sketch, not in themselves.
      const empty = { ...copy, count: 0, tally: emptyTally() };
      const isWhole = !watched.has(skeletonKeyOfShape(shape));
      const into = shape === other.rest ? this.restFrom(empty) : this.insert(empty, isWhole);
      joinShape(into, copy);
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
      if (bucket.watch !== null && noteKey(bucket.watch.minima, key)) this.narrow(bucket);
      const known = bucket.shapes.get(keyOf(lexer.hash, lexer.space, lexer.count, bucket.wild));
      if (known !== undefined) return known;
    }
    const shape = this.insert(shapeFrom(this.nextId++, lexer, text, detail, context()), true);
    if (shape !== this.rest && this.buckets.get(skeletonKey(lexer))?.wild === null)
      this.exact.set(key, shape);
    return shape;
  }

  private bucketOf(skeleton: number): Bucket {
    let bucket = this.buckets.get(skeleton);
    if (bucket === undefined) {
      bucket = { shapes: new Map(), wild: null, watch: null };
      this.buckets.set(skeleton, bucket);
    }
    return bucket;
  }

  /**
   * The shape already counted with the same text, or the given one after it was put in its place. `isWhole`: it is as
   * the line had it, no place widened.
   */
  private insert(shape: Shape, isWhole: boolean): Shape {
    const skeleton = skeletonKeyOfShape(shape);
    if (this.isFull() && !this.buckets.has(skeleton)) return this.restFrom(shape);
    const bucket = this.bucketOf(skeleton);
    if (bucket.watch !== null) {
      if (isWhole) noteKey(bucket.watch.minima, keyOfShape(shape));
      addValues(bucket.watch.values, shape);
      this.narrow(bucket);
    }
    if (bucket.wild !== null) widenPlaces(shape, bucket.wild);
    const key = keyOfShape(shape);
    const known = bucket.shapes.get(key);
    if (known !== undefined) return known;
    if (this.isFull()) return this.restFrom(shape);
    bucket.shapes.set(key, shape);
    this.size++;
    this.tokens += shape.texts.length;
    if (bucket.watch !== null || bucket.shapes.size <= MAX_VALUES) return shape;
    this.watchOf(bucket, shape.texts.length);
    this.narrow(bucket);
    // Narrowing may have joined the shape to another.
    return bucket.shapes.get(keyOfShape(shape)) ?? shape;
  }

  private watchOf(bucket: Bucket, width: number): NonNullable<Bucket['watch']> {
    if (bucket.watch !== null) return bucket.watch;
    const watch = { values: Array.from({ length: width }, () => new Set<number>()), minima: [] };
    for (const [key, shape] of bucket.shapes) {
      noteKey(watch.minima, key);
      addValues(watch.values, shape);
    }
    bucket.watch = watch;
    return watch;
  }

  /** Widens the places that have too many values for the number of shapes. */
  private narrow(bucket: Bucket): void {
    if (bucket.watch === null) return;
    const { values, minima } = bucket.watch;
    const shapes = estimateKeys(minima);
    const limit = LIMITS.find((step) => shapes > step.shapes)?.values ?? MAX_VALUES;
    values.forEach((seen, at) => {
      if (seen !== null && seen.size > limit) this.makeWild(bucket, at);
    });
  }

  private makeWild(bucket: Bucket, at: number): void {
    const values = bucket.watch?.values;
    if (values === undefined || values[at] === null || at >= values.length) return;
    values[at] = null;
    bucket.wild ??= values.map(() => 0);
    bucket.wild[at] = 1;
    const before = [...bucket.shapes];
    bucket.shapes.clear();
    for (const [oldKey, shape] of before) {
      this.exact.delete(oldKey);
      widenPlaces(shape, bucket.wild);
      const key = keyOfShape(shape);
      const known = bucket.shapes.get(key);
      if (known === undefined) {
        bucket.shapes.set(key, shape);
        continue;
      }
      joinShape(known, shape);
      this.alias.set(shape.id, known.id);
      this.size--;
      this.tokens -= shape.texts.length;
    }
  }

  /** Very long messages take the room of several. */
  private isFull(): boolean {
    return this.size >= this.maxShapes || this.tokens >= this.maxShapes * TOKENS_A_SHAPE;
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
    this.rest = { ...shape, ...tokens, count: 0, tally: emptyTally() };
    return this.rest;
  }
}
