import { existsSync } from 'node:fs';
import { LABELLED } from './causes-data.ts';
import {
  averageAt5,
  judgeHealthyPetShop,
  judgeHealthySockShop,
  rankPetShop,
  rankSockShop,
  type RankedCase,
  topShare,
  wilson,
} from './causes-score.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';

/** Issue 3, figure 10, labelled half: `causes-labelled.ts [--json] [--data=folder]`. Deterministic. */
const folder =
  process.argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length) ?? LABELLED;
if (!existsSync(folder)) {
  console.error(`No labelled incidents at ${folder}; give their folder with --data=.`);
  process.exitCode = 2;
} else {
  const figures: Figure[] = [];
  const add = (name: string, value: number, n: number, bar: Figure['bar']): void => {
    const [low, high] = wilson(value, n);
    const interval = `${name} [95 %: ${low.toFixed(2)} to ${high.toFixed(2)}]`;
    figures.push({
      figure: interval,
      value,
      standardError: Math.sqrt((value * (1 - value)) / n),
      bar,
      repetitions: n,
    });
  };
  const petShop = Object.entries(Object.groupBy(rankPetShop(folder), (each) => each.group));
  for (const [group, cases = []] of petShop) {
    add(`PetShop ${group}: top 1`, topShare(cases, 1), cases.length, null);
    add(`PetShop ${group}: top 3`, topShare(cases, 3), cases.length, { atLeast: 0.83 });
  }
  const all = petShop.flatMap(([, cases]) => cases ?? []);
  add('PetShop, all: top 1', topShare(all, 1), all.length, null);
  add('PetShop, all: top 3', topShare(all, 3), all.length, { atLeast: 0.83 });
  for (const [group, windows = []] of Object.entries(
    Object.groupBy(judgeHealthyPetShop(folder), (each) => `${each.group}, ${each.kind}`),
  )) {
    add(
      `PetShop healthy ${group}: nobody named`,
      windows.filter((each) => !each.named).length / windows.length,
      windows.length,
      { atLeast: 0.9 },
    );
  }
  const sockShop: Record<string, RankedCase[] | undefined> = Object.groupBy(
    rankSockShop(folder),
    (each) => each.group,
  );
  for (const [fault, cases = []] of Object.entries(sockShop)) {
    add(`Sock Shop ${fault}: Avg@5`, averageAt5(cases), cases.length, { atLeast: 0.97 });
  }
  const healthy = judgeHealthySockShop(folder);
  add(
    'Sock Shop healthy halves: nobody named',
    healthy.filter((each) => !each.named).length / healthy.length,
    healthy.length,
    null,
  );
  printFigures('Root causes on labelled incidents', figures, benchOptions(0));
}
