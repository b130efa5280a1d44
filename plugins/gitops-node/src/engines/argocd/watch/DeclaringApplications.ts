import { isOwnCluster } from '../match/destinationCluster';
import { DeclaringResource } from '../observe/ApplicationInput';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { ApplicationId } from './UnitClaims';

type Declared = ReadonlyMap<string, DeclaringResource>;

const nothing: Declared = new Map();

/**
 * Which Applications bring other Applications, or the ApplicationSets that make
 * them, and how they say that those compare with Git: an Application that is in
 * sync may be so with what Git declared of it before.
 */
export class DeclaringApplications {
  /** By an Application, what it brings. */
  readonly #declared = new Map<string, Declared>();
  /** By what is brought, those that bring it. */
  readonly #declaring = new Map<string, Map<string, DeclaringResource>>();

  /** Notes what an Application says; tells what it says something else of. */
  put(
    { instance, key }: ApplicationId,
    application: ArgoCdApplication | undefined,
  ): ReadonlySet<string> {
    const id = `${instance} ${key}`;
    const before = this.#declared.get(id) ?? nothing;
    const now = application === undefined ? nothing : declaredBy(application);
    const changed = [...before.keys(), ...now.keys()].filter(
      each => before.get(each)?.status !== now.get(each)?.status,
    );
    for (const each of changed) {
      this.#note(`${instance} ${each}`, id, now.get(each));
    }
    if (now.size > 0) this.#declared.set(id, now);
    else this.#declared.delete(id);
    return new Set(changed);
  }

  /** Where several bring it, the one that would bring it otherwise. */
  of(application: ArgoCdApplication): DeclaringResource | undefined {
    const found = declaringKeys(application).flatMap(key => [
      ...(this.#declaring.get(`${application.instance} ${key}`)?.values() ??
        []),
    ]);
    return found.find(({ status }) => status !== 'synced') ?? found[0];
  }

  #note(
    declared: string,
    by: string,
    resource: DeclaringResource | undefined,
  ): void {
    const known = this.#declaring.get(declared) ?? new Map();
    if (resource === undefined) known.delete(by);
    else known.set(by, resource);
    if (known.size > 0) this.#declaring.set(declared, known);
    else this.#declaring.delete(declared);
  }
}

/** What an Application may be declared by, in the cluster of its Argo CD. */
export function declaringKeys(application: ArgoCdApplication): string[] {
  const { namespace, applicationSet } = application;
  return [
    keyOf('Application', applicationKey(application)),
    ...(applicationSet === undefined
      ? []
      : [keyOf('ApplicationSet', `${namespace}/${applicationSet}`)]),
  ];
}

function declaredBy(application: ArgoCdApplication): Declared {
  if (!isOwnCluster(application)) return nothing;
  const by = applicationKey(application);
  return new Map(
    application.resources
      .filter(
        ({ group, kind }) =>
          group === 'argoproj.io' &&
          (kind === 'Application' || kind === 'ApplicationSet'),
      )
      .map(({ kind, namespace = application.namespace, name, status }) => [
        keyOf(kind, `${namespace}/${name}`),
        { by, status },
      ]),
  );
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}
