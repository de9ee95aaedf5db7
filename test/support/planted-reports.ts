import { markOf, values, words } from './planted-inputs.ts';

/** A report and what is asked along with it. */
export interface PlantedReport {
  readonly kind: string;
  readonly body: string;
}

/** Each kind of result and report, with values wherever a program writes names, paths and messages. */
export function plantedReports(): readonly PlantedReport[] {
  return [...coverage(), ...tests(), ...vulnerabilities(), jmeter(), k6Csv()];
}

/** Reports on coverage, of which no name is kept. */
function coverage(): readonly PlantedReport[] {
  const lcov = one('lcov')
    .map((text) => `TN:${text}\nSF:/src/${text}.ts\nFN:1,${text}\nFNDA:1,${text}\nDA:1,1\nend_of_record\n`)
    .join('');
  const names = (kind: string): string[] => one(kind).map(xml);
  const cobertura = names('Cobertura').map(
    (name) =>
      `<package name="${name}"><classes><class name="${name}" filename="${name}"/></classes></package>`,
  );
  const clover = names('Clover').map((name) => `<file name="${name}" path="${name}"/>`);
  const jacoco = names('JaCoCo').map((name) => `<package name="${name}"><class name="${name}"/></package>`);
  const istanbul = Object.fromEntries(
    one('Istanbul').map((path) => [
      path,
      {
        path,
        statementMap: {},
        fnMap: { 0: { name: path } },
        branchMap: {},
        s: { 0: 1 },
        f: { 0: 1 },
        b: {},
      },
    ]),
  );
  const counts =
    'statements="4" coveredstatements="1" conditionals="0" coveredconditionals="0" methods="2" coveredmethods="2"';
  return [
    { kind: 'lcov', body: lcov },
    {
      kind: 'Cobertura',
      body: `<coverage line-rate="0.5" lines-covered="1" lines-valid="2"><packages>${cobertura.join('')}</packages></coverage>`,
    },
    {
      kind: 'Clover',
      body: `<coverage clover="4"><project name="${xml(words('Clover'))}"><metrics ${counts}/>${clover.join('')}</project></coverage>`,
    },
    {
      kind: 'JaCoCo',
      body: `<?xml version="1.0"?><report name="${xml(words('JaCoCo'))}">${jacoco.join('')}<counter type="LINE" missed="1" covered="3"/></report>`,
    },
    { kind: 'Istanbul', body: JSON.stringify(istanbul) },
  ];
}

function tests(): readonly PlantedReport[] {
  const cases = one('JUnit').map((text) => {
    const name = xml(text);
    const failure = `<failure message="${name}" type="${name}">${name}</failure><system-out>${name}</system-out>`;
    return `<testcase classname="${name}" name="${name}" time="1">${failure}</testcase>`;
  });
  const body = `<testsuites name="${xml(words('JUnit'))}"><testsuite name="all" hostname="${xml(words('JUnit'))}">${cases.join('')}</testsuite></testsuites>`;
  return [{ kind: 'JUnit', body }];
}

function vulnerabilities(): readonly PlantedReport[] {
  const results = one('SARIF').map((text) => ({ ruleId: text, level: 'error', message: { text } }));
  const driver = {
    name: words('SARIF'),
    rules: one('SARIF').map((id) => ({ id, fullDescription: { text: id } })),
  };
  const found = one('Trivy').map((Title) => ({
    ...{ VulnerabilityID: Title, PkgName: Title, Severity: 'HIGH' },
    ...{ Title, Description: Title },
  }));
  const matches = one('Grype').map((id) => ({
    vulnerability: { id, severity: 'High', description: id },
    artifact: { name: id, locations: [{ path: id }] },
  }));
  const target = words('Grype');
  return [
    { kind: 'SARIF', body: JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver }, results }] }) },
    {
      kind: 'Trivy',
      body: JSON.stringify({
        SchemaVersion: 2,
        ArtifactName: words('Trivy'),
        Results: [{ Target: words('Trivy'), Class: 'lang-pkgs', Vulnerabilities: found }],
      }),
    },
    {
      kind: 'Grype',
      body: JSON.stringify({
        matches,
        source: { target },
        descriptor: { name: 'grype', configuration: target },
      }),
    },
  ];
}

/** Labels are the names of the figures; they are kept. */
function jmeter(): PlantedReport {
  const head = 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,failureMessage,URL\n';
  const rows = [markOf('JMeter'), ...one('JMeter')].flatMap((text, at) =>
    [20, 21, 22].map(
      (elapsed) =>
        `${1_767_225_600_000 + at * 1_000},${elapsed},${csv(text)},200,${csv(text)},${csv(text)},true,${csv(text)},${csv(`https://shop.test/?q=${encodeURIComponent(text)}`)}\n`,
    ),
  );
  return { kind: 'JMeter', body: `${head}${rows.join('')}` };
}

function k6Csv(): PlantedReport {
  const head =
    'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n';
  const rows = [markOf('k6 CSV'), ...one('k6 CSV')].map((text, at) => {
    const name = csv(text);
    return `http_req_duration,${1_767_225_600 + at},12,${name},${name},,true,${csv(`::${text}`)},GET,${name},HTTP/1.1,${name},,200,,,${name},${csv(`team=${text}`)},\n`;
  });
  return { kind: 'k6 CSV', body: `${head}${rows.join('')}` };
}

function one(kind: string): string[] {
  return values(kind).map(({ text }) => text.replaceAll('\n', ' '));
}

function xml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => named[sign] ?? sign);
}

function csv(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
