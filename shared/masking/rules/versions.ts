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
/** The second, the third and the fourth number. */
const SMALL = /^\d{1,2}\.(?:[1-5]?\d|60)\.(?:1?\d|20)\.\d$/;
/** Well-known servers of names, and what stands for any address. */
const NO_VERSION =
  /^(?:(\d+)\.\1\.\d+\.\d+|1\.0\.0\.1|4\.2\.2\.\d|1\.2\.3\.4|2\.3\.4\.5|3\.4\.5\.6|4\.5\.6\.7|5\.6\.7\.8)$/;
/** A dependency in JSON: `"symfony/yaml": "^` */
const DEPENDENCY = /"@?[a-z][\w.-]{1,40}\/[a-z][\w.-]{1,40}\\{0,3}": ?\\{0,3}"[~^v]?$/;
const LIBRARY = /^lib[a-z][\w+.-]{1,24}(?::[a-z0-9]{3,8})?$/;

/** `version 1.2.3.4`, `Version=`, `"version": "`, `<Version>`, `AssemblyVersion("`, `v1.2.3.4`, `release v`, `Chrome/`. */
const SAID_VERSION =
  /(?:\bv(?:er)?\.?[ :=]{0,2}|version\\{0,3}["']?\)?(?:[ :=>(]{1,3}(?:is )?)\\{0,3}["']?v?|\b(?:built|compiled|linked) (?:with|against|for|using) [\w.+-]{2,30} |\b(?:release|revision|firmware|build|patch|section|chapter|clause|oid|paragraph|appendix) v?|[A-Za-z]\/)$/i;
/** Lines of package managers and build files. */
const PACKAGE_LINE =
  /\b(?:Unpacking|Setting up|Preparing to unpack|Selecting previously|Successfully installed|gem \\{0,3}["'][\w-]+\\{0,3}["'],|PackageReference|<dependency|implementation [\\"'(])|\bplugin [\w-]{2,40} $/;
const UPGRADE =
  /\b(?:up|down)grad(?:e|ed|ing) (?:(?!host|node|server|machine|instance|peer|client)[\w.-]{1,30} )?(?:from )?(?:[\d.]{5,15} (?:=>|->|to) )?v?$/i;
const REQUIREMENT = /^(?:==|~=|>=|<=|!= ?| ?\((?:=|~>|>=|<=?) )$/;
const NETWORK_NAME = /(?:ip|addr\w*|host|src|dst|source|server|peer|client|node|gateway|remote)$/i;
const FILE_BEFORE = /[A-Za-z][-_]v?$/;
/** What stands behind the version in the name of a package's file. */
const FILE_BEHIND =
  /^(?:\.(?:jar|war|deb|rpm|whl|tar|tgz|zip|gem|so|dll|exe|msi|nupkg|dmg|pkg|apk)\b|[-_](?:amd64|x86_64|arm64|aarch64|i386|noarch|all|\d+\.(?:el|fc|amzn)))/;
const PRIVATE_NETWORK = /^(?:10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/;
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
  const mayBeListed = hasWordBefore(scan, start, 'package');
  if (isNamed && SAID_VERSION.test(lineBefore(text, start, WORD_REACH))) return true;
  if (leadingNumber(bytes, start) > HIGHEST_FIRST) return false;
  // No machine is called npm or cmake.
  if (PRIVATE_NETWORK.test(text.slice(start, end)))
    return isNamed && followsProduct(lineBefore(text, start, REACH), TOOLS);
  const goesOn = (kindAt(bytes, end + 1) & DIGIT) !== 0;
  // An object identifier or a longer version; a port or a path.
  if (bytes[end] === DOT && goesOn) return true;
  if (bytes[end] === SLASH || (bytes[end] === COLON && goesOn)) return false;
  if (!isNamed && !mayBeListed) return false;
  const line = lineBefore(text, start, REACH);
  if (FILE_BEFORE.test(line) && FILE_BEHIND.test(text.slice(end, end + REACH_AFTER))) return true;
  if (DEPENDENCY.test(line)) return true;
  const numbers = text.slice(start, end);
  if (SMALL.test(numbers) && !NO_VERSION.test(numbers)) {
    if (followsProduct(line, MACHINES) || UPGRADED_MACHINE.test(line)) return true;
  }
  return followsProduct(line) || (mayBeListed && (PACKAGE_LINE.test(line) || UPGRADE.test(line)));
}

const WORD_REACH = 24;
const TILDE = 0x7e;
const DOT = 0x2e;
const COLON = 0x3a;
const SLASH = 0x2f;

function lineBefore(text: string, start: number, reach: number): string {
  const window = text.slice(Math.max(0, start - reach), start);
  return window.slice(window.lastIndexOf('\n') + 1);
}

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
function followsProduct(line: string, products = PRODUCTS): boolean {
  const signsEnd = line.endsWith('v') ? line.length - 1 : line.length;
  let nameEnd = signsEnd;
  while (nameEnd > 0 && signsEnd - nameEnd < MOST_SIGNS && SIGNS.includes(line.charAt(nameEnd - 1)))
    nameEnd--;
  const signs = line.slice(nameEnd, signsEnd);
  const words = line.slice(0, nameEnd).replace(EDITION, '');
  if (signs === '' || words === '') return false;
  // The plus or minus of a diff is no part of it.
  const name = lastWord(words).replace(/^[+-]/, '').toLowerCase();
  if (REQUIREMENT.test(signs)) return /^[a-z]/.test(name) && !NETWORK_NAME.test(name);
  return products.has(name) || LIBRARY.test(name);
}

const SIGNS = ' ,(=~<>^@_-\\"\'';
const MOST_SIGNS = 10;
const EDITION = / (?:database|runtime|engine|enterprise|community)$/i;
const LONGEST_NAME = 40;

function lastWord(words: string): string {
  let start = words.length;
  while (start > 0 && words.length - start < LONGEST_NAME && /[\w.+:-]/.test(words.charAt(start - 1)))
    start--;
  // A line break that JSON escaped.
  const isEscaped = words.charAt(start - 1) === '\\' && 'nrt'.includes(words.charAt(start));
  return words.slice(isEscaped ? start + 1 : start);
}
