import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import { MapNode, ScalarNode } from '../../manifests/YamlNode';
import { findImages } from '../findImages';
import { LocatedArtifact } from '../LocatedArtifact';
import { ImageOverride } from './KustomizeAdditions';
import {
  matchesImage,
  overriddenArtifact,
  overriddenImage,
  overrideImages,
} from './imageTransformer';
import { mapAt, withData, withMetadata } from './editManifest';
import { GeneratedObject } from './generatedObjects';
import { labelsOf } from './Kustomization';
import { applyPatch, Patch } from './patches';
import { BuiltObject } from './selector';
import { replicaCounts, withReplicas } from './replicaTransformer';

/** Kinds that have no namespace, so that `namespace` leaves them alone. */
const clusterScoped = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

/** Kinds that a name prefix or suffix leaves alone. */
const fixedNames = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'APIService',
]);

interface State {
  readonly objects: readonly BuiltObject[];
  readonly files: readonly string[];
  readonly artifacts: readonly LocatedArtifact[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether objects are missing that only another repository or a chart has. */
  readonly isPartial: boolean;
  /** Images set for containers of objects that are missing. */
  readonly images: readonly ScalarNode[];
  /** Overrides that found no image. */
  readonly unmatched: readonly ImageOverride[];
}

/** A kustomization on its way through the build: immutable, step by step. */
export class KustomizeBuild {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  get manifests(): readonly Manifest[] {
    return this.#state.objects.map(({ manifest }) => manifest);
  }

  get objects(): readonly BuiltObject[] {
    return this.#state.objects;
  }

  get files(): readonly string[] {
    return this.#state.files;
  }

  /** Remote bases and charts. */
  get artifacts(): readonly LocatedArtifact[] {
    return this.#state.artifacts;
  }

  /** Images that the build sets for objects which aren't in this repository. */
  get remoteImages(): readonly ScalarNode[] {
    return this.#state.images;
  }

  get unmatchedImages(): readonly ImageOverride[] {
    return this.#state.unmatched;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#state.diagnostics;
  }

  including(other: KustomizeBuild): KustomizeBuild {
    const a = this.#state;
    const b = other.#state;
    return new KustomizeBuild({
      objects: [...a.objects, ...b.objects],
      files: union(a.files, b.files),
      artifacts: [...a.artifacts, ...b.artifacts],
      diagnostics: [...a.diagnostics, ...b.diagnostics],
      isPartial: a.isPartial || b.isPartial,
      images: [...a.images, ...b.images],
      unmatched: [...a.unmatched, ...b.unmatched],
    });
  }

  withManifests(manifests: readonly Manifest[]): KustomizeBuild {
    const added = manifests.map(manifest => ({
      manifest,
      formerNames: [],
      formerNamespaces: [],
    }));
    return this.#with({ objects: [...this.#state.objects, ...added] });
  }

  /** Adds generated objects; `merge` and `replace` change one that is there. */
  generating(generated: readonly GeneratedObject[]): KustomizeBuild {
    let objects = [...this.#state.objects];
    for (const { manifest, behavior } of generated) {
      const { kind, name } = manifest;
      const isSame = (object: BuiltObject) =>
        object.manifest.kind === kind &&
        [object.manifest.name, ...object.formerNames].includes(name);
      if (behavior === 'create' || !objects.some(isSame)) {
        objects.push({ manifest, formerNames: [], formerNamespaces: [] });
        continue;
      }
      objects = objects.map(object =>
        isSame(object)
          ? {
              ...object,
              manifest: withData(object.manifest, manifest, behavior),
            }
          : object,
      );
    }
    return this.#with({ objects });
  }

  withObjects(objects: readonly BuiltObject[]): KustomizeBuild {
    return this.#with({ objects });
  }

  withFiles(files: readonly string[]): KustomizeBuild {
    return this.#with({ files: union(this.#state.files, files) });
  }

  withArtifacts(artifacts: readonly LocatedArtifact[]): KustomizeBuild {
    if (artifacts.length === 0) return this;
    return this.#with({
      artifacts: [...this.#state.artifacts, ...artifacts],
      isPartial: true,
    });
  }

  /** Tells that objects are missing which only a chart has. */
  partial(): KustomizeBuild {
    return this.#with({ isPartial: true });
  }

  /** A remote base: its ref is an artifact where one is written. */
  withRemote(artifact: LocatedArtifact): KustomizeBuild {
    return this.withArtifacts([artifact]);
  }

  reporting(diagnostics: readonly Diagnostic[]): KustomizeBuild {
    if (diagnostics.length === 0) return this;
    return this.#with({
      diagnostics: [...this.#state.diagnostics, ...diagnostics],
    });
  }

