import { HostedRepository } from '../../HostedRepository';
import { Site } from '../../Site';
import { Hook } from '../../webhooks/Hook';
import { repositoryUrl } from './presentRepository';

/** `hook`; its secret is told to nobody. */
export function presentHook(
  site: Site,
  repository: HostedRepository,
  hook: Hook,
) {
  const url = `${repositoryUrl(site, repository)}/hooks/${hook.id}`;
  return {
    type: 'Repository',
    id: hook.id,
    name: 'web',
    active: hook.active,
    events: hook.events,
    config: {
      url: hook.url,
      content_type: 'json',
      insecure_ssl: '0',
      ...(hook.secret !== undefined && { secret: '********' }),
    },
    created_at: hook.createdAt,
    updated_at: hook.createdAt,
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: 'unused', message: null },
  };
}
