import { DIGIT, flagsOf, KIND, kindAt, LETTER } from '../characters.ts';
import { type Scan } from '../scan.ts';
import { hasWordBefore } from './context.ts';

/** How much of the line before and behind four numbers is read. */
const REACH = 64;
const REACH_AFTER = 12;

/** Products whose releases have up to four numbers; the name stands right before them. */
const PRODUCTS = new Set(
  'zlib openssl openssh libressl gnutls nginx openresty apache httpd tomcat jetty java jdk jre openjdk graalvm python pip node.js nodejs npm yarn pnpm bun deno ruby rails bundler php perl golang rust cargo gcc clang llvm glibc musl cmake maven gradle kotlin scala dotnet .net asp.net mono nuget bash systemd linux ubuntu debian alpine centos rhel windows macos android ios chrome chromium headlesschrome firefox safari edg opr electron webkit v8 oracle postgres postgresql mysql mariadb mongodb sqlite mssql db2 valkey memcached cassandra couchbase clickhouse influxdb kafka zookeeper rabbitmq activemq elasticsearch opensearch kibana logstash lucene solr grafana prometheus jaeger opentelemetry k6 jmeter gatling locust docker containerd runc kubernetes kubelet helm istio envoy linkerd traefik haproxy varnish terraform ansible jenkins gitlab sonarqube spring hibernate netty log4j jackson hadoop spark flink hbase boost protobuf grpc grpcio opencv cuda cudnn tensorflow pytorch numpy pandas django flask angular react'.split(
    ' ',
  ),
);
const TOOLS = new Set(
  'zlib openssl openssh libressl gnutls jdk jre openjdk pip npm yarn pnpm bun bundler cargo gcc clang llvm glibc musl cmake maven gradle bash chrome chromium headlesschrome firefox safari edg opr electron webkit v8 k6 jmeter protobuf grpcio numpy pandas'.split(
    ' ',
  ),
);
/** Names of machines as often: only numbers as small as those of versions are. */
const MACHINES = new Set('node go redis agent runtime'.split(' '));
const UPGRADED_MACHINE =
  /\b(?:up|down)grad(?:e|ed|ing) (?:node|go|redis|agent|runtime) from (?:[\d.]{5,15} (?:=>|->|to) )?v?$/i;
/** What none of the four numbers of a release is above. */
const HIGHEST = [99, 60, 20, 9];
/** Well-known servers of names, and what stands for any address. */
const NO_VERSION =
  /^(?:(\d+)\.\1\.\d+\.\d+|1\.0\.0\.1|4\.2\.2\.\d|1\.2\.3\.4|2\.3\.4\.5|3\.4\.5\.6|4\.5\.6\.7|5\.6\.7\.8)$/;
/** A dependency in JSON: `"symfony/yaml": "^` */
const DEPENDENCY = /"@?[a-z][\w.-]{1,40}\/[a-z][\w.-]{1,40}\\{0,3}": ?\\{0,3}"[~^v]?$/;
const LIBRARY = /^lib[a-z][\w+.-]{1,24}(?::[a-z0-9]{3,8})?$/;

