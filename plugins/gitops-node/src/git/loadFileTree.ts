import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { FileContent, FileTree, TreeEntry } from './FileTree';
import { GitFileTree } from './GitFileTree';
import { ListedEntry, parseTree } from './parseTree';
import { ObjectReader } from './ObjectReader';

/**
 * A file larger than this is not read. What projects publish as one file to
 * install them by, with all their definitions, has up to 3 MB.
 */
export const maximumFileBytes = 8 * 1024 * 1024;
/** All files of a tree together; past it files stay unread. */
export const maximumTreeBytes = 256 * 1024 * 1024;

/** Where trees come from: the part of a mirror that is needed for it. */
export interface TreeSource {
  readonly objects: ObjectReader;
  stream(
    args: readonly string[],
    onChunk: (chunk: Buffer) => void,
    work?: { signal?: AbortSignal },
  ): Promise<void>;
}

export interface LoadFileTreeOptions {
  /** Whether a file's content is wanted. */
  readonly select: (path: string) => boolean;
  /** Contents by blob id that are at hand from an earlier tree. */
  readonly known?: ReadonlyMap<string, FileContent>;
  readonly signal?: AbortSignal;
}

export interface LoadedFileTree {
  readonly tree: FileTree;
  /** Contents by blob id, for the next tree. */
  readonly contents: ReadonlyMap<string, FileContent>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the paths of a commit and the contents of those that are wanted. */
export async function loadFileTree(
  source: TreeSource,
  revision: string,
  options: LoadFileTreeOptions,
): Promise<LoadedFileTree> {
  const chunks: Buffer[] = [];
  const { signal } = options;
  await source.stream(
    ['ls-tree', '-r', '-z', '-l', '--full-tree', revision],
    chunk => chunks.push(chunk),
    { signal },
  );
  const { entries, diagnostics } = parseTree(Buffer.concat(chunks));
  const contents = await loadContents(source.objects, entries, options);
  const tree = new GitFileTree(
    revision,
    new Map<string, TreeEntry>(entries.map(entry => [entry.path, entry])),
    contents,
  );
  return {
    tree,
    contents,
    diagnostics: [...diagnostics, ...notText(entries, contents)],
  };
}

async function loadContents(
  objects: ObjectReader,
  entries: readonly ListedEntry[],
  options: LoadFileTreeOptions,
): Promise<Map<string, FileContent>> {
  const contents = new Map<string, FileContent>();
  const reading: Promise<void>[] = [];
  let budget = maximumTreeBytes;
  for (const entry of entries) {
    if (entry.type === 'submodule' || contents.has(entry.id)) continue;
    if (entry.type !== 'symlink' && !options.select(entry.path)) continue;
    const { id, bytes } = entry;
    if (bytes === undefined) {
      contents.set(id, { state: 'missingObject' });
    } else if (bytes > maximumFileBytes) {
      contents.set(id, { state: 'tooLarge', bytes });
    } else if (bytes > budget) {
      contents.set(id, { state: 'notLoaded' });
    } else {
      budget -= bytes;
      const known = options.known?.get(id);
      contents.set(id, known ?? { state: 'notLoaded' });
      if (known === undefined) {
        const read = objects.read(id).then(object => {
          contents.set(
            id,
            object.state === 'missing'
              ? { state: 'missingObject' }
              : decode(id, object.content),
          );
        });
        reading.push(read);
      }
    }
  }
  await Promise.all(reading);
  options.signal?.throwIfAborted();
  return contents;
}

/** As git itself tells text from binary: by a NUL at the beginning. */
const binaryProbeBytes = 8000;

function decode(id: string, content: Buffer): FileContent {
  const nul = content.indexOf(0);
  if (nul >= 0 && nul < binaryProbeBytes) return { state: 'binary' };
  return { state: 'text', id, text: content.toString('utf8') };
}

function notText(
  entries: readonly ListedEntry[],
  contents: ReadonlyMap<string, FileContent>,
): Diagnostic[] {
  return entries.flatMap(({ path, id }): Diagnostic[] => {
    const content = contents.get(id);
    if (content?.state !== 'text' || !content.text.includes('\ufffd')) {
      return [];
    }
    return [
      {
        level: 'info',
        code: 'file-not-utf8',
        message: 'Not UTF-8; what cannot be decoded is shown as �.',
        file: path,
      },
    ];
  });
}
