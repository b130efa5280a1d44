import { IncomingMessage, ServerResponse } from 'node:http';
import { readText } from '../api/readBody';
import { html, Html } from '../html';
import { HostedRepository } from '../HostedRepository';
import { Hosting } from '../Hosting';
import { baseOf, contentPage } from './contentPage';
import { FormGuard } from './FormGuard';
import { layout } from './layout';
import { actOnPullRequest } from './pullRequestAction';
import { pullRequestListPage } from './pullRequestList';
import { pullRequestPage } from './pullRequestPage';
import { commitPage, homePage, repositoryPage } from './repositoryPages';
import { style } from './style';

/** What a request is answered with. */
type Answer =
  | {
      readonly type: 'page';
      readonly title: string;
      readonly body: Html;
      readonly status?: number;
      readonly cookies?: readonly string[];
    }
  | {
      readonly type: 'redirect';
      readonly to: string;
      readonly cookies?: readonly string[];
    }
  | { readonly type: 'file'; readonly content: string }
  | { readonly type: 'absent' };

interface Visit {
  readonly request: IncomingMessage;
  readonly repository: HostedRepository;
  readonly query: URLSearchParams;
}

const absent: Answer = { type: 'absent' };

const avatar =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="#8a949e"/><circle cx="12" cy="9" r="4" fill="#fff"/><path d="M4 21a8 8 0 0 1 16 0z" fill="#fff"/></svg>';

/** The forge as people see it. */
export class PageServer {
  readonly #hosting: Hosting;
  readonly #guard = new FormGuard();

  constructor(hosting: Hosting) {
    this.#hosting = hosting;
  }

