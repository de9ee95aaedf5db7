import { isFirstName } from './first-names.ts';
import { listedWords } from './listed-words.ts';

/** Words of software and of measurements that begin with a capital in titles and lists. Frequent surnames (Page, Price, Field) are left out. */
const THINGS = listedWords(
  'access action actions active add agent aggregate alert algorithm allocation allocator analysis analyzer api app application archive array async audit auth average avg backend backup balancer baseline batch bold branch bucket buffer build bus byte bytes cache calculator call capture catalog chart checkout checker class client cloud cluster code collection collector column columns commit compiler component config configuration connection connector console consumer container context control controller copy co-pilot core count counter cpu create created crash cron current cycle cycles dashboard data database debugger default delete deleted deploy deployment detail details detector device dialog directory disk distribution document download driver dump duration edit editor email encounter encoder endpoint engine entity entry error errors event events exception execute execution executor export exporter failure fallback feature feed fetch fetcher file files filter folder form format frame framework frontend function garbage gateway generator get graph grid group handler hash header heap helper high histogram history home hook hot http icon identifier image import inbox index info initial input insert inspector instance interface invoice iops italic item items job jobs join json kernel key-value latency launcher layer layout level library light limit line link linker list listener lists load loader local lock log logger login logout loop low lookup main manager map mapper max maximum mean median memory menu merge message messages method metric metrics min minimum mode model module monitor name network node normal notification null number object optimizer option order orders output overview packet page-fault parser partition patch path pattern payload peak percentile performance permission pipeline plan planner platform plugin policy pool portal post process processor producer profile profiler program project protocol provider proxy query queue quota rate raw read reader record recorder records regular release remote render renderer replica report reports repository request requests resolver resource response result results retry role rollback route router routing row rows rule run runner runtime sample sampler scan scanner schedule scheduled scheduler schema scheduling score screen script sdk search select sequence server service services session set settings shard size snapshot socket sort source speed sql stack stage standard start state static statistics stats status step storage store stream string summary sync system table target task template test thread threads throughput time timeout timer token tool top total trace tracer traffic transaction transactions transfer transform trigger type unit unknown update upload url usage user value values version view viewer volume wait warning watcher web webhook window worker workflow wrapper write writer xml'.split(
    ' ',
  ),
);

/**
 * True for capitalised words that name a part of software or a measurement (`Load Balancer`, `Read, Write`): at least one word says
 * so, and no other is a listed first name.
 */
export function namesThing(value: string): boolean {
  let hasThing = false;
  let hasFirstName = false;
  for (const word of value.split(/,? /)) {
    if (THINGS.has(word)) hasThing = true;
    else if (isFirstName(word.toLowerCase())) hasFirstName = true;
  }
  return hasThing && !hasFirstName;
}

/** True when a word of the value is a listed first name, and no part of software. */
export const hasFirstName = (value: string): boolean =>
  value.split(/,? /).some((word) => !THINGS.has(word) && isFirstName(word.toLowerCase()));
