import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { locate, ScalarNode } from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import {
  Declaration,
  DeclarationReader,
  Declarations,
  DiscoveryContext,
  Location,
} from '../declaration';
import { EnvironmentNames } from '../EnvironmentNames';
import { directoryOf, isWithin } from '../repositoryPath';
import { ChartFile, readChartFile } from './ChartFile';
import { EnvironmentValues, environmentValues } from './environmentValues';
import { hasDeclaringTemplates } from './renderDeclaringTemplates';

/**
 * Charts that no object of the repository deploys, with values for each
 * environment beside them. Those that make declaring objects come first, as
 * what they make may deploy the others.
 */
export const undeclaredParentChartReader: DeclarationReader = {
  name: 'helm-values-parents',
  phase: 'resolve',
  fromBranch: (branch, context) =>
    readCharts(branch, context, directory =>
      hasDeclaringTemplates(branch, directory),
    ),
};

/** The remaining charts that no object of the repository deploys. */
export const undeclaredChartReader: DeclarationReader = {
  name: 'helm-values',
  phase: 'resolve',
  fromBranch: (branch, context) =>
    readCharts(
      branch,
      context,
      directory => !hasDeclaringTemplates(branch, directory),
    ),
};

function readCharts(
  branch: BranchManifests,
  context: DiscoveryContext,
  isMeant: (directory: string) => boolean,
): Declarations {
  const declarations: Declaration[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const directory of chartDirectories(branch)) {
    if (isUsed(branch, directory, context) || !isMeant(directory)) continue;
    const chart = readChartFile(branch, directory);
    if (chart === undefined || chart.isLibrary) continue;
    const found = readChart(branch, directory, chart, context);
    declarations.push(...found.declarations);
    diagnostics.push(...found.diagnostics);
  }
  return { declarations, diagnostics };
}

/** Charts that aren't inside another chart's folder. */
function chartDirectories(branch: BranchManifests): string[] {
  const directories = [...branch.tree.entries.keys()]
    .filter(path => path === 'Chart.yaml' || path.endsWith('/Chart.yaml'))
    .map(directoryOf)
    .filter(path => !/(?:^|\/)\./.test(path));
  return directories.filter(
    path =>
      !directories.some(
        other => other !== path && isWithin(path, `${other}/charts`),
      ),
  );
}

function isUsed(
  branch: BranchManifests,
  directory: string,
  context: DiscoveryContext,
): boolean {
  return context
    .declarations()
    .some(({ sources }) =>
      sources.some(
        source =>
          (source.type === 'localChart' &&
            source.branch === branch.name &&
            source.path === directory) ||
          (source.type === 'directory' &&
            source.branch === branch.name &&
            source.path === directory),
      ),
    );
}

function readChart(
  branch: BranchManifests,
  directory: string,
  chart: ChartFile,
  context: DiscoveryContext,
): Declarations {
  const at = locate(chart.version ?? chartNode(branch, chart));
  const rule = context
    .declarations()
    .find(
      ({ kind, files }) =>
        kind === 'Rule' && files.some(file => isWithin(file, directory)),
    );
  if (rule !== undefined) {
    const message = `A rule tells the versions in ${directory}; the chart itself is left out.`;
    return {
      declarations: [],
      diagnostics: [note('rule-covers-chart', message, at)],
    };
  }
  const names = new EnvironmentNames(context.input.environments);
  const { values, unknown } = environmentValues(branch, directory, names);
  const unclear = unknown.filter(
    ({ file }) => !context.isCovered(branch.name, file),
  );
  const diagnostics = unclear.map(({ file, word }) => ({
    level: 'info' as const,
    code: 'environment-unknown',
    message: `${word} is not known to be an environment; name it in the configuration to deploy the chart there.`,
    file,
    line: 1,
  }));
  if (values.length === 0) {
    const covered = context.isCovered(branch.name, chart.path);
    const message = `Nothing in the repository tells where the chart ${chart.name} is deployed.`;
    return {
      declarations: [],
      diagnostics: covered
        ? diagnostics
        : [...diagnostics, note('chart-undeclared', message, at)],
    };
  }
  return {
    declarations: values.map(value =>
      declarationOf(branch, directory, chart, value, at),
    ),
    diagnostics,
  };
}

function declarationOf(
  branch: BranchManifests,
  directory: string,
  chart: ChartFile,
  { environment, files }: EnvironmentValues,
  at: Location,
): Declaration {
  const [first] = files;
  const declaredBy: Location = {
    ...at,
    file: first,
    document: '#0',
    field: '',
    line: 1,
    exact: false,
  };
  return {
    kind: 'HelmValues',
    group: '',
    name: chart.name,
    instance: environment,
    declaredBy,
    files,
    labels: {},
    annotations: {},
    environment,
    sources: [
      {
        type: 'localChart',
        branch: branch.name,
        path: directory,
        releaseName: chart.name,
        values: files.map(path => ({
          type: 'file',
          branch: branch.name,
          path,
          optional: false,
          location: declaredBy,
        })),
        location: declaredBy,
      },
    ],
  };
}

function note(code: string, message: string, at: Location): Diagnostic {
  return { level: 'info', code, message, file: at.file, line: at.line };
}

function chartNode(branch: BranchManifests, chart: ChartFile): ScalarNode {
  const document = { branch: branch.name, file: chart.path, id: '#0' };
  return new ScalarNode(undefined, '', { document, line: 1 });
}
