import { applyEdits, Edit, FileChange, Files } from './Edit';
import { DirectCommit, Landing, PullRequest, Work } from './Landing';
import { Person } from './Person';

/** A commit ready to be written. Marks count from 1; parents come earlier. */
export interface GraphCommit {
  readonly mark: number;
  readonly ref: string;
  readonly parents: readonly number[];
  readonly author: Person;
  readonly authoredAt: number;
  readonly committer: Person;
  readonly committedAt: number;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

/** What the forge remembers of a pull request. */
export interface PullRequestRecord {
  readonly number: number;
  readonly title: string;
  readonly body?: string;
  readonly branch: string;
  readonly author: string;
  readonly openedAt: number;
  readonly approvers: readonly string[];
  readonly head: number;
  /** Mark of the commit that brought it in, on the main branch. */
  readonly landed?: { readonly commit: number; at: number; by: string };
}

export interface CommitGraph {
  readonly commits: readonly GraphCommit[];
  readonly pullRequests: readonly PullRequestRecord[];
  /** The main branch's files at the end. */
  readonly files: Files;
}

export const mainRef = 'refs/heads/main';

type Event =
  | { at: number; type: 'commit'; commit: DirectCommit }
  | { at: number; type: 'open'; number: number; request: PullRequest }
  | { at: number; type: 'land'; number: number; request: PullRequest };

function messageOf(work: Work): string {
  return work.body ? `${work.subject}\n\n${work.body}` : work.subject;
}

const startOf = (landing: Landing) =>
  landing.type === 'direct' ? landing.at : landing.openedAt;

class GraphBuilder {
  readonly #owner: string;
  readonly #forge: Person;
  readonly #commits: GraphCommit[] = [];
  readonly #requests = new Map<number, PullRequestRecord>();
  #main: { mark?: number; files: Files } = { files: new Map() };

  constructor(owner: string, forge: Person) {
    this.#owner = owner;
    this.#forge = forge;
  }

  apply(event: Event) {
    switch (event.type) {
      case 'commit':
        return this.#push(event.commit);
      case 'open':
        return this.#open(event.number, event.request);
      default:
        return this.#land(event.number, event.request);
    }
  }

  finish(): CommitGraph {
    return {
      commits: this.#commits,
      pullRequests: [...this.#requests.values()],
      files: this.#main.files,
    };
  }

  #push(work: DirectCommit) {
    this.#commitToMain(work.edits, {
      author: work.author,
      authoredAt: work.at,
      committer: work.author,
      committedAt: work.at,
      message: messageOf(work),
    });
  }

  #open(number: number, request: PullRequest) {
    let { mark, files } = this.#main;
    for (const work of request.commits) {
      const applied = applyEdits(files, work.edits);
      files = applied.files;
      mark = this.#add({
        ref: `refs/pull/${number}/head`,
        parents: mark === undefined ? [] : [mark],
        author: work.author,
        authoredAt: work.at,
        committer: work.author,
        committedAt: work.at,
        message: messageOf(work),
        changes: applied.changes,
      });
    }
    if (mark === undefined) throw new Error(`Empty: ${request.title}`);
    this.#requests.set(number, {
      number,
      title: request.title,
      body: request.body,
      branch: request.branch,
      author: request.author.name,
      openedAt: request.openedAt,
      approvers: request.approvers.map(person => person.name),
      head: mark,
    });
  }

  #land(number: number, request: PullRequest) {
    const record = this.#requests.get(number);
    const { landed } = request;
    if (!record || !landed) throw new Error(`Not open: ${request.title}`);
    const edits = request.commits.flatMap(work => work.edits);
    const merged = landed.as === 'merge';
    const subject = merged
      ? `Merge pull request #${number} from ${this.#owner}/${
          request.branch
        }\n\n${request.title}`
      : `${request.title} (#${number})`;
    const trailers = request.approvers.map(
      person => `Reviewed-by: ${person.name} <${person.email}>`,
    );
    const paragraphs = [
      subject,
      ...(merged || !request.body ? [] : [request.body]),
      ...(trailers.length > 0 ? [trailers.join('\n')] : []),
    ];
    const commit = this.#commitToMain(
      edits,
      {
        author: merged ? landed.by : request.author,
        authoredAt: landed.at,
        committer: this.#forge,
        committedAt: landed.at,
        message: paragraphs.join('\n\n'),
      },
      merged ? [record.head] : [],
    );
    this.#requests.set(number, {
      ...record,
      landed: { commit, at: landed.at, by: landed.by.name },
    });
  }

  #commitToMain(
    edits: readonly Edit[],
    commit: Omit<GraphCommit, 'mark' | 'ref' | 'parents' | 'changes'>,
    merged: readonly number[] = [],
  ): number {
    const { files, changes } = applyEdits(this.#main.files, edits);
    const first = this.#main.mark === undefined ? [] : [this.#main.mark];
    const mark = this.#add({
      ...commit,
      ref: mainRef,
      parents: [...first, ...merged],
      changes,
    });
    this.#main = { mark, files };
    return mark;
  }

  #add(commit: Omit<GraphCommit, 'mark'>): number {
    const mark = this.#commits.length + 1;
    this.#commits.push({ mark, ...commit });
    return mark;
  }
}

/**
 * Turns landings, in any order, into the commits that a forge would have: side
 * commits on the main branch as it was when the pull request was opened, and a
 * merge or squash on the main branch as it is when it lands.
 */
export function buildCommitGraph(options: {
  readonly owner: string;
  readonly forge: Person;
  readonly landings: readonly Landing[];
}): CommitGraph {
  const builder = new GraphBuilder(options.owner, options.forge);
  for (const event of eventsOf(options.landings)) builder.apply(event);
  return builder.finish();
}

function eventsOf(landings: readonly Landing[]): Event[] {
  const ordered = [...landings].sort((a, b) => startOf(a) - startOf(b));
  let number = 0;
  const events = ordered.flatMap((landing): Event[] => {
    if (landing.type === 'direct') {
      return [{ at: landing.at, type: 'commit', commit: landing }];
    }
    number += 1;
    const request = { number, request: landing };
    const open: Event = { at: landing.openedAt, type: 'open', ...request };
    return landing.landed
      ? [open, { at: landing.landed.at, type: 'land', ...request }]
      : [open];
  });
  return events.sort((a, b) => a.at - b.at);
}
