/** Variables of the surrounding process that git may see. */
const inherited = [
  'PATH',
  'HOME',
  'TMPDIR',
  'SYSTEMROOT',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
];

/**
 * The environment git runs in. Nothing of the machine's or user's Git
 * configuration is read: `configFile` stands in for it, also in processes that
 * git itself starts in the source repository (which is why it is a file:
 * `GIT_CONFIG_COUNT` doesn't reach those).
 */
export function gitEnvironment(
  configFile: string,
  config: readonly (readonly [key: string, value: string])[] = [],
): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: configFile,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_ALLOW_PROTOCOL: 'file:http:https:ssh:git',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // A partial clone must not make us run its remote's transport.
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A piped `git log` otherwise flushes its output after every commit.
    GIT_FLUSH: '0',
    GIT_CONFIG_COUNT: String(config.length),
  };
  config.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  for (const name of inherited) {
    if (process.env[name] !== undefined) environment[name] = process.env[name];
  }
  return environment;
}

/** What {@link gitEnvironment}'s `configFile` holds. */
export const gitConfigFile = [
  '[safe]',
  '\tdirectory = *',
  '[core]',
  '\tfsmonitor = false',
  '\thooksPath = /dev/null',
  '[protocol "ext"]',
  '\tallow = never',
  '[credential]',
  '\thelper =',
  '[gc]',
  '\tautoDetach = false',
  '[maintenance]',
  '\tauto = false',
  '[advice]',
  '\tgraftFileDeprecated = false',
  '',
].join('\n');
