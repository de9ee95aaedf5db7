/** How much of the line before and behind four numbers is read. */
const REACH = 64;
const REACH_AFTER = 12;

/** Products whose releases have up to four numbers; the name stands right before them. */
const PRODUCTS = new Set(
  'zlib openssl openssh libressl gnutls nginx openresty apache httpd tomcat jetty java jdk jre openjdk graalvm python pip node.js nodejs npm yarn pnpm bun deno ruby rails bundler php perl golang rust cargo gcc clang llvm glibc musl cmake maven gradle kotlin scala dotnet .net asp.net mono nuget bash systemd linux ubuntu debian alpine centos rhel windows macos android ios chrome chromium headlesschrome firefox safari edg opr electron webkit v8 oracle postgres postgresql mysql mariadb mongodb sqlite mssql db2 valkey memcached cassandra couchbase clickhouse influxdb kafka zookeeper rabbitmq activemq elasticsearch opensearch kibana logstash lucene solr grafana prometheus jaeger opentelemetry k6 jmeter gatling locust docker containerd runc kubernetes kubelet helm istio envoy linkerd traefik haproxy varnish terraform ansible jenkins gitlab sonarqube spring hibernate netty log4j jackson hadoop spark flink hbase boost protobuf grpc grpcio opencv cuda cudnn tensorflow pytorch numpy pandas django flask angular react'.split(
    ' ',
  ),
);
const LIBRARY = /^lib[a-z][\w+.-]{1,24}(?::[a-z0-9]{3,8})?$/;

/** `version 1.2.3.4`, `Version=`, `"version": "`, `<Version>`, `AssemblyVersion("`, `v1.2.3.4`, `release v`, `Chrome/`. */
const SAID_VERSION =
  /(?:~|\bv(?:er)?\.?[ :=]{0,2}|version\\{0,3}["']?\)?(?:[ :=>(]{1,3}(?:is )?)\\{0,3}["']?v?|\b(?:release|revision|firmware|build|patch|section|chapter|clause|oid|paragraph|appendix) v?|[A-Za-z]\/)$/i;
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
/** An object identifier or a longer version. */
const MORE_GROUPS = /^\.\d/;
const PORT_OR_PATH = /^(?::\d|\/)/;

/**
 * True when four numbers `[start, end)` in the form of an address are a version. Words of versions say so of any
 * number; a product's name, a package manager's line or a file's name only of those that look like one, for an address
 * stands behind names, too.
 */
export function isVersion(text: string, start: number, end: number): boolean {
  const window = text.slice(Math.max(0, start - REACH), start);
  const line = window.slice(window.lastIndexOf('\n') + 1);
  if (SAID_VERSION.test(line.slice(-WORD_REACH))) return true;
  const numbers = text.slice(start, end);
  if (Number.parseInt(numbers, 10) > HIGHEST_FIRST || PRIVATE_NETWORK.test(numbers)) return false;
  if (MORE_GROUPS.test(text.slice(end, end + 2))) return true;
  if (PORT_OR_PATH.test(text.slice(end, end + 2))) return false;
  if (FILE_BEFORE.test(line) && FILE_BEHIND.test(text.slice(end, end + REACH_AFTER))) return true;
  return followsProduct(line) || PACKAGE_LINE.test(line) || UPGRADE.test(line);
}

const WORD_REACH = 24;

/** `rails (1.2.3.4`, `"rails", "`, `requests==`, `Oracle Database `: the word before the signs before the numbers. */
function followsProduct(line: string): boolean {
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
  return PRODUCTS.has(name) || LIBRARY.test(name);
}

const SIGNS = ' ,(=~<>^@_-\\"\'';
const MOST_SIGNS = 10;
const EDITION = / (?:database|runtime|engine|enterprise|community)$/i;
const LONGEST_NAME = 40;

function lastWord(words: string): string {
  let start = words.length;
  while (start > 0 && words.length - start < LONGEST_NAME && /[\w.+:-]/.test(words.charAt(start - 1)))
    start--;
  return words.slice(start);
}
