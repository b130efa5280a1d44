import { ArgoCdApplication } from '../read/ArgoCdApplication';

/** Finds Applications by name and by the paths they deploy. */
export class ApplicationPaths {
  readonly all: readonly ArgoCdApplication[];
  readonly #byName = new Map<string, ArgoCdApplication[]>();
  readonly #byPath = new Map<string, ArgoCdApplication[]>();

  constructor(applications: readonly ArgoCdApplication[]) {
    this.all = applications;
    for (const application of applications) {
      add(this.#byName, application.name, application);
      const paths = application.sources
        .filter(({ isReference }) => isReference !== true)
        .map(({ path }) => path);
      for (const path of new Set(paths)) add(this.#byPath, path, application);
    }
  }

  named(name: string): readonly ArgoCdApplication[] {
    return this.#byName.get(name) ?? [];
  }

  withPath(path: string): readonly ArgoCdApplication[] {
    return this.#byPath.get(path) ?? [];
  }
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
