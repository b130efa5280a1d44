import { ProposedContent } from '../Forge';
import { RemoteFile } from '../remote/Remote';
import { GiteaRepository } from './GiteaRepository';

interface FilesCommit {
  readonly branch: string;
  /** Made from `branch`, or moved there where `force` is set. */
  readonly newBranch?: string;
  readonly force?: boolean;
  readonly message: string;
  readonly files: readonly ProposedContent[];
  readonly before: ReadonlyMap<string, RemoteFile>;
}

/** A file whose mode the contents API would leave wrong. */
interface FileMode {
  readonly path: string;
  readonly executable: boolean;
}

/** Commits contents, in one commit; a mode stays, and is plain for what is new. */
export async function commitFiles(
  { api, path }: GiteaRepository,
  { branch, newBranch, force, message, files, before }: FilesCommit,
): Promise<void> {
  await api.tell({
    method: 'POST',
    path: [...path, 'contents'],
    body: {
      branch,
      message,
      ...(newBranch !== undefined && { new_branch: newBranch }),
      ...(force && { force_push: true }),
      files: files.map(file => operationFor(file, before.get(file.path))),
    },
  });
}

export function modesOf(
  files: readonly ProposedContent[],
  before: ReadonlyMap<string, RemoteFile>,
): FileMode[] {
  return files.flatMap(({ path, content, executable }) => {
    const present = before.get(path)?.executable ?? false;
    return content === undefined || (executable ?? present) === present
      ? []
      : [{ path, executable: !present }];
  });
}

/** The contents API sets no mode; a patch that changes nothing else does. */
export async function makeExecutable(
  { api, path }: GiteaRepository,
  {
    branch,
    message,
    modes,
  }: { branch: string; message: string; modes: readonly FileMode[] },
): Promise<void> {
  if (modes.length === 0) return;
  await api.tell({
    method: 'POST',
    path: [...path, 'diffpatch'],
    body: { branch, message, content: modes.map(modePatch).join('') },
  });
}

function modePatch({ path, executable }: FileMode): string {
  const [before, after] = executable ? ['644', '755'] : ['755', '644'];
  const name = (side: string) => JSON.stringify(`${side}/${path}`);
  return [
    `diff --git ${name('a')} ${name('b')}`,
    `old mode 100${before}`,
    `new mode 100${after}`,
    '',
  ].join('\n');
}

function operationFor(
  { path, content }: ProposedContent,
  before: RemoteFile | undefined,
) {
  const sha = before && { sha: before.id };
  if (content === undefined) return { operation: 'delete', path, ...sha };
  return {
    operation: before ? 'update' : 'create',
    path,
    content: Buffer.from(content).toString('base64'),
    ...sha,
  };
}
