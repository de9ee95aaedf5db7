import { isFirstName } from './first-names.ts';
import { listedWords } from './listed-words.ts';

/** Words of software and of measurements that begin with a capital in titles and lists. Frequent surnames (Page, Price, Field) are left out. */
const THINGS = listedWords(() =>
  'access action actions active add age agent aggregate alert algorithm allocation allocator analysis analyzer api app application archive array async attempt audit auth average avg backend backup balancer bandwidth baseline batch benchmark bid block blocks bold branch branches brpart bucket buffer buffers build bus byte bytes cache calculator call capture case catalog chart checker checkout class client cloud cluster co-pilot code collection collector column columns commit commits compaction compiler component config configuration connection connector console consumer container context control controller copy core cost count counter cover coverage cpu crash create created cron css csv current cycle cycles dashboard data database debugger default delay delete deleted deploy deployment depth detail details detector device dialog directory disk distribution document download driver dump duration edit editor elapsed elephant email encoder encounter endpoint engine entity entry error errors event events evictions exception execute execution executor export exporter failure fallback feature feed fetch fetcher file files filter folder form format frame frames framework frontend function garbage gateway generator get graph grid group grpc handler hash header heap helper high histogram history hit hits home hook hot html http icon identifier idle image import inbox index info initial input insert inspector instance interface invoice iops italic item items job jobs join json kernel key-value lag latency launcher layer layout length level library light limit line link linker list listener lists load loader local lock log logger login logout lookup lookups loop loss low main manager map mapper max maximum mean median memory menu merge message messages method metric metrics min minimum missed misses missing mode model module monitor name network node normal notification null number object ops optimizer option order orders output overview owner owners packet page-fault pages parser partition patch path pattern payload peak penalty percentile performance permission pipeline plan planner platform plugin policy pool portal post power price process processing processor producer profile profiler program project protocol provider proxy queries query queue quota rate ratio raw read reader reads record recorder records regular release remote render renderer replica report reports repository request requests resolver resource response result results retry role rollback route router routing row rows rtt rule run runner runtime sample sampler samples sampling scan scanner schedule scheduled scheduler scheduling schema score screen script sdk search select sequence server service services session set settings shard size snapshot socket sort source speed sql stack stage standard start state static statistics stats status step stmts storage store stream string summary supervisor sync system table target task template test thread threads throughput time timeout timer token tool top total trace tracer traffic transaction transactions transfer transform trigger type unit unknown update upload url usage user util value values version view viewer volume wait wall warning watcher web webhook window worker workflow wrapper write writer writes written xml yaml'.split(
    ' ',
  ),
);

/** Those that are surnames, too: of software only beside others, where all are. */
const SURNAMES_TOO = listedWords(() =>
  'driver hold model post rest sample session speed wait wall age bid block bold branch bus case cloud core cost count cover crash feed field frame high home hook hot job label light link local low main max min owner page pool port power price read reader row rule score shard sort stage stack state string target test token wait wall walker ward'.split(
    ' ',
  ),
);

/**
 * True for capitalised words that name a part of software or a measurement (`Load Balancer`, `Read, Write`): at least one word says
 * so, and no other is a listed first name.
 */
export function namesThing(value: string): boolean {
  let hasThing = false;
  let hasOther = false;
  const words = value.split(/,? /);
  for (const word of words) {
    if (!isThing(word)) {
      if (isFirstName(word.toLowerCase())) return false;
      hasOther = true;
    } else if (!isSurname(word)) hasThing = true;
  }
  return hasThing || (!hasOther && words.length > 1);
}

/** True for such a word that is no surname: behind a first name it says that both name a thing (`Victoria Metrics`). */
export const isThingOnly = (word: string): boolean => isThing(word) && !isSurname(word);

/** Surnames that look like several of a thing. */
const SURNAMES_IN_S = new Set('Fields Hooks Jobs Powers Sessions Stages Waits Walls'.split(' '));

const isSurname = (word: string): boolean => SURNAMES_TOO.has(word) || SURNAMES_IN_S.has(word);

/** A word of the list, or several of it (`Users`). */
function isThing(word: string): boolean {
  return THINGS.has(word) || (word.endsWith('s') && THINGS.has(word.slice(0, -1)));
}

/** True when a word of the value is a listed first name, and no part of software. */
export const hasFirstName = (value: string): boolean =>
  value.split(/,? /).some((word) => !isThing(word) && isFirstName(word.toLowerCase()));
