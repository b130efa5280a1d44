import { ArgoCdInstance } from '../ArgoCdInstance';
import { linkTo } from '../observe/deliveryOf';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { UndeclaredApplication } from './ArgoCdWatchOptions';
import { SetId, setOf, UnitClaims } from './UnitClaims';

/**
 * What deploys nothing that a repository declares: Applications, and in the
 * place of those that it made an ApplicationSet. Of one that has made anything
 * that is declared, the others are a matter of time.
 */
export function undeclaredObjects(
  claims: Pick<UnitClaims, 'unmatched' | 'isKnown'>,
  instanceOf: (name: string) => ArgoCdInstance | undefined,
): readonly UndeclaredApplication[] {
  const found: UndeclaredApplication[] = [];
  const made = new Map<string, { set: SetId; of: ArgoCdApplication[] }>();
  for (const application of claims.unmatched) {
    const set = setOf(application);
    if (set === undefined) {
      found.push(...undeclaredApplication(application, instanceOf));
    } else if (!claims.isKnown(set)) {
      const key = JSON.stringify(set);
      const known = made.get(key) ?? { set, of: [] };
      known.of.push(application);
      made.set(key, known);
    }
  }
  return [...found, ...[...made.values()].map(undeclaredSet)];
}

function undeclaredApplication(
  application: ArgoCdApplication,
  instanceOf: (name: string) => ArgoCdInstance | undefined,
): UndeclaredApplication[] {
  const { instance, namespace, name } = application;
  const configured = instanceOf(instance);
  if (configured === undefined) return [];
  return [
    {
      instance,
      object: { group: 'argoproj.io', kind: 'Application', namespace, name },
      link: linkTo(application, configured),
      sources: sourcesOf([application]),
    },
  ];
}

function undeclaredSet({
  set: { instance, namespace, name },
  of,
}: {
  readonly set: SetId;
  readonly of: readonly ArgoCdApplication[];
}): UndeclaredApplication {
  return {
    instance,
    object: { group: 'argoproj.io', kind: 'ApplicationSet', namespace, name },
    sources: sourcesOf(of),
  };
}

/** Each once; an ApplicationSet may make hundreds. */
function sourcesOf(
  applications: readonly ArgoCdApplication[],
): UndeclaredApplication['sources'] {
  const all = applications
    .flatMap(({ sources }) => sources)
    .map(({ url, path }) => ({ url, path }));
  const unique = new Map(all.map(each => [JSON.stringify(each), each]));
  return [...unique.values()].slice(0, 10);
}
