/** The files of a repository at one commit. */
export type Files = ReadonlyMap<string, string>;

/**
 * What a commit does to one file. `rewrite` is a function of the text, so that
 * the same edit can be made on a branch and, merged, on a newer main.
 */
export type Edit =
  | { readonly type: 'write'; readonly path: string; readonly text: string }
  | {
      readonly type: 'rewrite';
      readonly path: string;
      readonly rewrite: (text: string) => string;
    }
  | { readonly type: 'move'; readonly path: string; readonly to: string };

/** One path whose content changed; `text` is absent where it was removed. */
export interface FileChange {
  readonly path: string;
  readonly text?: string;
}

/**
 * Applies edits in order. Throws where one finds no file to work on or leaves
 * the files as they were: a commit of the world always changes something.
 */
export function applyEdits(files: Files, edits: readonly Edit[]) {
  const result = new Map(files);
  const touched = new Set<string>();
  for (const edit of edits) {
    for (const path of applyEdit(result, edit)) touched.add(path);
  }
  const changes: FileChange[] = [...touched]
    .filter(path => files.get(path) !== result.get(path))
    .map(path => ({ path, text: result.get(path) }));
  return { files: result as Files, changes };
}

function applyEdit(files: Map<string, string>, edit: Edit): string[] {
  if (edit.type === 'write') {
    files.set(edit.path, edit.text);
    return [edit.path];
  }
  const text = files.get(edit.path);
  if (text === undefined) throw new Error(`No file to edit: ${edit.path}`);
  if (edit.type === 'move') {
    files.delete(edit.path);
    files.set(edit.to, text);
    return [edit.path, edit.to];
  }
  const rewritten = edit.rewrite(text);
  if (rewritten === text) throw new Error(`Nothing to edit in ${edit.path}`);
  files.set(edit.path, rewritten);
  return [edit.path];
}
