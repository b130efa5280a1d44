import { BranchManifests } from '../BranchManifests';
import { EnvironmentNames } from '../EnvironmentNames';
import { directoryOf, joinPath } from '../repositoryPath';

/** The values files that a chart gets in one environment. */
export interface EnvironmentValues {
  readonly environment: string;
  readonly files: readonly string[];
}

export interface FoundValues {
  readonly values: readonly EnvironmentValues[];
  /** Files named like an environment's, by a word that none is known by. */
  readonly unknown: readonly { readonly file: string; readonly word: string }[];
}

const patterns = [
  /^values[-_.](?<word>[A-Za-z0-9][\w-]*)\.ya?ml$/,
  /^(?<word>[A-Za-z0-9][\w-]*)[-_.]values\.ya?ml$/,
  /^values\/(?:values[-_.])?(?<word>[A-Za-z0-9][\w-]*)\.ya?ml$/,
  /^values\/(?<word>[A-Za-z0-9][\w-]*)\/values\.ya?ml$/,
  /^(?:env|envs|environments?|overlays)\/(?<word>[A-Za-z0-9][\w-]*)(?:\/values)?\.ya?ml$/,
  /^(?<word>[A-Za-z0-9][\w-]*)\/values\.ya?ml$/,
];

const notEnvironments =
  /^(?:default|defaults|common|base|global|example|examples|sample|schema|template|override|overrides|secret|secrets|charts|crds|templates|ci)$/i;

/**
 * Finds what `values-<environment>.yaml` and its like hold beside a chart: in
 * its folder, else in the folder around it where it is the only chart there.
 */
export function environmentValues(
  branch: BranchManifests,
  directory: string,
  names: EnvironmentNames,
): FoundValues {
  const inside = valuesIn(branch, directory, names);
  const around = directoryOf(directory);
  if (inside.values.length > 0 || directory === '') return inside;
  const charts = branch.tree.children(around).filter(name => {
    const chart = joinPath(joinPath(around, name), 'Chart.yaml');
    return branch.tree.entries.has(chart);
  });
  return charts.length === 1 ? valuesIn(branch, around, names) : inside;
}

function valuesIn(
  branch: BranchManifests,
  directory: string,
  names: EnvironmentNames,
): FoundValues {
  const prefix = directory === '' ? '' : `${directory}/`;
  const known = new Map<string, string[]>();
  const unknown: { file: string; word: string }[] = [];
  for (const file of branch.tree.entries.keys()) {
    if (!file.startsWith(prefix)) continue;
    const relative = file.slice(prefix.length);
    const word = wordOf(relative);
    if (word === undefined || notEnvironments.test(word)) continue;
    if (branch.tree.entries.has(`${prefix}${word}/Chart.yaml`)) continue;
    const environment = names.fromName(word);
    if (environment === undefined) {
      if (relative.startsWith('values')) unknown.push({ file, word });
    } else {
      known.set(environment, [...(known.get(environment) ?? []), file]);
    }
  }
  return {
    values: [...known].map(([environment, files]) => ({ environment, files })),
    unknown,
  };
}

function wordOf(relative: string): string | undefined {
  for (const pattern of patterns) {
    const word = pattern.exec(relative)?.groups?.word;
    if (word !== undefined) return word;
  }
  return undefined;
}
