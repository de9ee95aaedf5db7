/** What a variable place in a log line holds. A place that held several kinds lists them all, most specific first. */
export const PARAMETER_TYPES = [
  'uuid',
  'ip',
  'email',
  'url',
  'path',
  'host',
  'time',
  'duration',
  'size',
  'hex',
  'id',
  'number',
  'boolean',
  'null',
  'secret',
  'name',
  'text',
] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** One bit a type: sets of types join by `|`, so that the order in which lines arrive cannot matter. */
export function typeBit(type: ParameterType): number {
  return 1 << PARAMETER_TYPES.indexOf(type);
}

/** The types in a set of bits, in the order of PARAMETER_TYPES. */
export function typesInBits(bits: number): readonly ParameterType[] {
  return PARAMETER_TYPES.filter((_, index) => (bits & (1 << index)) !== 0);
}

const BY_PSEUDONYM: Readonly<Record<string, ParameterType>> = {
  ip: 'ip',
  ipv4: 'ip',
  ipv6: 'ip',
  mac: 'ip',
  email: 'email',
  mail: 'email',
  url: 'url',
  host: 'host',
  path: 'path',
  date: 'time',
  time: 'time',
  num: 'number',
  number: 'number',
  secret: 'secret',
  token: 'secret',
  key: 'secret',
  password: 'secret',
  person: 'name',
  name: 'name',
  user: 'name',
  username: 'name',
  address: 'name',
  uuid: 'uuid',
  id: 'id',
};

/** Type of a pseudonym such as `<ip-3fa2c1>` by its leading word, in lower case; unknown kinds are ids. */
export function typeOfPseudonym(kind: string): ParameterType {
  return BY_PSEUDONYM[kind] ?? 'id';
}
