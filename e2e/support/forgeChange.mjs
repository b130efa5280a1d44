import { until } from './until.mjs';

const owners = {
  payments: ['amara-okafor', 'tomasz-wilk'],
  discovery: ['nadia-haddad', 'owen-pryce'],
  shop: ['lukas-brandt', 'priya-raman'],
  platform: ['ines-duarte', 'jonas-bergqvist'],
};

/**
 * Has one person of a team change a file by a pull request on the forge, and
 * another approve and merge it, as both would outside of the portal. Resolves
 * with the commit that the main branch is at then.
 */
export async function landChange(
  forgeUrl,
  { repository, team, file, title, rewrite },
) {
  const [author, approver] = owners[team].map(login =>
    caller(forgeUrl, repository, login),
  );
  const branch = title.toLowerCase().replace(/\W+/g, '-');
  const main = await author('GET', '/git/ref/heads/main');
  await author('POST', '/git/refs', {
    ...{ ref: `refs/heads/${branch}`, sha: main.object.sha },
  });
  const before = await author('GET', `/contents/${file}?ref=${branch}`);
  const text = Buffer.from(before.content, 'base64').toString('utf8');
  const changed = rewrite(text);
  if (changed === text) throw new Error(`Nothing to change in ${file}`);
  await author('PUT', `/contents/${file}`, {
    ...{ branch, message: title, sha: before.sha },
    content: Buffer.from(changed).toString('base64'),
  });
  const { number } = await author('POST', '/pulls', {
    ...{ title, head: branch, base: 'main' },
  });
  await approver('POST', `/pulls/${number}/reviews`, { event: 'APPROVE' });
  return mergeWhenChecked(approver, number);
}

async function mergeWhenChecked(approver, number) {
  await until(
    `pull request ${number} to be free to merge`,
    async () => (await approver('GET', `/pulls/${number}`)).mergeable_state,
    state => state === 'clean',
  );
  const { sha } = await approver('PUT', `/pulls/${number}/merge`, {
    merge_method: 'merge',
  });
  return sha;
}

function caller(forgeUrl, repository, login) {
  return async (method, path, body) => {
    const url = `${forgeUrl}/api/v3/repos/quillmoor/${repository}${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer demo-token-of-${login}`,
        'content-type': 'application/json',
        // One that is kept may be given up when it is sent on.
        connection: 'close',
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  };
}
