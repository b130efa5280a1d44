import { Manifest } from '../../manifests/Manifest';
import { parseYaml } from '../../manifests/parseYaml';
import { isResource, Resource } from '../../manifests/Resource';
import { RenderFailure } from '../RenderFailure';
import { resourceValue } from '../../manifests/resourceValue';

/** An object that a chart made. */
export interface FilledResource {
  readonly resource: Resource;
  /** The template or CRD file, relative to the chart. */
  readonly template?: string;
}

/** The objects that `helm template` printed. */
export function readHelmOutput(output: string): readonly FilledResource[] {
  const { documents, diagnostics } = parseYaml(output, {
    branch: '',
    file: 'helm',
  });
  const problem = diagnostics.find(({ code }) => code !== 'duplicate-key');
  if (problem !== undefined) {
    throw new RenderFailure('render-failed', problem.message);
  }
  const sources = sourceLines(output);
  return documents.flatMap(document =>
    Manifest.of(document).flatMap(({ root }) => {
      const resource = resourceValue(root);
      if (!isResource(resource)) return [];
      const template = sourceAt(sources, document.root.line);
      return [{ resource, ...(template !== undefined && { template }) }];
    }),
  );
}

/** `# Source: chart/templates/x.yaml`, by the line it is on. */
function sourceLines(output: string): readonly [number, string][] {
  const lines = output.split('\n');
  return lines.flatMap((line, index): [number, string][] => {
    // The first segment is the chart's name, which its folder need not have.
    const match = /^# Source: [^/\s]+\/(\S.*)$/.exec(line);
    return match !== null && lines[index - 1] === '---'
      ? [[index + 1, match[1]]]
      : [];
  });
}

/** The last one before a line. */
function sourceAt(
  sources: readonly [number, string][],
  line: number,
): string | undefined {
  let low = 0;
  let high = sources.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sources[middle][0] <= line) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : sources[low - 1][1];
}
