import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { Scalar, visit } from 'yaml';
import { DiscoveredArtifact, DiscoveredTarget } from '../../../discovery/model';
import { parseField } from '../../../manifests/fieldPath';
import {
  documentsNamed,
  findScalar,
  ReadText,
  readText,
} from '../../edit/findScalar';
import { rewriteVersion } from '../../rewriteVersion';
import { AddServiceRequest } from '../requests';
import { imagePoliciesIn, renamedKey, renamedText } from './baseRules';
import { CopyRules } from './CopyRules';
import { ScalarSite } from './rewriteScalars';
import { isBlockText, keyOf, Member, scalarTextOf } from './SourceNodes';
import { Words } from './Words';

/** What the new service is made after. */
export interface ServiceExample {
  readonly service: string;
  /** The targets that are copied. */
  readonly targets: readonly DiscoveredTarget[];
  /** The image that is the service's own, as its targets declare it. */
  readonly artifacts: readonly DiscoveredArtifact[];
}

const helperKinds: ReadonlySet<string> = new Set([
  'HelmRepository',
  'ImagePolicy',
  'ImageRepository',
  'OCIRepository',
]);

const nameKeys = ['name', 'service', 'app', 'application', 'releaseName'];
const replicaKeys: ReadonlySet<string> = new Set(['replicas', 'replicaCount']);

/** A service like another: other names, another image, other numbers. */
export class ServiceRules implements CopyRules {
  readonly words: Words;
  /** Whether what was asked for had a place in the example. */
  readonly met = { port: false, replicas: false };
  readonly #request: AddServiceRequest;
  readonly #example: ServiceExample;
  readonly #namespaces: ReadonlySet<string>;
  readonly #policies = new Set<string>();
  #port: number | undefined;

  constructor(request: AddServiceRequest, example: ServiceExample) {
    this.#request = request;
    this.#example = example;
    this.words = new Words(new Map([[example.service, request.service]]));
    this.#namespaces = new Set(
      example.targets.flatMap(({ namespace }) => namespace ?? []),
    );
  }

  renamePath(path: string): string {
    return this.words.rename(path);
  }

  isLeftOut(): boolean {
    return false;
  }

  learn(text: string): void {
    imagePoliciesIn(text).forEach(name => this.#policies.add(name));
    this.#port ??= portIn(text);
  }

  givenIn(
    branch: string,
    path: string,
    read: ReadText,
  ): ReadonlyMap<Scalar, string> {
    const given = new Map<Scalar, string>();
    for (const artifact of this.#example.artifacts) {
      const { source } = artifact;
      if (source.branch !== branch || source.file !== path) continue;
      const field = parseField(source.field) ?? [];
      for (const document of documentsNamed(read, source.document)) {
        const found = findScalar(document, field);
        if (found.state !== 'found' || isBlockText(found.scalar)) continue;
        const current = scalarTextOf(found.scalar) ?? '';
        const wanted = this.#rewriteArtifact(current, artifact);
        if (wanted !== undefined) given.set(found.scalar, wanted);
      }
    }
    return given;
  }

  #rewriteArtifact(
    current: string,
    artifact: DiscoveredArtifact,
  ): string | undefined {
    const { image } = this.#request;
    const isWhole =
      artifact.kind === 'image' && current.startsWith(artifact.name);
    if (isWhole) return referenceOf(image);
    return rewriteVersion(current, artifact, image) ?? undefined;
  }

  rewrite(
    site: ScalarSite,
    isRenamed: (text: string) => boolean,
  ): string | undefined {
    return (
      this.#imageName(site) ??
      this.#namespace(site) ??
      this.#number(site) ??
      renamedText(site, this.words, isRenamed)
    );
  }

  /** A base may name the image, and have its version set elsewhere. */
  #imageName({ text, keys, sibling }: ScalarSite): string | undefined {
    const { image } = this.#request;
    for (const { kind, name, digest } of this.#example.artifacts) {
      if (kind !== 'image') continue;
      if (text === name) return image.name;
      if (text.startsWith(`${name}:`) || text.startsWith(`${name}@`)) {
        return `${image.name}${text.slice(name.length)}`;
      }
      if (digest !== undefined && text === digest && image.digest) {
        return image.digest;
      }
      const registry = sibling('registry');
      if (keys.at(-1) === 'repository' && `${registry}/${text}` === name) {
        const isThere = image.name.startsWith(`${registry}/`);
        return isThere ? image.name.slice(`${registry}/`.length) : undefined;
      }
    }
    return undefined;
  }

  #namespace({ text, keys, objectKind }: ScalarSite): string | undefined {
    const { namespace } = this.#request;
    if (namespace === undefined || !this.#namespaces.has(text)) {
      return undefined;
    }
    const key = keys.at(-1) ?? '';
    const isNamespace =
      /namespace$/i.test(key) ||
      (objectKind === 'Namespace' && keys.join('.') === 'metadata.name');
    return isNamespace ? namespace : undefined;
  }

  #number({ text, keys, isNumber }: ScalarSite): string | undefined {
    if (!isNumber) return undefined;
    const { port, replicas } = this.#request;
    const key = keys.at(-1) ?? '';
    if (port !== undefined && /port$/i.test(key) && text === `${this.#port}`) {
      this.met.port = true;
      return String(port);
    }
    const counts =
      replicaKeys.has(key) || (key === 'count' && keys.includes('replicas'));
    if (replicas !== undefined && counts) {
      this.met.replicas = true;
      return String(replicas);
    }
    return undefined;
  }

  renameBlock(text: string): string {
    const { image } = this.#request;
    const own = this.#example.artifacts.filter(({ kind }) => kind === 'image');
    const pinned = own.reduce(
      (all, artifact) =>
        all.replaceAll(referenceOf(artifact), referenceOf(image)),
      text,
    );
    const named = own.reduce(
      (all, { name }) => all.replaceAll(`${name}:`, `${image.name}:`),
      pinned,
    );
    return this.words.rename(named);
  }

  renameKey(member: Member, copy: string): string {
    return renamedKey(member, copy, this.words);
  }

  isItem(values: ReadonlyMap<string, string>, units: readonly Unit[]): boolean {
    return nameKeys.some(key => {
      const text = values.get(key);
      if (text === undefined) return false;
      return (
        this.words.is(text) ||
        units.some(({ name }) => name === text && this.words.has(name)) ||
        this.#example.artifacts.some(
          ({ kind, name }) => kind === 'image' && name === text,
        )
      );
    });
  }

  isHelper(kind: string): boolean {
    return helperKinds.has(kind);
  }

  hasImagePolicy(name: string): boolean {
    return this.#policies.has(name);
  }
}

function referenceOf({
  name,
  version,
  digest,
}: AddServiceRequest['image']): string {
  return `${name}:${version}${digest === undefined ? '' : `@${digest}`}`;
}

/** The port on which the example listens: its container's, else its values'. */
function portIn(text: string): number | undefined {
  const found = new Map<string, number>();
  for (const document of readText(text)?.documents ?? []) {
    visit(document, {
      Pair(_, pair) {
        const key = keyOf(pair);
        const { value } = pair;
        if (!(value instanceof Scalar) || typeof value.value !== 'number') {
          return;
        }
        if (!found.has(key)) found.set(key, value.value);
      },
    });
  }
  return (
    found.get('containerPort') ?? found.get('targetPort') ?? found.get('port')
  );
}
