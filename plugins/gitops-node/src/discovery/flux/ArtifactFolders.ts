import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Declaration } from '../declaration';
import { sourceUrl } from './fluxSource';

/** The folders of a repository that artifacts are made of, by their URL. */
export class ArtifactFolders {
  readonly #folders = new Map<string, string>();

  of(url: string): string | undefined {
    return this.#folders.get(url);
  }

  /** Learns from what a cluster starts from; tells what is new. */
  learn({ bootstrap, declaredBy }: Declaration): Diagnostic[] {
    const folder = bootstrap?.folder;
    if (bootstrap === undefined || folder === undefined) return [];
    const url = sourceUrl(bootstrap.source);
    if (this.#folders.has(url)) return [];
    this.#folders.set(url, folder);
    const whole = folder === '' ? 'this repository' : `the folder ${folder}`;
    return [
      {
        level: 'info',
        code: 'artifact-inferred',
        message: `${url} is taken to be made of ${whole}, which has the path that is applied of it; of which commit is not in Git.`,
        file: declaredBy.file,
        line: declaredBy.line,
      },
    ];
  }
}
