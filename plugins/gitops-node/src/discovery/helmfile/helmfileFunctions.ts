import { BranchManifests } from '../BranchManifests';
import { joinPath, resolvePath } from '../repositoryPath';
import { TemplateFunction } from '../template/TemplateEnvironment';
import { TemplateError } from '../template/syntax';
import { fileText } from '../template/TemplateFile';
import {
  entryOf,
  isMap,
  TemplateValue,
  textOf,
} from '../template/templateValue';

/**
 * What Helmfile adds to the template language. Whatever would run a program or
 * ask the environment is told as not certain, and gives nothing.
 */
export function helmfileFunctions(
  branch: BranchManifests,
  directory: string,
): Readonly<Record<string, TemplateFunction>> {
  const notInGit =
    (name: string): TemplateFunction =>
    ([subject], scope) => {
      scope.indeterminate(`${name} ${textOf(subject)} is not in Git`);
      return '';
    };
  return {
    env: notInGit('env'),
    expandenv: notInGit('expandenv'),
    requiredEnv: notInGit('requiredEnv'),
    exec: notInGit('exec'),
    envExec: notInGit('envExec'),
    fetchSecretValue: notInGit('fetchSecretValue'),
    expandSecretRefs: notInGit('expandSecretRefs'),
    readFile: ([path]) => readFile(branch, directory, textOf(path)),
    isFile: ([path]) => pathIn(branch, directory, textOf(path)) !== undefined,
    readDir: ([path]) => readDirectory(branch, directory, textOf(path)),
    get: ([path, ...rest]) =>
      valueAt(rest.at(-1), textOf(path)) ?? fallback(rest, textOf(path)),
    getOrNil: ([path, ...rest]) => valueAt(rest.at(-1), textOf(path)),
  };
}

function readFile(
  branch: BranchManifests,
  directory: string,
  path: string,
): TemplateValue {
  const file = pathIn(branch, directory, path);
  const content = file === undefined ? undefined : branch.tree.content(file);
  if (file === undefined || content?.state !== 'text') {
    throw new TemplateError(`The file ${path} can't be read.`);
  }
  return fileText(content.text, { branch: branch.name, file });
}

function pathIn(
  branch: BranchManifests,
  directory: string,
  path: string,
): string | undefined {
  const file = resolvePath(directory, path);
  return file !== undefined && branch.tree.entries.has(file) ? file : undefined;
}

function readDirectory(
  branch: BranchManifests,
  directory: string,
  path: string,
): string[] {
  const resolved = resolvePath(directory, path);
  if (resolved === undefined) return [];
  return branch.tree.children(resolved).map(name => joinPath(path, name));
}

function valueAt(value: TemplateValue, path: string): TemplateValue {
  return path
    .split('.')
    .reduce<TemplateValue>(
      (inner, key) => (isMap(inner) ? entryOf(inner, key) : undefined),
      value,
    );
}

function fallback(rest: readonly TemplateValue[], path: string): TemplateValue {
  if (rest.length > 1) return rest[0];
  throw new TemplateError(`There is no value ${path}.`);
}
