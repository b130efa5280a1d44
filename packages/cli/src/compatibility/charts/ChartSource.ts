import { InputError } from '@backstage/errors';
import path from 'node:path';

/** A chart, a kustomization or manifests of a known project, brought here. */
export interface ChartSource {
  readonly name: string;
  readonly version: string;
  /** Absolute path of a folder that holds all it is made of. */
  readonly folder: string;
  /** What of the folder is applied, relative to it. */
  readonly path: string;
}

/**
 * Reads `NAME@VERSION=FOLDER`, or `NAME@VERSION=FOLDER//PATH` where what is
 * applied refers to other parts of the folder.
 */
export function parseChartSource(text: string, directory: string): ChartSource {
  const match = /^([a-z0-9-]+)@([\w.+-]+)=(.+?)(?:\/\/(.+))?$/.exec(text);
  if (!match) {
    throw new InputError(`'${text}' isn't NAME@VERSION=FOLDER[//PATH]`);
  }
  const [, name, version, folder, part = '.'] = match;
  return {
    name,
    version,
    folder: path.resolve(directory, folder),
    path: path.posix.normalize(part),
  };
}