/** `version 1.2.3.4`, `Version=`, `"version": "`, `<Version>`, `AssemblyVersion("`, `v1.2.3.4`, `release v`, `Chrome/`. */
const SAID_VERSION =
  /(?:\bv(?:er)?\.?[ :=]{0,2}|version\\{0,3}["']?\)?(?:[ :=>(]{1,3}(?:is )?)\\{0,3}["']?v?|\b(?:built|compiled|linked) (?:with|against|for|using) [\w.+-]{2,30} |\b(?:release|revision|firmware|build|patch|section|chapter|clause|oid|paragraph|appendix) v?|\bsection-|[A-Za-z]\/)$/i;
/** Lines of package managers and build files. */
const PACKAGE_LINE =
  /\b(?:Unpacking|Setting up|Preparing to unpack|Selecting previously|Successfully installed|gem \\{0,3}["'][\w-]+\\{0,3}["'],|PackageReference|<dependency|implementation [\\"'(])|\bplugin [\w-]{2,40} $/;
const UPGRADE =
  /\b(?:up|down)grad(?:e|ed|ing) (?:(?!host|node|server|machine|instance|peer|client)[\w.-]{1,30} )?(?:from )?(?:[\d.]{5,15} (?:=>|->|to) )?v?$/i;
const REQUIREMENT = /^(?:==|~=|>=|<=|!= ?| ?\((?:=|~>|>=|<=?) )$/;
const NETWORK_NAME = /(?:ip|addr\w*|host|src|dst|source|server|peer|client|node|gateway|remote)$/i;
/** What stands behind the version in the name of a package's file. */
const FILE_BEHIND =
  /^(?:\.(?:jar|war|deb|rpm|whl|tar|tgz|zip|gem|so|dll|exe|msi|nupkg|dmg|pkg|apk)\b|[-_](?:amd64|x86_64|arm64|aarch64|i386|noarch|all|\d+\.(?:el|fc|amzn)))/;
const HIGHEST_FIRST = 40;

/**
 * True when four numbers `[start, end)` in the form of an address are a version. Words of versions say so of any
 * number; a product's name, a package manager's line or a file's name only of those that look like one, for an address
 * stands behind names, too.
 */
export function isVersion(scan: Scan, start: number, end: number): boolean {
  const { bytes, text } = scan;
  if (bytes[start - 1] === TILDE) return true;
  const isNamed = followsName(bytes, start);
  if (isNamed && isSaidVersion(bytes, text, start)) return true;
  const first = leadingNumber(bytes, start);
  if (first > HIGHEST_FIRST) return false;
  // No machine is called npm or cmake.
  if (first === PRIVATE_FIRST) return isNamed && isProduct(lineBefore(text, start, REACH), TOOLS);
  const goesOn = (kindAt(bytes, end + 1) & DIGIT) !== 0;
  // An object identifier or a longer version; a port or a path.
  if (bytes[end] === DOT && goesOn) return true;
  if (bytes[end] === SLASH || (bytes[end] === COLON && goesOn)) return false;
  const mayBeListed = hasWordBefore(scan, start, 'package');
  if (!isNamed && !mayBeListed) return false;
  const line = lineBefore(text, start, REACH);
  if (isOfFile(bytes, start) && FILE_BEHIND.test(text.slice(end, end + REACH_AFTER))) return true;
  if (isBehindQuote(bytes, start) && DEPENDENCY.test(line)) return true;
  const isSmall = areSmall(bytes, start, end) && !NO_VERSION.test(text.slice(start, end));
  if (isProduct(line, PRODUCTS, isSmall ? MACHINES : null)) return true;
  if (!mayBeListed) return false;
  return (isSmall && UPGRADED_MACHINE.test(line)) || PACKAGE_LINE.test(line) || UPGRADE.test(line);
}

/** Of the networks that are private, the others begin with higher numbers than versions do. */
const PRIVATE_FIRST = 10;
const WORD_REACH = 24;
const TILDE = 0x7e;
const DOT = 0x2e;
const COLON = 0x3a;
const SLASH = 0x2f;
const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const BLANK = 0x20;
const QUOTE = 0x22;
const SMALL_V = 0x76;

function lineBefore(text: string, start: number, reach: number): string {
  const window = text.slice(Math.max(0, start - reach), start);
  const lineBreak = window.lastIndexOf('\n');
  return lineBreak < 0 ? window : window.slice(lineBreak + 1);
}

/** Whether the words right before the numbers say so. Hardly any do, and the last of them tells which do not. */
function isSaidVersion(bytes: Uint8Array, text: string, start: number): boolean {
  const last = bytes[start - 1]!;
  if (last === SLASH) return (kindAt(bytes, start - 2) & LETTER) !== 0;
  if (!ENDS_SAYING[last]! || !(isSaying(bytes, text, start) || followsBuilt(bytes, start))) return false;
  return SAID_VERSION.test(lineBefore(text, start, WORD_REACH));
}

/** What may stand right before the numbers in SAID_VERSION. */
const ENDS_SAYING = flagsOf(/[vr. :=>(\\"'-]/i);
/** The last words of it; but for one before `built with` that may be any. */
const SAYINGS = new Set(
  'v ver version is release revision firmware build patch section chapter clause oid paragraph appendix'.split(
    ' ',
  ),
);
const VERSION = 'version';
const LONGEST_SAYING = 12;

function isSaying(bytes: Uint8Array, text: string, start: number): boolean {
  let wordEnd = start;
  const signsFrom = start - MOST_SIGNS_BEFORE;
  while (wordEnd > signsFrom && (kindAt(bytes, wordEnd - 1) & LETTER) === 0) wordEnd--;
  let wordStart = wordEnd;
  while (wordEnd - wordStart < LONGEST_SAYING && (kindAt(bytes, wordStart - 1) & LETTER) !== 0) wordStart--;
  const word = text.slice(wordStart, wordEnd).toLowerCase();
  return SAYINGS.has(word) || word.endsWith(VERSION);
}

/** Whether the word before the last one may be that of `built with zlib `, `linked against`, `built for`, `compiled using`. */
function followsBuilt(bytes: Uint8Array, start: number): boolean {
  if (bytes[start - 1] !== BLANK) return false;
  let index = start - 2;
  while (start - index < WORD_REACH && index > 0 && IS_NAME_PART[bytes[index]!]!) index--;
  return bytes[index] === BLANK && ENDS_BUILT[bytes[index - 1]!] === true;
}

const ENDS_BUILT = flagsOf(/[htrg]/i);

/** `zlib-1.2.3.4`, `app_v1.2.3.4` */
function isOfFile(bytes: Uint8Array, start: number): boolean {
  const sign = bytes[start - 1] === SMALL_V ? start - 2 : start - 1;
  if (bytes[sign] !== DASH && bytes[sign] !== UNDERSCORE) return false;
  return (kindAt(bytes, sign - 1) & LETTER) !== 0;
}

/** Where DEPENDENCY may end. */
function isBehindQuote(bytes: Uint8Array, start: number): boolean {
  return bytes[start - 1] === QUOTE || (IS_RANGE[bytes[start - 1]!] === true && bytes[start - 2] === QUOTE);
}

const IS_RANGE = flagsOf(/[~^v]/);

function areSmall(bytes: Uint8Array, start: number, end: number): boolean {
  let place = 0;
  let number = 0;
  for (let index = start; index < end; index++) {
    if (bytes[index] === DOT) {
      place++;
      number = 0;
    } else number = number * 10 + bytes[index]! - ZERO;
    if (number > HIGHEST[place]!) return false;
  }
  return true;
}

const ZERO = 0x30;

function leadingNumber(bytes: Uint8Array, start: number): number {
  let number = 0;
  for (let index = start; (kindAt(bytes, index) & DIGIT) !== 0; index++)
    number = number * 10 + bytes[index]! - 0x30;
  return number;
}

/** Whether something with a letter stands before the signs before the numbers: else no name and no word says anything. */
function followsName(bytes: Uint8Array, start: number): boolean {
  let index = start - 1;
  const signsFrom = index - MOST_SIGNS_BEFORE;
  while (index >= 0 && index > signsFrom && IS_SIGN[bytes[index]!]!) index--;
  const nameFrom = index - LONGEST_NAME;
  while (index >= 0 && index > nameFrom && IS_NAME_PART[bytes[index]!]!) {
    if ((KIND[bytes[index]!]! & LETTER) !== 0) return true;
    index--;
  }
  return false;
}

const MOST_SIGNS_BEFORE = 12;
const IS_SIGN = flagsOf(/[ ,(=~<>^@_\\"':)/-]/);
const IS_NAME_PART = flagsOf(/[\w.+:-]/);

/** `rails (1.2.3.4`, `"rails", "`, `requests==`, `Oracle Database `: the word before the signs before the numbers. */
function isProduct(
  line: string,
  products: ReadonlySet<string>,
  others: ReadonlySet<string> | null = null,
): boolean {
  const signsEnd = line.charCodeAt(line.length - 1) === SMALL_V ? line.length - 1 : line.length;
  let nameEnd = signsEnd;
  while (
    nameEnd > 0 &&
    signsEnd - nameEnd < MOST_SIGNS &&
    IS_PRODUCT_SIGN[line.charCodeAt(nameEnd - 1)] === true
  )
    nameEnd--;
  if (nameEnd === signsEnd || nameEnd === 0) return false;
  const name = nameAt(line, nameEnd);
  if (signsEnd - nameEnd > 1 && REQUIREMENT.test(line.slice(nameEnd, signsEnd)))
    return /^[a-z]/.test(name) && !NETWORK_NAME.test(name);
  return products.has(name) || others?.has(name) === true || LIBRARY.test(name);
}

const IS_PRODUCT_SIGN = flagsOf(/[ ,(=~<>^@_\-\\"']/);
const MOST_SIGNS = 10;
const EDITION = / (?:database|runtime|engine|enterprise|community)$/i;
const LONGEST_NAME = 40;

/** The name that ends there, in lower case, without what says which edition of it. */
function nameAt(line: string, end: number): string {
  const last = line.charCodeAt(end - 1) | 0x20;
  const nameEnd =
    last === SMALL_E || last === SMALL_Y ? end - (EDITION.exec(line.slice(0, end))?.[0].length ?? 0) : end;
  let start = nameEnd;
  while (start > 0 && nameEnd - start < LONGEST_NAME && IS_NAME_PART[line.charCodeAt(start - 1)] === true)
    start--;
  // A line break that JSON escaped.
  if (line.charAt(start - 1) === '\\' && 'nrt'.includes(line.charAt(start))) start++;
  // The plus or minus of a diff is no part of it.
  if (line.charAt(start) === '+' || line.charAt(start) === '-') start++;
  return line.slice(start, nameEnd).toLowerCase();
}

const SMALL_E = 0x65;
const SMALL_Y = 0x79;