  patch(patch: Patch): KustomizeBuild {
    const { objects, unmatched, diagnostics } = applyPatch(
      this.#state.objects,
      patch,
    );
    const patched = this.withFiles([patch.file]).#with({ objects });
    if (!this.#state.isPartial) return patched.reporting(diagnostics);
    // What a remote base or a chart holds is what the patch is for.
    return patched.withArtifacts(unmatched.flatMap(node => findImages(node)));
  }

  inNamespace(namespace: string): KustomizeBuild {
    return this.#eachObject(object => {
      const { manifest } = object;
      if (clusterScoped.has(manifest.kind)) return object;
      if (manifest.namespace === namespace) return object;
      return {
        ...object,
        manifest: withMetadata(manifest, 'namespace', namespace),
        formerNamespaces: [...object.formerNamespaces, manifest.namespace],
      };
    });
  }

  rename(prefix: string, suffix: string): KustomizeBuild {
    if (prefix === '' && suffix === '') return this;
    return this.#eachObject(object => {
      const { manifest } = object;
      if (fixedNames.has(manifest.kind)) return object;
      const name = `${prefix}${manifest.name}${suffix}`;
      return {
        ...object,
        manifest: withMetadata(manifest, 'name', name),
        formerNames: [...object.formerNames, manifest.name],
      };
    });
  }

  labelled(root: MapNode): KustomizeBuild {
    const labels = labelsOf(root);
    if (labels.size === 0) return this;
    return this.#eachObject(object => {
      const { manifest } = object;
      const metadata = mapAt(manifest.root, 'metadata');
      const merged = new Map([...mapAt(metadata, 'labels').entries, ...labels]);
      const changed = metadata.with(
        'labels',
        new MapNode(merged, metadata.position),
      );
      return {
        ...object,
        manifest: manifest.with(manifest.root.with('metadata', changed)),
      };
    });
  }

  /** An object is meant by its name, also by one it had before. */
  scaled(root: MapNode): KustomizeBuild {
    const counts = replicaCounts(root);
    if (counts.length === 0) return this;
    return this.#eachObject(object => {
      const { manifest, formerNames } = object;
      const names = [manifest.name, ...formerNames];
      return { ...object, manifest: withReplicas(manifest, names, counts) };
    });
  }

  /** Later overrides see what earlier ones made of an image. */
  overrideImages(overrides: readonly ImageOverride[]): KustomizeBuild {
    return overrides.reduce<KustomizeBuild>(
      (build, override) => build.#overrideImage(override),
      this,
    );
  }

  #overrideImage(override: ImageOverride): KustomizeBuild {
    let matched = 0;
    const onMatch = () => {
      matched += 1;
    };
    const file = (override.newTag ?? override.digest ?? override.newName)
      ?.document.file;
    const objects = this.#state.objects.map(object => {
      const { manifest } = object;
      if (manifest.kind === 'CustomResourceDefinition') return object;
      const root = overrideImages(manifest.root, override, onMatch);
      if (!(root instanceof MapNode) || root === manifest.root) return object;
      const files = file === undefined ? [] : [file];
      return { ...object, manifest: manifest.with(root, files) };
    });
    const images = this.#state.images.map(image => {
      if (!matchesImage(image.text, override.name)) return image;
      onMatch();
      return overriddenImage(image, override);
    });
    const artifacts = this.#state.artifacts.map(artifact => {
      if (artifact.kind !== 'image' || artifact.name !== override.name) {
        return artifact;
      }
      onMatch();
      return overriddenArtifact(artifact, override);
    });
    if (matched > 0) return this.#with({ objects, images, artifacts });
    const set = override.newTag ?? override.digest;
    if (this.#state.isPartial && set !== undefined) {
      const image = new ScalarNode(override.name, override.name, set.position);
      return this.#with({
        images: [...images, overriddenImage(image, override)],
      });
    }
    return this.#with({ unmatched: [...this.#state.unmatched, override] });
  }

  #eachObject(change: (object: BuiltObject) => BuiltObject): KustomizeBuild {
    return this.#with({ objects: this.#state.objects.map(change) });
  }

  #with(change: Partial<State>): KustomizeBuild {
    return new KustomizeBuild({ ...this.#state, ...change });
  }
}

export const emptyBuild = new KustomizeBuild({
  objects: [],
  files: [],
  artifacts: [],
  diagnostics: [],
  isPartial: false,
  images: [],
  unmatched: [],
});

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return b.every(file => a.includes(file)) ? a : [...new Set([...a, ...b])];
}
