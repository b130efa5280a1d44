import { z } from 'zod';

/** A forge's API, asked without the code that is tested. */
export class PlainApi {
  constructor(
    readonly baseUrl: string,
    /** Of a user, by name. */
    readonly authorization: (user: string) => string,
  ) {}

  async ask<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    options: { readonly body?: unknown; readonly as?: string } = {},
  ): Promise<T> {
    const { body, as = 'lena' } = options;
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        Authorization: this.authorization(as),
        'Content-Type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return schema.parse(text === '' ? undefined : JSON.parse(text));
  }

  async tell(
    method: string,
    path: string,
    body?: unknown,
    as?: string,
  ): Promise<void> {
    await this.ask(z.unknown(), method, path, { body, as });
  }
}

const treeSchema = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string() })).nullable(),
});

const contentSchema = z.object({ content: z.string() });

/** A file at a revision, by the API that GitHub and Gitea share. */
export async function fileOf(
  api: PlainApi,
  repository: string,
  revision: string,
  path: string,
) {
  const commit = await api.ask(
    z.object({ sha: z.string() }),
    'GET',
    `${repository}/git/commits/${await headOf(api, repository, revision)}`,
  );
  const { tree } = await api.ask(
    treeSchema,
    'GET',
    `${repository}/git/trees/${commit.sha}?recursive=1`,
  );
  const entry = tree?.find(it => it.path === path);
  if (entry === undefined) return undefined;
  const { content } = await api.ask(
    contentSchema,
    'GET',
    `${repository}/contents/${path}?ref=${encodeURIComponent(revision)}`,
  );
  return {
    content: Buffer.from(content, 'base64').toString('utf8'),
    executable: entry.mode === '100755',
  };
}

export async function headOf(
  api: PlainApi,
  repository: string,
  revision: string,
): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision;
  const { commit } = await api.ask(
    z.object({
      commit: z.object({
        id: z.string().optional(),
        sha: z.string().optional(),
      }),
    }),
    'GET',
    `${repository}/branches/${encodeURIComponent(revision)}`,
  );
  return commit.sha ?? commit.id ?? '';
}

export async function exists(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (/: 404 /.test(String(error))) return false;
    throw error;
  }
}
