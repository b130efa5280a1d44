import type { ArtifactChange } from '@backstage-gitops/plugin-gitops-common';
import { foldChanges } from './foldChanges';

const image: ArtifactChange = {
  kind: 'image',
  name: 'quay.example/acme/build-service',
  from: 'a',
  to: 'b',
  file: 'kustomization.yaml',
  line: 7,
};

describe('foldChanges', () => {
  it('tells once what an image and its Git ref did together', () => {
    const ref: ArtifactChange = {
      ...image,
      kind: 'gitRef',
      name: 'acme/build-service',
      line: 3,
    };
    expect(foldChanges([ref, image])).toEqual([
      { change: image, kinds: ['image', 'gitRef'] },
    ]);
  });

  it('tells once what one image did in several files', () => {
    expect(foldChanges([image, { ...image, file: 'other.yaml' }])).toEqual([
      { change: image, kinds: ['image'] },
    ]);
  });

  it('keeps apart what moved differently', () => {
    expect(foldChanges([image, { ...image, to: 'c' }])).toHaveLength(2);
    expect(foldChanges([image, { ...image, name: 'other' }])).toHaveLength(2);
  });
});
