import { GraphCommit } from './commitGraph';
import { Person } from './Person';

/** The stream that `git fast-import` reads, one commit a piece. */
export function* fastImportStream(
  commits: Iterable<GraphCommit>,
): Generator<string> {
  yield 'feature done\n';
  for (const commit of commits) yield commitCommand(commit);
  yield 'done\n';
}

function commitCommand(commit: GraphCommit): string {
  const [first, ...merged] = commit.parents;
  return [
    `commit ${commit.ref}\nmark :${commit.mark}\n`,
    `author ${signature(commit.author, commit.authoredAt)}\n`,
    `committer ${signature(commit.committer, commit.committedAt)}\n`,
    data(`${commit.message}\n`),
    first === undefined ? '' : `from :${first}\n`,
    ...merged.map(mark => `merge :${mark}\n`),
    ...commit.changes.map(({ path, text }) =>
      text === undefined
        ? `D ${quotePath(path)}\n`
        : `M 100644 inline ${quotePath(path)}\n${data(text)}`,
    ),
    '\n',
  ].join('');
}

function signature(person: Person, at: number): string {
  return `${person.name} <${person.email}> ${at} +0000`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function quotePath(path: string): string {
  return JSON.stringify(path);
}
