const inSubject = [
  /^Merge pull request #(\d+)\b/,
  /^Merge pull request .*\(#(\d+)\) from /,
  /^Merged in .*\(pull request #(\d+)\)/,
  /^Merged PR (\d+):/,
  /^Pull request #(\d+):/,
  /\(#(\d+)\)$/,
];
const inBody = /^See merge request (?:[^\s!]*)!(\d+)\s*$/m;

/** The pull or merge request that a commit's message names. */
export function pullRequestOf(
  subject: string,
  body: string,
): number | undefined {
  for (const pattern of inSubject) {
    const [, number] = pattern.exec(subject) ?? [];
    if (number !== undefined) return positive(number);
  }
  const [, number] = inBody.exec(body) ?? [];
  return number === undefined ? undefined : positive(number);
}

function positive(text: string): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

const pullRequestPaths: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)github\./, '/pull/'],
  [/(^|\.)gitlab\./, '/-/merge_requests/'],
  [/(^|\.)(gitea|forgejo|codeberg)\./, '/pulls/'],
  [/^bitbucket\.org$/, '/pull-requests/'],
  [/^dev\.azure\.com$/, '/pullrequest/'],
];

/** Where a pull request is shown, for hosts whose forge their name tells. */
export function pullRequestUrl(
  repositoryUrl: string,
  number: number,
): string | undefined {
  const web = webAddress(repositoryUrl);
  if (web === undefined) return undefined;
  const { hostname } = new URL(web);
  for (const [pattern, path] of pullRequestPaths) {
    if (pattern.test(hostname)) return `${web}${path}${number}`;
  }
  return undefined;
}

function webAddress(repositoryUrl: string): string | undefined {
  const [, host, scpPath] =
    /^(?:[\w.-]+@)([\w.-]+):(?!\/\/)(.+)$/.exec(repositoryUrl) ?? [];
  const address = host ? `https://${host}/${scpPath}` : repositoryUrl;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!['https:', 'http:', 'ssh:'].includes(url.protocol)) return undefined;
  const path = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  const scheme = url.protocol === 'ssh:' ? 'https:' : url.protocol;
  return `${scheme}//${
    scheme === url.protocol ? url.host : url.hostname
  }${path}`;
}