  /** `segments` are those of the path; undefined where it can't be decoded. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    segments: readonly string[] | undefined,
  ): Promise<void> {
    const [owner, folder, ...rest] = segments ?? [];
    if (segments?.length === 1 && owner === 'style.css') {
      return send(response, 200, 'text/css', style);
    }
    if (segments?.length === 1 && owner === 'avatar.svg') {
      return send(response, 200, 'image/svg+xml', avatar);
    }
    const repository = this.#hosting.find(
      owner ?? '',
      (folder ?? '').replace(/\.git$/, ''),
    );
    const query = new URLSearchParams((request.url ?? '').split('?')[1]);
    const isPost = request.method === 'POST';
    if (isPost && repository && rest[0] === 'pull' && rest.length === 2) {
      const visit = { request, repository, query };
      return sendAnswer(response, await this.#post(visit, rest[1]), repository);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return send(response, 405, 'text/plain', 'Only reading is served.\n');
    }
    if (segments?.length === 0) {
      const body = homePage(this.#hosting.repositories);
      const answer: Answer = { type: 'page', title: 'Repositories', body };
      return sendAnswer(response, answer, undefined);
    }
    const answer = repository
      ? await this.#find({ request, repository, query }, rest)
      : absent;
    return sendAnswer(response, answer, repository);
  }

  async #find(
    visit: Visit,
    [kind, ...rest]: readonly string[],
  ): Promise<Answer> {
    const { repository } = visit;
    const title = `${repository.owner}/${repository.name}`;
    switch (kind) {
      case undefined:
        return page(title, await repositoryPage(repository));
      case 'src':
        return rest[0] === 'commit' || rest[0] === 'branch'
          ? contentAnswer(repository, rest.slice(1), 'page')
          : absent;
      case 'blob':
      case 'tree':
        return contentAnswer(repository, rest, 'page');
      case 'raw':
        return contentAnswer(repository, rest, 'file');
      case 'commit': {
        const id = await repository.reader.resolve(rest[0] ?? '');
        return page(title, id && (await commitPage(repository, id)));
      }
      case 'pulls':
        if (rest.length === 0) {
          const body = await pullRequestListPage(repository, visit.query);
          return page(`Pull requests of ${title}`, body);
        }
        return this.#pullRequest(visit, rest[0]);
      case 'pull':
        return this.#pullRequest(visit, rest[0] ?? '');
      default:
        return absent;
    }
  }

  async #pullRequest(
    { request, repository }: Visit,
    text: string,
    complaint?: string,
  ): Promise<Answer> {
    if (!/^[1-9]\d{0,8}$/.test(text)) return absent;
    const number = Number(text);
    const { csrf, cookie } = this.#guard.issue(request);
    const person = FormGuard.personOf(request);
    const made = await pullRequestPage(repository, number, {
      ...{ csrf, person, complaint },
    });
    if (made) {
      return {
        ...{ type: 'page', ...made },
        ...(complaint !== undefined && { status: 422 }),
        ...(cookie !== undefined && { cookies: [cookie] }),
      };
    }
    const landing = await repository.reader.findLanding(number);
    return landing === undefined
      ? absent
      : { type: 'redirect', to: `${baseOf(repository)}/commit/${landing}` };
  }

  async #post(visit: Visit, text: string): Promise<Answer> {
    const { request, repository } = visit;
    const form = new URLSearchParams(await readText(request));
    if (!/^[1-9]\d{0,8}$/.test(text)) return absent;
    if (!this.#guard.isOwn(request, form.get('csrf') ?? '')) {
      const complaint = 'This page was open for too long. Try again.';
      return this.#pullRequest(visit, text, complaint);
    }
    const { complaint, person } = await actOnPullRequest(
      repository,
      Number(text),
      form,
    );
    if (complaint !== undefined) {
      return this.#pullRequest(visit, text, complaint);
    }
    return {
      type: 'redirect',
      to: `${baseOf(repository)}/pull/${text}`,
      cookies: person === undefined ? [] : [FormGuard.rememberPerson(person)],
    };
  }
}

/** A branch's name may hold slashes: the shortest that names a commit is it. */
async function contentAnswer(
  repository: HostedRepository,
  segments: readonly string[],
  as: 'page' | 'file',
): Promise<Answer> {
  const isPlain = segments.every(
    segment => segment !== '.' && segment !== '..' && !/[\0]/.test(segment),
  );
  if (!isPlain) return absent;
  const { reader } = repository;
  for (let length = 1; length <= segments.length; length += 1) {
    const id = await reader.resolve(segments.slice(0, length).join('/'));
    const path = segments.slice(length);
    if (id === undefined || path.some(segment => segment.includes('/'))) {
      continue;
    }
    const file = path.join('/');
    const content = await reader.content(id, file);
    if (as === 'file') {
      return content?.type === 'file'
        ? { type: 'file', content: content.text }
        : absent;
    }
    const base = baseOf(repository);
    const title = file || repository.name;
    return page(title, content && contentPage(base, id, file, content));
  }
  return absent;
}

function page(title: string, body: Html | '' | undefined): Answer {
  return body ? { type: 'page', title, body } : absent;
}

function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  repository: HostedRepository | undefined,
) {
  const trail = repository
    ? [
        {
          text: `${repository.owner}/${repository.name}`,
          href: baseOf(repository),
        },
      ]
    : [];
  const cookies = 'cookies' in answer ? answer.cookies : undefined;
  if (cookies) response.setHeader('set-cookie', cookies);
  switch (answer.type) {
    case 'redirect':
      response.writeHead(303, { location: answer.to }).end();
      return;
    case 'file':
      send(response, 200, 'text/plain', answer.content);
      return;
    case 'absent': {
      const body = html`<h1>Not here</h1>
        <p>The forge has no such page. <a href="/">All repositories</a></p>`;
      const text = layout({ title: 'Not here', trail, body });
      send(response, 404, 'text/html', text);
      return;
    }
    default: {
      const { title, body, status } = answer;
      const text = layout({ title, trail, body });
      send(response, status ?? 200, 'text/html', text);
    }
  }
}

/** An answer that can do nothing but be read, and post to where it is from. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
) {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy':
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(text);
}
