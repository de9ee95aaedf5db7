import { groupShapes, type ShapeGroup } from './group-shapes.ts';
import { Lexer } from './lexer.ts';
import { type LogPattern } from './log-pattern.ts';
import { typesInBits } from './parameter-type.ts';
import { renderTemplate } from './render-template.ts';
import { HeaderReader } from './header-reader.ts';
import { type HeaderFormat } from './learn-header.ts';
import { severityOf } from './severity.ts';
import { copyOf, detailOf, textsOf, widenShape, type Shape } from './shape.ts';
import { templateId } from './template-id.ts';

export interface MiningResult {
  readonly patterns: readonly LogPattern[];
  /** The pattern of a line, by what `add` returned for it. */
  patternOf(shapeId: number): LogPattern;
}

export interface LogMiner {
  /** Counts one line; returns a number for `MiningResult.patternOf`. */
  add(line: string): number;
  result(): MiningResult;
}

export function createMiner(header: HeaderFormat | null = null): LogMiner {
  const reader = new HeaderReader(header);
  const lexer = new Lexer();
  const shapes = new Map<number, Shape>();
  const list: Shape[] = [];
  let lines = 0;
  function add(text: string): number {
    reader.read(text, 0, text.length);
    const count = lexer.lex(text, reader.messageStart, text.length);
    let h1 = count;
    let h2 = 0x1234567;
    for (let at = 0; at < count; at++) {
      const h = lexer.hash[at]! + lexer.space[at]! * 0x3c6ef372;
      h1 = Math.imul(h1 ^ h, 0x85ebca6b);
      h1 ^= h1 >>> 13;
      h2 = Math.imul(h2 + h, 0xc2b2ae35);
      h2 ^= h2 >>> 15;
    }
    const key = (h1 >>> 0) * 0x200000 + (h2 >>> 11);
    let shape = shapes.get(key);
    const detail = detailOf(lexer, count);
    if (shape === undefined) {
      shape = {
        id: list.length,
        key,
        texts: textsOf(lexer, text, count),
        kinds: [...lexer.kind.subarray(0, count)],
        hashes: [...lexer.hash.subarray(0, count)],
        spaces: [...lexer.space.subarray(0, count)],
        types: [...lexer.types.subarray(0, count)],
        softs: [...lexer.soft.subarray(0, count)],
        count: 0,
        detail,
        firstLine: lines,
        lastLine: lines,
        severity: reader.severity,
        example: copyOf(text, 0, Math.min(240, text.length)),
      };
      shapes.set(key, shape);
      list.push(shape);
    } else if (shape.detail !== detail) {
      widenShape(shape, lexer, count);
      shape.detail = detail;
    }
    shape.count++;
    shape.lastLine = lines++;
    return shape.id;
  }
  function result(): MiningResult {
    const patterns: LogPattern[] = [];
    const of = new Map<number, LogPattern>();
    for (const group of groupShapes(list)) {
      const p = patternFrom(group);
      patterns.push(p);
      for (const s of group.shapes) of.set(s.id, p);
    }
    return { patterns, patternOf: (id) => of.get(id)! };
  }
  return { add, result };
}

function patternFrom(group: ShapeGroup): LogPattern {
  const first = group.shapes[0]!;
  const { template, types } = renderTemplate(group);
  return {
    id: templateId(template),
    template,
    parameters: types.map(typesInBits),
    count: group.shapes.reduce((s, x) => s + x.count, 0),
    firstLine: Math.min(...group.shapes.map((x) => x.firstLine)),
    lastLine: Math.max(...group.shapes.map((x) => x.lastLine)),
    severity: severityOf(Math.max(...group.shapes.map((x) => x.severity))),
    example: first.example,
  };
}
