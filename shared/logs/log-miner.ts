import { groupShapes, type ShapeGroup } from './group-shapes.ts';
import { NO_STATUS } from './http-status.ts';
import { type HeaderFormat } from './learn-header.ts';
import { InLineOrder } from './in-line-order.ts';
import { Lexer } from './lexer.ts';
import { type LogPattern } from './log-pattern.ts';
import { type LogRecord } from './open-record.ts';
import { typesInBits } from './parameter-type.ts';
import { RecordReader } from './record-reader.ts';
import { renderTemplate } from './render-template.ts';
import { severityOf } from './severity.ts';
import { SEVERAL, type Shape } from './shape.ts';
import { ShapeStore, type StoreSnapshot } from './shape-store.ts';
import { emptyTally, joinTally, severitiesIn, statusesIn } from './tally.ts';
import { templateId } from './template-id.ts';

export interface MinerOptions {
  /** Header of the log's lines, by `learnHeader`; null (the default) mines whole lines. */
  readonly header?: HeaderFormat | null;
  /** Bound of memory: shapes kept apart, about 2 KB each. Default 20,000. */
  readonly maxShapes?: number;
  /**
   * Called for each record in order, with the id for `patternOf` and the number of input lines it took; for one that
   * lines of others stand between, for each piece of it.
   */
  readonly onRecord?: (shapeId: number, lines: number) => void;
}

/** All that a miner has counted, as plain data for another thread or a later run. */
export interface MinerSnapshot {
  readonly version: 1;
  readonly lines: number;
  readonly records: number;
  readonly store: StoreSnapshot;
}

export interface MiningResult {
  /** Most frequent first. */
  readonly patterns: readonly LogPattern[];
  readonly lines: number;
  readonly records: number;
  /** Records that found no room and are counted under one pattern `<*>`. */
  readonly unsorted: number;
  /** The pattern of a record, by the id that `onRecord` was given. Throws a RangeError for other numbers. */
  patternOf(shapeId: number): LogPattern;
}

export interface LogMiner {
  /** Counts one line, without its line break. */
  add(line: string): void;
  /** Counts the line text[start, end), without its line break. */
  addSlice(text: string, start: number, end: number): void;
  /**
   * Adds what another miner counted; its lines follow the ones counted so far. Returns for each of its shapes (and last
   * its rest, if it has one) the id for `patternOf`.
   */
  merge(other: MinerSnapshot): readonly number[];
  snapshot(): MinerSnapshot;
  /** The patterns so far. The miner can be fed further. */
  result(): MiningResult;
}

const DEFAULT_MAX_SHAPES = 20_000;

/**
 * An online miner of log templates. Time per line is linear in its length; memory is bounded by `maxShapes`. Miners fed
 * with parts of a log, cut between records, and merged in order have exactly the result of one fed with the whole, as
 * long as nothing is `unsorted`. Text must be masked before; pseudonyms count as parameters of their type.
 */
export function createMiner(options: MinerOptions = {}): LogMiner {
  const lexer = new Lexer();
  const store = new ShapeStore(options.maxShapes ?? DEFAULT_MAX_SHAPES);
  const inOrder = options.onRecord === undefined ? null : new InLineOrder(options.onRecord);
  /** Lines of merged miners. */
  let merged = 0;
  let records = 0;

  const reader = new RecordReader(options.header ?? null, (record: LogRecord) => {
    lexer.lex(record.text, record.start, record.end);
    const line = merged + record.line;
    const status = record.status === NO_STATUS ? lexer.status : record.status;
    const id = store.count(lexer, record.text, line, record.severity, status, record.componentHash, () =>
      record.context(line),
    );
    records++;
    inOrder?.take(id, record);
  });
  const lineCount = (): number => merged + reader.lineCount;

  function merge(other: MinerSnapshot): readonly number[] {
    reader.flush();
    const ids = store.merge(other.store, lineCount());
    merged += other.lines;
    records += other.records;
    return ids;
  }

  function result(): MiningResult {
    reader.flush();
    const groups = groupShapes(store.shapes());
    const byShape = new Map<number, LogPattern>();
    const patterns = patternsFrom(groups, byShape);
    const restId = store.restId;
    const patternOf = (shapeId: number): LogPattern => {
      const pattern = byShape.get(store.currentId(shapeId));
      if (pattern === undefined)
        throw new RangeError(`No record with shape id ${shapeId}; ids come from onRecord.`);
      return pattern;
    };
    const unsorted = restId === null ? 0 : patternOf(restId).count;
    return { patterns, lines: lineCount(), records, unsorted, patternOf };
  }

  return {
    add: (line) => reader.add(line, 0, line.length),
    addSlice: (text, start, end) => reader.add(text, start, end),
    merge,
    snapshot: () => {
      reader.flush();
      return { version: 1, lines: lineCount(), records, store: store.snapshot() };
    },
    result,
  };
}

/** Patterns of groups, one for each template, and by the id of each shape. */
function patternsFrom(
  groups: readonly ShapeGroup[],
  byShape: Map<number, LogPattern>,
): readonly LogPattern[] {
  const byTemplate = new Map<string, { types: readonly number[]; shapes: Shape[] }>();
  for (const group of groups) {
    const { template, types } = renderTemplate(group);
    const same = byTemplate.get(template);
    if (same === undefined) byTemplate.set(template, { types, shapes: [...group.shapes] });
    else {
      same.types = same.types.map((bits, at) => bits | (types[at] ?? 0));
      same.shapes.push(...group.shapes);
    }
  }
  const patterns = [...byTemplate].map(([template, { types, shapes }]) => {
    const pattern = patternFrom(template, types, shapes);
    for (const shape of shapes) byShape.set(shape.id, pattern);
    return pattern;
  });
  return patterns.sort((one, other) => other.count - one.count || (one.template < other.template ? -1 : 1));
}

function patternFrom(template: string, types: readonly number[], shapes: readonly Shape[]): LogPattern {
  const tally = emptyTally();
  for (const shape of shapes) joinTally(tally, shape.tally);
  const first = shapes.reduce((best, shape) => (shape.firstLine < best.firstLine ? shape : best));
  const component = shapes.every((shape) => shape.component === first.component) ? first.component : SEVERAL;
  return {
    id: templateId(template),
    template,
    parameters: types.map(typesInBits),
    count: shapes.reduce((sum, shape) => sum + shape.count, 0),
    firstLine: first.firstLine,
    lastLine: shapes.reduce((last, shape) => Math.max(last, shape.lastLine), 0),
    firstTime: first.firstTime === '' ? null : first.firstTime,
    severity: severityOf(shapes.reduce((worst, shape) => Math.max(worst, shape.severity), -1)),
    severities: severitiesIn(tally),
    statuses: statusesIn(tally),
    component: component === '' || component === SEVERAL ? null : component,
    example: first.example,
    causes: first.causes,
  };
}
