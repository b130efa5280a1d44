import { RecipeChart } from '../../manifests/UnitRecipe';
import { postRender } from '../postRender';
import { RecipeContext } from '../RecipeContext';
import { RecipeRender } from '../RecipeRender';
import { RenderFailure } from '../RenderFailure';
import { defaultRenderLimits } from '../renderLimits';
import { ChartFiles } from './ChartFiles';
import { ChartFilling } from './ChartFilling';
import { chartValues } from './chartValues';

/** The version that templates are told where no cluster tells its own. */
const assumedKubeVersion = 'v1.34.0';

/**
 * What a chart declares with its values, as its engine would install it. Hooks
 * are left out: they run, and are no state.
 */
export async function renderChart(
  recipe: RecipeChart,
  namespace: string | undefined,
  context: RecipeContext,
): Promise<RecipeRender> {
  const { helm } = context;
  if (helm === undefined) {
    throw new RenderFailure('render-no-program', 'helm was not found');
  }
  const chart = await collectChart(recipe, context);
  const values = chartValues(recipe.values, context.trees);
  const files = new Map<string, string | Uint8Array>();
  for (const [file, content] of chart.files)
    files.set(`chart/${file}`, content);
  for (const [file, text] of values.files) files.set(`values/${file}`, text);
  const { kubeVersion, apiVersions = [] } = context.capabilities ?? {};
  const filling = new ChartFilling({
    files,
    args: [
      releaseName(recipe.releaseName),
      './chart',
      `--namespace=${namespaceName(recipe.namespace ?? namespace)}`,
      '--no-hooks',
      // A schema may refer to any file or URL; what it refuses, engines report.
      '--skip-schema-validation',
      recipe.includeCrds ? '--include-crds' : '--skip-crds',
      `--kube-version=${kubeVersion ?? assumedKubeVersion}`,
      ...apiVersions.map(version => `--api-versions=${version}`),
      ...[...values.files.keys()].map(file => `--values=values/${file}`),
      ...values.args,
    ],
    isRelease: recipe.isRelease,
    origin: chart.origin,
    context: { ...context, helm },
  });
  const filled = await filling.fill();
  const asks = filling.asksForCapabilities && kubeVersion === undefined;
  return {
    ...filled,
    resources: await postRender(
      filled.resources,
      recipe.postRenderers ?? [],
      context,
    ),
    diagnostics: [
      ...filled.diagnostics,
      ...(asks
        ? [
            {
              level: 'info' as const,
              code: 'render-capabilities-assumed',
              message: `The chart asks what the cluster can do; Kubernetes ${assumedKubeVersion} is assumed.`,
            },
          ]
        : []),
    ],
  };
}

interface CollectedChart {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly origin: (file: string) => string | undefined;
}

async function collectChart(
  { place, defaults }: RecipeChart,
  context: RecipeContext,
): Promise<CollectedChart> {
  const { helm, charts, trees, limits = defaultRenderLimits } = context;
  const fetch = async (
    chart: Parameters<NonNullable<typeof charts>['files']>[0],
  ) => {
    if (charts !== undefined && helm !== undefined) {
      return charts.files(chart, helm, limits);
    }
    const where = chart.repository ?? 'a repository that is not in Git';
    const problem = `the chart '${chart.chart}' is in ${where}`;
    throw new RenderFailure('render-remote-chart', problem);
  };
  if (place.type === 'remote') {
    return { files: await fetch(place), origin: () => undefined };
  }
  const tree = trees.get(place.branch);
  const file = place.path === '' ? 'Chart.yaml' : `${place.path}/Chart.yaml`;
  if (tree === undefined || !tree.entries.has(file)) {
    const problem = `'${place.path}' holds no chart`;
    throw new RenderFailure('render-absent', problem);
  }
  const chart = new ChartFiles(tree, limits);
  chart.add(place.path);
  const files = new Map(chart.files);
  for (const [folder, missing] of chart.missing) {
    const { name, ...rest } = missing;
    for (const [path, content] of await fetch({ chart: name, ...rest })) {
      files.set(`${folder}${path}`, content);
    }
  }
  // Flux takes other files of the repository for the chart's own values.
  if (defaults === 'replaced') files.set('values.yaml', '{}');
  return { files, origin: path => chart.origin(path) };
}

/** Helm's own rule; nothing else may come before the chart's path. */
function releaseName(name: string): string {
  if (/^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(name) && name.length <= 53) {
    return name;
  }
  throw new RenderFailure(
    'render-unreadable',
    `'${name}' is no name of a release`,
  );
}

function namespaceName(name: string = 'default'): string {
  if (/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name)) return name;
  throw new RenderFailure('render-unreadable', `'${name}' is no namespace`);
}
