import { PermanentError } from '../errors/pipeline-error.ts';
import { type CharacterSet, type Expression, holds, parseExpression } from './expression-syntax.ts';

/** Finds all matches, leftmost and longest (256 code units at most), in time proportional to the text. */
export interface LinearExpression {
  readonly findAll: (text: string) => readonly { readonly start: number; readonly end: number }[];
}

type Instruction =
  | { readonly op: 'take'; readonly set: CharacterSet }
  | { readonly op: 'check'; readonly name: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly op: 'fork'; first: number; second: number }
  | { readonly op: 'accept' };

const MOST_INSTRUCTIONS = 2000;
/** Longer matches end here: it bounds what looking for a longer one can cost. */
const LONGEST_MATCH = 256;

/**
 * Compiles an expression for a machine that follows all alternatives at once (K. Thompson, CACM 11, 1968; R. Pike's
 * variant that keeps where each began). No text can make it slow: time is text length times expression length.
 * @throws PermanentError MASKING_RULE_INVALID when the expression is not supported or longer than 2000 steps.
 */
export function compileLinearExpression(source: string, ignoreCase = false): LinearExpression {
  const program: Instruction[] = [];
  emit(parseExpression(source, ignoreCase), program, source);
  program.push({ op: 'accept' });
  const mayBegin = beginnings(program);
  return { findAll: (text) => findAll(text, program, mayBegin) };
}

function emit(expression: Expression, program: Instruction[], source: string): void {
  if (program.length > MOST_INSTRUCTIONS) {
    throw new PermanentError(
      'MASKING_RULE_INVALID',
      `The pattern "${source}" is too long; repeat fewer things fewer times.`,
    );
  }
  switch (expression.kind) {
    case 'set':
      program.push({ op: 'take', set: expression.set });
      return;
    case 'assertion':
      program.push({ op: 'check', name: expression.name });
      return;
    case 'sequence':
      for (const part of expression.parts) emit(part, program, source);
      return;
    case 'choice':
      emitChoice(expression.options, program, source);
      return;
    case 'repeat':
      emitRepeat(expression, program, source);
      return;
  }
}

function emitChoice(options: readonly Expression[], program: Instruction[], source: string): void {
  const ends: { first: number; second: number }[] = [];
  options.forEach((option, index) => {
    if (index === options.length - 1) {
      emit(option, program, source);
      return;
    }
    const fork = { op: 'fork' as const, first: program.length + 1, second: 0 };
    program.push(fork);
    emit(option, program, source);
    const end = { op: 'fork' as const, first: 0, second: 0 };
    program.push(end);
    ends.push(end);
    fork.second = program.length;
  });
  for (const end of ends) end.first = end.second = program.length;
}

function emitRepeat(
  { part, least, most }: { readonly part: Expression; readonly least: number; readonly most: number },
  program: Instruction[],
  source: string,
): void {
  for (let count = 0; count < least; count++) emit(part, program, source);
  if (most === Infinity) {
    const fork = { op: 'fork' as const, first: program.length + 1, second: 0 };
    program.push(fork);
    const loop = program.length - 1;
    emit(part, program, source);
    program.push({ op: 'fork', first: loop, second: loop });
    fork.second = program.length;
    return;
  }
  const forks: { second: number }[] = [];
  for (let count = least; count < most; count++) {
    const fork = { op: 'fork' as const, first: program.length + 1, second: 0 };
    program.push(fork);
    forks.push(fork);
    emit(part, program, source);
  }
  for (const fork of forks) fork.second = program.length;
}

/** One step of the machine: which instructions wait for the next character, and where each of them began. */
interface Threads {
  readonly waiting: number[];
  readonly begins: number[];
}

/** A run over one text; `bestEnd` is -1 while nothing was accepted. */
interface Run {
  readonly text: string;
  readonly program: readonly Instruction[];
  readonly seenAt: Int32Array;
  bestStart: number;
  bestEnd: number;
}

function findAll(
  text: string,
  program: readonly Instruction[],
  mayBegin: (code: number) => boolean,
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const run: Run = {
    text,
    program,
    seenAt: new Int32Array(program.length).fill(-1),
    bestStart: 0,
    bestEnd: -1,
  };
  let current: Threads = { waiting: [], begins: [] };
  for (let index = 0; index <= text.length; index++) {
    if (current.waiting.length === 0) {
      while (index < text.length && !mayBegin(text.charCodeAt(index))) index++;
    }
    current = step(run, current, index);
    if ((current.waiting.length > 0 && index < text.length) || run.bestEnd < 0) continue;
    if (run.bestEnd > run.bestStart) {
      found.push({ start: run.bestStart, end: run.bestEnd });
      index = run.bestEnd - 1;
      run.seenAt.fill(-1);
      current = { waiting: [], begins: [] };
    }
    run.bestEnd = -1;
  }
  return found;
}

/** Takes the character before `index` in every thread; starts a new thread here while nothing was accepted. */
function step(run: Run, current: Threads, index: number): Threads {
  const next: Threads = { waiting: [], begins: [] };
  const code = run.text.charCodeAt(index - 1);
  for (let thread = 0; thread < current.waiting.length; thread++) {
    const at = current.waiting[thread]!;
    const begin = current.begins[thread]!;
    if ((run.bestEnd >= 0 && begin > run.bestStart) || index - begin > LONGEST_MATCH) continue;
    const instruction = run.program[at]!;
    if (instruction.op === 'take' && holds(instruction.set, code)) follow(run, index, at + 1, begin, next);
  }
  if (run.bestEnd < 0) follow(run, index, 0, index, next);
  return next;
}

/** Follows forks and checks without taking a character; threads come in order of their beginnings. */
function follow(run: Run, index: number, from: number, begin: number, threads: Threads): void {
  const stack = [from];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (run.seenAt[at] === index) continue;
    run.seenAt[at] = index;
    const instruction = run.program[at]!;
    if (instruction.op === 'accept') {
      if (run.bestEnd < 0 || begin < run.bestStart || (begin === run.bestStart && index > run.bestEnd)) {
        run.bestStart = begin;
        run.bestEnd = index;
      }
    } else if (instruction.op === 'fork') stack.push(instruction.second, instruction.first);
    else if (instruction.op === 'check') {
      if (isMet(run.text, index, instruction.name)) stack.push(at + 1);
    } else {
      threads.waiting.push(at);
      threads.begins.push(begin);
    }
  }
}

/** Which characters a match can begin with, told by the program without its checks. */
function beginnings(program: readonly Instruction[]): (code: number) => boolean {
  const sets: CharacterSet[] = [];
  const seen = new Set<number>();
  const stack = [0];
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = program[at]!;
    if (instruction.op === 'accept') return () => true;
    if (instruction.op === 'take') sets.push(instruction.set);
    else if (instruction.op === 'fork') stack.push(instruction.second, instruction.first);
    else stack.push(at + 1);
  }
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => (sets.some((set) => holds(set, code)) ? 1 : 0));
  return (code) => (code < 128 ? ascii[code] === 1 : sets.some((set) => holds(set, code)));
}

function isMet(text: string, index: number, name: 'start' | 'end' | 'boundary' | 'no-boundary'): boolean {
  if (name === 'start') return index === 0 || text.charAt(index - 1) === '\n';
  if (name === 'end') return index === text.length || text.charAt(index) === '\n';
  const isBoundary = isWord(text.charCodeAt(index - 1)) !== isWord(text.charCodeAt(index));
  return isBoundary === (name === 'boundary');
}

function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x61 && code <= 0x7a)
  );
}
